//! The UDP port. Knows on which of the machine's addresses a packet arrived and answers from the same one.

use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use bytes::Bytes;
use quinn_udp::{BATCH_SIZE, RecvMeta, UdpSocketState};
use str0m::net::{Protocol, Transmit};
use tokio::{io::Interest, net::UdpSocket};

use crate::net::{Packet, addresses::Addresses, routes::Routes};

/// Room for several datagrams that the kernel hands over as one.
const RECEIVE_BUFFER: usize = 64 * 1024;

/// What the kernel is asked to hold for us, so that a burst of key frames is not lost.
const KERNEL_BUFFER: usize = 2 * 1024 * 1024;

pub(crate) struct UdpPort {
    socket: UdpSocket,
    state: UdpSocketState,
    addresses: Addresses,
    advertised: Vec<SocketAddr>,
    port: u16,
    dual_stack: bool,
}

impl UdpPort {
    pub(crate) fn open(address: SocketAddr, addresses: &Addresses) -> io::Result<Self> {
        let socket = UdpSocket::from_std({
            let socket = std::net::UdpSocket::bind(address)?;
            socket.set_nonblocking(true)?;
            socket
        })?;
        let state = UdpSocketState::new((&socket).into())?;
        // As much as the machine allows.
        let _ = state.set_recv_buffer_size((&socket).into(), KERNEL_BUFFER);
        let _ = state.set_send_buffer_size((&socket).into(), KERNEL_BUFFER);
        let bound = socket.local_addr()?;
        Ok(Self {
            advertised: addresses.for_port(bound),
            addresses: addresses.clone(),
            port: bound.port(),
            dual_stack: bound.is_ipv6(),
            socket,
            state,
        })
    }

    pub(crate) fn advertised(&self) -> &[SocketAddr] {
        &self.advertised
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Hands every packet to its room. Ends only with the task.
    pub(crate) async fn listen(self: Arc<Self>, routes: Arc<Routes>) {
        let mut storage = vec![0; RECEIVE_BUFFER * BATCH_SIZE];
        loop {
            let mut metas = [RecvMeta::default(); BATCH_SIZE];
            let mut buffers: Vec<IoSliceMut<'_>> =
                storage.chunks_exact_mut(RECEIVE_BUFFER).map(IoSliceMut::new).collect();
            let received = self
                .socket
                .async_io(Interest::READABLE, || {
                    self.state.recv((&self.socket).into(), &mut buffers, &mut metas)
                })
                .await;
            // An error here is the echo of an earlier packet that could not be delivered.
            let Ok(received) = received else { continue };
            for (meta, buffer) in metas.iter().zip(&buffers).take(received) {
                self.split(meta, buffer, &routes);
            }
        }
    }

    fn split(&self, meta: &RecvMeta, buffer: &[u8], routes: &Routes) {
        let source = SocketAddr::new(meta.addr.ip().to_canonical(), meta.addr.port());
        let Some(destination) = self.destination(source.ip(), meta.dst_ip) else { return };
        let data = &buffer[..meta.len];
        for datagram in data.chunks(meta.stride.max(1)) {
            let data = Bytes::copy_from_slice(datagram);
            routes.deliver(Packet { protocol: Protocol::Udp, source, destination, data });
        }
    }

    /// Which advertised address the packet was meant for: the one it arrived on, or, when that one is not advertised
    /// because a router in front of us has the advertised one, the first that is not our own.
    fn destination(&self, source: IpAddr, arrived_on: Option<IpAddr>) -> Option<SocketAddr> {
        let arrived_on = arrived_on.map(|ip| ip.to_canonical());
        let of_family = || self.advertised.iter().filter(|address| address.is_ipv4() == source.is_ipv4());
        of_family()
            .find(|address| Some(address.ip()) == arrived_on)
            .or_else(|| of_family().find(|address| !self.addresses.is_local(address.ip())))
            .or_else(|| of_family().next())
            .copied()
    }

    pub(crate) fn send(&self, packet: &Transmit) {
        let source = packet.source.ip();
        let transmit = quinn_udp::Transmit {
            destination: self.as_the_socket_writes_it(packet.destination),
            ecn: None,
            contents: &packet.contents,
            segment_size: None,
            src_ip: self.addresses.is_local(source).then_some(source),
        };
        let _ =
            self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit));
    }

    /// A socket for both families knows IPv4 addresses by their mapped form only.
    fn as_the_socket_writes_it(&self, address: SocketAddr) -> SocketAddr {
        match address.ip() {
            IpAddr::V4(v4) if self.dual_stack => SocketAddr::new(v4.to_ipv6_mapped().into(), address.port()),
            IpAddr::V4(_) | IpAddr::V6(_) => address,
        }
    }
}
