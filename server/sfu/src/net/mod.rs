//! Sockets for media: one UDP port and one TCP port for every connection of every room.
//!
//! Packets in are handed to the room they belong to ([`routes`]); packets out are sent at once or dropped, never
//! waited for.

pub(crate) mod addresses;
pub(crate) mod framing;
pub(crate) mod routes;
mod tcp;
mod udp;

use std::{net::SocketAddr, sync::Arc};

use bytes::Bytes;
use str0m::{
    Candidate,
    net::{Protocol, TcpType, Transmit},
};
use tokio::task::JoinHandle;

use crate::{
    config::{SfuConfig, SfuError},
    net::{addresses::Addresses, routes::Routes, tcp::TcpPort, udp::UdpPort},
};

/// One packet that arrived for a connection.
#[derive(Debug)]
pub(crate) struct Packet {
    /// UDP or TCP.
    pub protocol: Protocol,
    /// From where.
    pub source: SocketAddr,
    /// To which of our advertised addresses.
    pub destination: SocketAddr,
    /// The packet, without framing.
    pub data: Bytes,
}

/// The open ports.
pub(crate) struct Net {
    pub(crate) routes: Arc<Routes>,
    udp: Arc<UdpPort>,
    tcp: Option<Arc<TcpPort>>,
    tasks: Vec<JoinHandle<()>>,
}

impl Net {
    /// Opens the ports and starts to listen.
    pub(crate) async fn open(config: &SfuConfig) -> Result<Self, SfuError> {
        let routes = Arc::new(Routes::default());
        let addresses = Addresses::find(&config.advertise)?;
        let (udp, waiting) = UdpPort::open(config.udp, &addresses).map_err(SfuError::Udp)?;
        let udp = Arc::new(udp);
        let mut tasks = vec![
            tokio::spawn(udp.clone().listen(routes.clone())),
            tokio::spawn(udp.clone().send_later(waiting)),
        ];
        let tcp = match config.tcp {
            None => None,
            Some(address) => {
                let (port, listener) = TcpPort::open(address, &addresses).await.map_err(SfuError::Tcp)?;
                tasks.push(tokio::spawn(port.clone().listen(listener, routes.clone())));
                Some(port)
            }
        };
        let net = Self { routes, udp, tcp, tasks };
        if net.candidates().is_empty() { Err(SfuError::NoAddress) } else { Ok(net) }
    }

    /// The candidates that clients are given. UDP first; who can use it will.
    pub(crate) fn candidates(&self) -> Vec<Candidate> {
        let udp =
            self.udp.advertised().iter().map(|address| Candidate::builder().udp().host(*address).build());
        let tcp = self
            .tcp
            .iter()
            .flat_map(|port| port.advertised())
            .map(|address| Candidate::builder().tcp().host(*address).tcptype(TcpType::Passive).build());
        // An address that ICE has no use for (link-local IPv4, multicast) is left out.
        udp.chain(tcp).filter_map(Result::ok).collect()
    }

    /// The UDP port that was opened.
    pub(crate) fn udp_port(&self) -> u16 {
        self.udp.port()
    }

    /// The TCP port that was opened.
    pub(crate) fn tcp_port(&self) -> Option<u16> {
        self.tcp.as_ref().map(|port| port.port())
    }

    /// Sends packets of one connection, or drops those that the network does not take.
    pub(crate) fn send(&self, packets: &[Transmit]) {
        for packets in packets.chunk_by(|one, next| one.proto == next.proto) {
            match packets[0].proto {
                Protocol::Udp => self.udp.send(packets),
                Protocol::Tcp | Protocol::SslTcp | Protocol::Tls => {
                    if let Some(port) = &self.tcp {
                        packets.iter().for_each(|packet| port.send(packet));
                    }
                }
            }
        }
    }

    /// Stops listening.
    pub(crate) fn close(&self) {
        self.tasks.iter().for_each(JoinHandle::abort);
        if let Some(port) = &self.tcp {
            port.close();
        }
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        self.close();
    }
}
