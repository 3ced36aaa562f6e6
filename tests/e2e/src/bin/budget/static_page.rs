//! The page to compare with: text and a little style, nothing to run, from a server that does nothing else.

use std::{
    io::{Read as _, Result, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

const PAGE: &str = "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\"><title>Sitzung</title>\
    <style>body{font:1.25rem sans-serif;margin:2rem auto;max-width:40rem}</style></head><body>\
    <h1>Sitzung des Stadtrates</h1><p>Guten Tag. Sie sind zu dieser Sitzung eingeladen.</p></body></html>";

/// Serves it for as long as the program runs, and returns its address.
pub fn serve() -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = format!("http://{}/", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser opens connections that it never uses; each waits on its own.
            thread::spawn(move || answer(stream));
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream) -> Result<()> {
    // The request is for the page, whatever it is.
    if stream.read(&mut [0; 4096])? == 0 {
        return Ok(());
    }
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{PAGE}",
        PAGE.len()
    )
}
