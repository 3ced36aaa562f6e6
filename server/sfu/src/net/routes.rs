//! Which room, and which connection in it, a packet belongs to.
//!
//! A STUN request names the connection by its ICE user name fragment, which only who was told it can know; everything
//! else is told by the address it comes from, once a STUN request came from there. Whether a request is genuine is
//! checked later, by ICE itself.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use str0m::{ice::StunMessage, net::Protocol};
use tokio::sync::mpsc;

use crate::net::Packet;

/// A connection of one participant, unique in this process.
pub(crate) type LegId = u64;

/// How many addresses one connection may be reached from. A device has a handful; a flood of forged ones stays small.
const ADDRESSES_PER_LEG: usize = 32;

/// Where a room takes its packets.
pub(crate) type PacketSender = mpsc::Sender<(LegId, Packet)>;

/// The table of all connections.
#[derive(Default)]
pub(crate) struct Routes(Mutex<Table>);

#[derive(Default)]
struct Table {
    legs: HashMap<LegId, Leg>,
    fragments: HashMap<String, LegId>,
    addresses: HashMap<(Protocol, SocketAddr), LegId>,
}

struct Leg {
    room: PacketSender,
    fragment: String,
    addresses: Vec<(Protocol, SocketAddr)>,
}

impl Routes {
    /// From now on, packets for the ICE user name fragment go to this connection. Replaces the connection's former
    /// fragment, as an ICE restart does.
    pub(crate) fn register(&self, leg: LegId, fragment: &str, room: &PacketSender) {
        let mut table = self.table();
        let addresses = match table.legs.remove(&leg) {
            Some(former) => {
                table.fragments.remove(&former.fragment);
                former.addresses
            }
            None => Vec::new(),
        };
        table.fragments.insert(fragment.to_owned(), leg);
        table.legs.insert(leg, Leg { room: room.clone(), fragment: fragment.to_owned(), addresses });
    }

    /// Forgets a connection.
    pub(crate) fn forget(&self, leg: LegId) {
        let mut table = self.table();
        if let Some(former) = table.legs.remove(&leg) {
            table.fragments.remove(&former.fragment);
            for address in former.addresses {
                if table.addresses.get(&address) == Some(&leg) {
                    table.addresses.remove(&address);
                }
            }
        }
    }

    /// Hands a packet to its room; false when it belongs to nobody. A room that does not keep up loses packets, as on
    /// any network.
    pub(crate) fn deliver(&self, packet: Packet) -> bool {
        let mut table = self.table();
        let Some(leg) = table.leg_of(&packet) else { return false };
        let Some(route) = table.legs.get(&leg) else { return false };
        let room = route.room.clone();
        drop(table);
        let _ = room.try_send((leg, packet));
        true
    }

    /// No code panics while it holds this lock; if one ever did, the table would still be whole.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn leg_of(&mut self, packet: &Packet) -> Option<LegId> {
        let address = (packet.protocol, packet.source);
        let Some(fragment) = fragment_named_in(&packet.data) else {
            return self.addresses.get(&address).copied();
        };
        let leg = *self.fragments.get(&fragment)?;
        if self.addresses.get(&address) != Some(&leg) {
            self.learn(address, leg);
        }
        Some(leg)
    }

    fn learn(&mut self, address: (Protocol, SocketAddr), leg: LegId) {
        let Some(route) = self.legs.get_mut(&leg) else { return };
        let forgotten = (route.addresses.len() >= ADDRESSES_PER_LEG).then(|| route.addresses.remove(0));
        route.addresses.push(address);
        if let Some(oldest) = forgotten
            && self.addresses.get(&oldest) == Some(&leg)
        {
            self.addresses.remove(&oldest);
        }
        self.addresses.insert(address, leg);
    }
}

/// Our own fragment, as a STUN binding request names it: the first half of the user name (RFC 8445, section 7.2.2).
fn fragment_named_in(data: &[u8]) -> Option<String> {
    // The first byte tells STUN from the rest (RFC 7983).
    if *data.first()? > 3 {
        return None;
    }
    let message = StunMessage::parse(data).ok()?;
    message.is_binding_request().then(|| message.split_username().map(|(ours, _)| ours.to_owned()))?
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use str0m::ice::{StunMessage, TransId};

    use super::*;

    fn packet(port: u16, data: Bytes) -> Packet {
        Packet {
            protocol: Protocol::Udp,
            source: SocketAddr::from(([192, 0, 2, 1], port)),
            destination: SocketAddr::from(([192, 0, 2, 9], 9)),
            data,
        }
    }

    fn request(fragment: &str) -> Bytes {
        let name = format!("{fragment}:theirs");
        let message = StunMessage::binding_request(&name, TransId::new(), true, 1, 1, false);
        let mut buffer = [0; 256];
        let length = message.to_bytes(Some(b"password"), &mut buffer, |_, _| [0; 20]).unwrap();
        Bytes::copy_from_slice(&buffer[..length])
    }

    fn media() -> Bytes {
        Bytes::from_static(&[0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    #[test]
    fn media_finds_its_connection_after_a_request_came_from_the_same_address() {
        let (room, mut packets) = mpsc::channel(8);
        let routes = Routes::default();
        routes.register(1, "ours", &room);
        assert!(!routes.deliver(packet(5, media())));
        assert!(!routes.deliver(packet(5, request("unknown"))));
        assert!(routes.deliver(packet(5, request("ours"))));
        assert!(routes.deliver(packet(5, media())));
        assert!(!routes.deliver(packet(6, media())));
        assert_eq!(packets.try_recv().unwrap().0, 1);
        assert_eq!(packets.try_recv().unwrap().0, 1);
    }

    #[test]
    fn an_address_follows_the_latest_request() {
        let (room, mut packets) = mpsc::channel(8);
        let routes = Routes::default();
        routes.register(1, "first", &room);
        routes.register(2, "second", &room);
        routes.deliver(packet(5, request("first")));
        routes.deliver(packet(5, request("second")));
        routes.deliver(packet(5, media()));
        routes.forget(1);
        assert!(routes.deliver(packet(5, media())));
        let legs: Vec<LegId> = std::iter::from_fn(|| packets.try_recv().ok()).map(|(leg, _)| leg).collect();
        assert_eq!(legs, [1, 2, 2, 2]);
    }

    #[test]
    fn a_restarted_connection_is_found_by_its_new_name_only() {
        let (room, _packets) = mpsc::channel(8);
        let routes = Routes::default();
        routes.register(1, "old", &room);
        routes.register(1, "new", &room);
        assert!(!routes.deliver(packet(5, request("old"))));
        assert!(routes.deliver(packet(5, request("new"))));
    }

    #[test]
    fn a_flood_of_addresses_stays_small_and_is_forgotten_with_its_connection() {
        let (room, _packets) = mpsc::channel(8);
        let routes = Routes::default();
        routes.register(1, "ours", &room);
        for port in 1..1000 {
            routes.deliver(packet(port, request("ours")));
        }
        assert_eq!(routes.table().addresses.len(), ADDRESSES_PER_LEG);
        routes.forget(1);
        assert!(routes.table().addresses.is_empty() && routes.table().fragments.is_empty());
    }

    #[test]
    fn garbage_belongs_to_nobody() {
        let routes = Routes::default();
        for data in [&[][..], &[0; 20], &[1; 3], &[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42], &[255; 1500]] {
            assert!(!routes.deliver(packet(5, Bytes::copy_from_slice(data))));
        }
    }
}
