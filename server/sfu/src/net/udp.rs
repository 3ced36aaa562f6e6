//! The UDP port. Knows on which of the machine's addresses a packet arrived and answers from the same one.

use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use bytes::Bytes;
use quinn_udp::{BATCH_SIZE, RecvMeta, UdpSocketState};
use str0m::net::{Protocol, Transmit};
use tokio::{io::Interest, net::UdpSocket, sync::mpsc};

use crate::net::{Packet, addresses::Addresses, routes::Routes};

/// Room for several datagrams that the kernel hands over as one.
const RECEIVE_BUFFER: usize = 64 * 1024;

/// The most that is handed to the kernel at once: what fits into one datagram of IP.
const LARGEST_SEND: usize = 65_000;

/// How much waits until the kernel has room again. More than that, and the network is too slow for us: packets are
/// dropped, and bandwidth estimation notices.
const WAITING_PARCELS: usize = 1024;

/// What the kernel is asked to hold for us, so that a burst of key frames is not lost.
const KERNEL_BUFFER: usize = 2 * 1024 * 1024;

pub(crate) struct UdpPort {
    socket: UdpSocket,
    state: UdpSocketState,
    addresses: Addresses,
    advertised: Vec<SocketAddr>,
    port: u16,
    dual_stack: bool,
    /// What the kernel had no room for.
    later: mpsc::Sender<Parcel>,
}

/// One packet, or several of one size to one address, on the way out.
pub(crate) struct Parcel {
    destination: SocketAddr,
    source: Option<IpAddr>,
    contents: Vec<u8>,
    segment_size: Option<usize>,
}

impl UdpPort {
    /// Opens the port; [`Self::send_later`] takes what comes out beside it.
    pub(crate) fn open(
        address: SocketAddr,
        addresses: &Addresses,
    ) -> io::Result<(Self, mpsc::Receiver<Parcel>)> {
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
        let (later, waiting) = mpsc::channel(WAITING_PARCELS);
        let port = Self {
            advertised: addresses.for_port(bound),
            addresses: addresses.clone(),
            port: bound.port(),
            dual_stack: bound.is_ipv6(),
            later,
            socket,
            state,
        };
        Ok((port, waiting))
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

    /// Sends packets in their order. Those to one address that are of one size travel through the kernel as one.
    pub(crate) fn send(&self, packets: &[Transmit]) {
        let mut rest = packets;
        while let Some(first) = rest.first() {
            let (run, others) = rest.split_at(self.run_length(rest));
            match run {
                [one] => self.hand_over(one, &one.contents, None),
                _ => {
                    let mut joined = Vec::with_capacity(run.len() * first.contents.len());
                    run.iter().for_each(|packet| joined.extend_from_slice(&packet.contents));
                    self.hand_over(first, &joined, Some(first.contents.len()));
                }
            }
            rest = others;
        }
    }

    /// How many of the packets, from the first, can go as one: all of the first one's size, but that the last may be
    /// smaller.
    fn run_length(&self, packets: &[Transmit]) -> usize {
        let first = &packets[0];
        let size = first.contents.len().max(1);
        let most = self.state.max_gso_segments().min(LARGEST_SEND / size).max(1);
        let mut length = 1;
        while length < packets.len().min(most) {
            let (before, next) = (&packets[length - 1], &packets[length]);
            let fits = before.contents.len() == size
                && next.contents.len() <= size
                && (next.destination, next.source) == (first.destination, first.source);
            if !fits {
                break;
            }
            length += 1;
        }
        length
    }

    fn hand_over(&self, first: &Transmit, contents: &[u8], segment_size: Option<usize>) {
        let transmit = quinn_udp::Transmit {
            destination: self.as_the_socket_writes_it(first.destination),
            ecn: None,
            contents,
            segment_size,
            src_ip: Some(first.source.ip()).filter(|ip| self.addresses.is_local(*ip)),
        };
        // Any error but a lack of room is the echo of an earlier packet, or a network that is gone: ICE notices.
        let send = || self.state.try_send((&self.socket).into(), &transmit);
        let full = self.later.capacity() < WAITING_PARCELS
            || self
                .socket
                .try_io(Interest::WRITABLE, send)
                .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock);
        if full {
            let (destination, source) = (transmit.destination, transmit.src_ip);
            // What has no room here either is lost, as on any network.
            let _ = self.later.try_send(Parcel {
                destination,
                source,
                contents: contents.to_vec(),
                segment_size,
            });
        }
    }

    /// Sends what the kernel had no room for, as soon as it has. Ends only with the task.
    pub(crate) async fn send_later(self: Arc<Self>, mut waiting: mpsc::Receiver<Parcel>) {
        while let Some(parcel) = waiting.recv().await {
            let transmit = quinn_udp::Transmit {
                destination: parcel.destination,
                ecn: None,
                contents: &parcel.contents,
                segment_size: parcel.segment_size,
                src_ip: parcel.source,
            };
            let send = || self.state.try_send((&self.socket).into(), &transmit);
            let _ = self.socket.async_io(Interest::WRITABLE, send).await;
        }
    }

    /// A socket for both families knows IPv4 addresses by their mapped form only.
    fn as_the_socket_writes_it(&self, address: SocketAddr) -> SocketAddr {
        match address.ip() {
            IpAddr::V4(v4) if self.dual_stack => SocketAddr::new(v4.to_ipv6_mapped().into(), address.port()),
            IpAddr::V4(_) | IpAddr::V6(_) => address,
        }
    }
}
