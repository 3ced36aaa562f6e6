//! Serves pages with LiveKit's own client, on an address and port of their own: another origin than ours, as it is in
//! life.

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use anyhow::{Context, Result};

/// The page while it is served, which is for as long as the program runs.
#[derive(Clone, Debug)]
pub struct Page {
    address: SocketAddr,
}

impl Page {
    /// Serves it on this machine.
    ///
    /// # Errors
    /// When LiveKit's client is not there.
    pub fn serve() -> Result<Self> {
        Self::serve_at(Ipv4Addr::LOCALHOST.into())
    }

    /// Serves it on that address.
    ///
    /// # Errors
    /// When LiveKit's client is not there.
    pub fn serve_at(address: IpAddr) -> Result<Self> {
        let client = std::env::var("LIVEKIT_CLIENT")
            .context("LIVEKIT_CLIENT must name livekit-client.umd.js; `cargo xtask test` does that")?;
        let client = std::fs::read(&client).with_context(|| format!("{client} cannot be read"))?;
        Self::of_at(
            address,
            vec![
                ("/".into(), "text/html", include_bytes!("../client/index.html").to_vec()),
                ("/guest.js".into(), "text/javascript", include_bytes!("../client/guest.js").to_vec()),
                ("/livekit-client.js".into(), "text/javascript", client),
            ],
        )
    }

    /// Serves those files on this machine: each path with its kind and content.
    ///
    /// # Errors
    /// When there is no free port.
    pub fn of(files: Vec<(String, &'static str, Vec<u8>)>) -> Result<Self> {
        Self::of_at(Ipv4Addr::LOCALHOST.into(), files)
    }

    fn of_at(address: IpAddr, files: Vec<(String, &'static str, Vec<u8>)>) -> Result<Self> {
        let files = Arc::new(Files { files });
        let listener = TcpListener::bind((address, 0))?;
        let address = listener.local_addr()?;
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let files = files.clone();
                // A browser opens connections that it never uses; each waits on its own.
                thread::spawn(move || files.answer(stream));
            }
        });
        Ok(Self { address })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

struct Files {
    files: Vec<(String, &'static str, Vec<u8>)>,
}

impl Files {
    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut request = [0; 8192];
        let length = stream.read(&mut request)?;
        let request = String::from_utf8_lossy(&request[..length]);
        let path = request.split_whitespace().nth(1).unwrap_or_default();
        let Some((_, kind, body)) = self.files.iter().find(|(name, ..)| name == path) else {
            return stream
                .write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        };
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )?;
        stream.write_all(body)
    }
}
