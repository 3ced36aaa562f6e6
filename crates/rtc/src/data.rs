//! Bytes between participants: LiveKit's data packets over the data channels. User packets only; chat, streams and
//! calls of other clients are not ours.

use std::collections::BTreeMap;

use livekit_protocol::{DataChannelInfo, DataChannelReceiveState, SignalTarget, UserPacket};
use prost::Message as _;

use crate::{DataChannel, Effect, Identity, Peer, PeersId, turn::Turn};

/// So many reliable packets are kept: those that wait for the channel to open, and those of which the server has not
/// said that it has them.
const KEPT: usize = 64;

/// LiveKit's `DataPacket`, with the fields that are ours under its field numbers. The whole one, with its chats, calls
/// and streams, is much code for a browser to load; what is left out here is skipped by the format's own rule.
#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct Packet {
    #[prost(message, optional, tag = "2")]
    user: Option<UserPacket>,
    #[prost(string, tag = "4")]
    participant_identity: String,
    #[prost(string, repeated, tag = "5")]
    destination_identities: Vec<String>,
    /// Of reliable packets, from 1.
    #[prost(uint32, tag = "16")]
    sequence: u32,
    #[prost(string, tag = "17")]
    participant_sid: String,
}

/// The data channels of one pair of peer connections.
#[derive(Debug, Default)]
pub(crate) struct Data {
    open: BTreeMap<(Peer, DataChannel), u16>,
    sequence: u32,
    /// The last reliable packets. The lossy channel loses what comes too early.
    kept: Vec<Kept>,
    /// The last reliable packet of each sender.
    heard: Vec<(String, u32)>,
}

#[derive(Debug)]
struct Kept {
    sequence: u32,
    bytes: Vec<u8>,
    sent: bool,
}

impl Data {
    /// Sends, or keeps until it can be sent.
    pub(crate) fn send(&mut self, peers: PeersId, channel: DataChannel, mut packet: Packet, turn: &mut Turn) {
        let open = self.open.contains_key(&(Peer::Publisher, channel));
        match channel {
            DataChannel::Reliable => {
                if self.kept.len() == KEPT {
                    // What waits to be sent goes first: dropping it would tear a hole.
                    if !self.kept[0].sent {
                        return;
                    }
                    self.kept.remove(0);
                }
                self.sequence += 1;
                packet.sequence = self.sequence;
                let bytes = packet.encode_to_vec();
                self.kept.push(Kept { sequence: self.sequence, bytes, sent: false });
                if open {
                    self.flush(peers, turn);
                }
            }
            DataChannel::Lossy if open => {
                turn.push(Effect::SendData { peers, channel, bytes: packet.encode_to_vec() });
            }
            DataChannel::Lossy => {}
        }
    }

    /// A channel is open.
    pub(crate) fn opened(
        &mut self,
        peers: PeersId,
        peer: Peer,
        channel: DataChannel,
        id: u16,
        turn: &mut Turn,
    ) {
        self.open.insert((peer, channel), id);
        if (peer, channel) == (Peer::Publisher, DataChannel::Reliable) {
            self.flush(peers, turn);
        }
    }

    /// The connection was picked up, and the server says which packet was the last that it has. A server that numbers
    /// none says zero: then nothing is known, and nothing is said twice.
    pub(crate) fn resumed(&mut self, peers: PeersId, last: u32, turn: &mut Turn) {
        if last == 0 {
            return;
        }
        self.kept.retain_mut(|kept| {
            kept.sent = false;
            kept.sequence > last
        });
        if self.open.contains_key(&(Peer::Publisher, DataChannel::Reliable)) {
            self.flush(peers, turn);
        }
    }

    /// What came in. `None` for what came before, for what is no user packet, or no packet at all.
    pub(crate) fn received(
        &mut self,
        bytes: &[u8],
        identity_of: impl Fn(&str) -> Option<Identity>,
    ) -> Option<Effect> {
        let packet = Packet::decode(bytes).ok()?;
        if packet.sequence > 0 && !packet.participant_sid.is_empty() {
            match self.heard.iter_mut().find(|(sid, _)| *sid == packet.participant_sid) {
                Some((_, last)) if packet.sequence <= *last => return None,
                Some((_, last)) => *last = packet.sequence,
                None => self.heard.push((packet.participant_sid.clone(), packet.sequence)),
            }
        }
        let user = packet.user?;
        let named = Some(packet.participant_identity).filter(|identity| !identity.is_empty()).map(Identity);
        Some(Effect::ReportData {
            from: named.or_else(|| identity_of(&packet.participant_sid)),
            topic: user.topic.unwrap_or_default(),
            payload: user.payload,
        })
    }

    /// What was heard last of each sender, for a server that the connection is picked up with.
    pub(crate) fn heard(&self) -> Vec<DataChannelReceiveState> {
        let state = |(sid, last): &(String, u32)| DataChannelReceiveState {
            publisher_sid: sid.clone(),
            last_seq: *last,
        };
        self.heard.iter().map(state).collect()
    }

    fn flush(&mut self, peers: PeersId, turn: &mut Turn) {
        for kept in self.kept.iter_mut().filter(|kept| !kept.sent) {
            kept.sent = true;
            let bytes = kept.bytes.clone();
            turn.push(Effect::SendData { peers, channel: DataChannel::Reliable, bytes });
        }
    }

    /// The channels, for a server that the connection is picked up with.
    pub(crate) fn sync(&self) -> Vec<DataChannelInfo> {
        let info = |((peer, channel), id): (&(Peer, DataChannel), &u16)| {
            let target = match peer {
                Peer::Publisher => SignalTarget::Publisher,
                Peer::Subscriber => SignalTarget::Subscriber,
            };
            DataChannelInfo { label: channel.label().to_owned(), id: u32::from(*id), target: target.into() }
        };
        self.open.iter().map(info).collect()
    }
}

/// What goes out.
pub(crate) fn packet(topic: String, payload: Vec<u8>, to: Vec<Identity>) -> Packet {
    let user = UserPacket { payload, topic: Some(topic), ..Default::default() };
    let destination_identities = to.into_iter().map(|identity| identity.0).collect();
    Packet { destination_identities, user: Some(user), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use livekit_protocol::{ChatMessage, DataPacket, data_packet::Value};

    use super::*;

    #[test]
    fn a_packet_of_ours_is_one_of_livekits() {
        let mut packet = packet("hand".into(), vec![1, 2], vec![Identity("ada".into())]);
        packet.sequence = 9;
        let bytes = packet.encode_to_vec();
        let theirs = DataPacket::decode(bytes.as_slice()).unwrap();
        assert_eq!((theirs.destination_identities, theirs.sequence), (vec!["ada".into()], 9));
        let Some(Value::User(user)) = theirs.value else { panic!("a user packet") };
        assert_eq!((user.topic.as_deref(), user.payload), (Some("hand"), vec![1, 2]));
    }

    #[test]
    fn a_packet_of_livekits_is_read_and_its_chats_are_skipped() {
        let user = UserPacket { payload: vec![3], topic: Some("hand".into()), ..Default::default() };
        let of = |value| DataPacket {
            participant_sid: "PA_1".into(),
            sequence: 7,
            value: Some(value),
            ..Default::default()
        };
        let known = |sid: &str| (sid == "PA_1").then(|| Identity("ada".into()));
        let mut data = Data::default();
        let once = of(Value::User(user)).encode_to_vec();
        let report = data.received(&once, known);
        let from = Some(Identity("ada".into()));
        assert_eq!(report, Some(Effect::ReportData { from, topic: "hand".into(), payload: vec![3] }));
        let chat = of(Value::ChatMessage(ChatMessage::default()));
        assert_eq!(data.received(&chat.encode_to_vec(), known), None);
        assert_eq!(data.received(&once, known), None, "a packet that comes a second time is not news");
    }
}
