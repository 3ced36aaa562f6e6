//! The TCP port, for those whose network lets no UDP through (RFC 6544, passive candidates).
//!
//! A connection must name one of our connections in its first packet, or it is closed.

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use str0m::net::{Protocol, Transmit};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};

use crate::net::{
    Packet,
    addresses::Addresses,
    framing::{frame, take_packet},
    routes::Routes,
};

/// How many connections may be open at once.
const MOST_CONNECTIONS: usize = 1024;

/// How long a connection may stay without a word of ours in it.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// How long the first packet may take.
const FIRST_PACKET: Duration = Duration::from_secs(5);

/// How many packets wait for a slow connection; about a second of a picture.
const WAITING_PACKETS: usize = 256;

pub(crate) struct TcpPort {
    addresses: Addresses,
    advertised: Vec<SocketAddr>,
    port: u16,
    writers: Mutex<HashMap<SocketAddr, mpsc::Sender<Bytes>>>,
}

impl TcpPort {
    pub(crate) async fn open(
        address: SocketAddr,
        addresses: &Addresses,
    ) -> io::Result<(Arc<Self>, TcpListener)> {
        let listener = TcpListener::bind(address).await?;
        let bound = listener.local_addr()?;
        let advertised = addresses.for_port(bound);
        let writers = Mutex::default();
        let port = Self { addresses: addresses.clone(), advertised, port: bound.port(), writers };
        Ok((Arc::new(port), listener))
    }

    pub(crate) fn advertised(&self) -> &[SocketAddr] {
        &self.advertised
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Takes connections. Ends only with the task, and all connections end with it.
    pub(crate) async fn listen(self: Arc<Self>, listener: TcpListener, routes: Arc<Routes>) {
        let mut connections = JoinSet::new();
        loop {
            let Ok((stream, source)) = listener.accept().await else {
                // Out of file handles, most likely: they come back when somebody leaves.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            while connections.try_join_next().is_some() {}
            if connections.len() >= MOST_CONNECTIONS {
                continue;
            }
            let (port, routes) = (self.clone(), routes.clone());
            let source = SocketAddr::new(source.ip().to_canonical(), source.port());
            connections.spawn(async move {
                // However a connection ends, ICE notices by itself and tries another way.
                let _ = port.serve(stream, source, &routes).await;
                port.writers().remove(&source);
            });
        }
    }

    async fn serve(&self, stream: TcpStream, source: SocketAddr, routes: &Routes) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let Some(destination) = self.destination(stream.local_addr()?) else { return Ok(()) };
        let (mut read, mut write) = stream.into_split();
        let (sender, mut waiting) = mpsc::channel::<Bytes>(WAITING_PACKETS);
        self.writers().insert(source, sender);
        let writing = async move {
            while let Some(packet) = waiting.recv().await {
                write.write_all(&packet).await?;
            }
            Ok(())
        };
        let reading = async {
            let (mut arrived, mut patience) = (BytesMut::new(), FIRST_PACKET);
            loop {
                while let Some(data) = take_packet(&mut arrived).map_err(io::Error::other)? {
                    let known = routes.deliver(Packet { protocol: Protocol::Tcp, source, destination, data });
                    if !known && patience == FIRST_PACKET {
                        return Ok(());
                    }
                    patience = LONGEST_SILENCE;
                }
                if timeout(patience, read.read_buf(&mut arrived)).await.map_err(io::Error::other)?? == 0 {
                    return Ok(());
                }
            }
        };
        tokio::select! {
            result = writing => result,
            result = reading => result,
        }
    }

    fn destination(&self, local: SocketAddr) -> Option<SocketAddr> {
        let local = local.ip().to_canonical();
        let of_family = || self.advertised.iter().filter(|address| address.is_ipv4() == local.is_ipv4());
        of_family()
            .find(|address| address.ip() == local)
            .or_else(|| of_family().find(|address| !self.addresses.is_local(address.ip())))
            .or_else(|| of_family().next())
            .copied()
    }

    /// Queues a packet for its connection; drops it when the connection is slow or gone.
    pub(crate) fn send(&self, packet: &Transmit) {
        if let Some(framed) = frame(&packet.contents)
            && let Some(writer) = self.writers().get(&packet.destination)
        {
            let _ = writer.try_send(framed);
        }
    }

    /// Ends every connection.
    pub(crate) fn close(&self) {
        self.writers().clear();
    }

    /// No code panics while it holds this lock; if one ever did, the table would still be whole.
    fn writers(&self) -> MutexGuard<'_, HashMap<SocketAddr, mpsc::Sender<Bytes>>> {
        self.writers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
