//! Bytes between participants: LiveKit's data packets over the data channels. User packets only; chat, streams and
//! calls of other clients are not ours.

use std::collections::BTreeMap;

use livekit_protocol::{DataChannelInfo, SignalTarget, UserPacket};
use prost::Message as _;

use crate::{DataChannel, Effect, Identity, Peer, PeersId, turn::Turn};

/// So many packets wait for the channel to open; the ones after them are dropped.
const WAITING_LIMIT: usize = 64;

/// LiveKit's `DataPacket`, with the fields that are ours under its field numbers. The whole one, with its chats, calls
/// and streams, is much code for a browser to load; what is left out here is skipped by the format's own rule.
#[derive(Clone, PartialEq, prost::Message)]
struct Packet {
    #[prost(message, optional, tag = "2")]
    user: Option<UserPacket>,
    #[prost(string, tag = "4")]
    participant_identity: String,
    #[prost(string, repeated, tag = "5")]
    destination_identities: Vec<String>,
    #[prost(string, tag = "17")]
    participant_sid: String,
}

/// The data channels of one pair of peer connections.
#[derive(Debug, Default)]
pub(crate) struct Data {
    open: BTreeMap<(Peer, DataChannel), u16>,
    /// For the reliable channel. The lossy one loses what comes too early.
    waiting: Vec<Vec<u8>>,
}

impl Data {
    /// Sends, or keeps until it can be sent.
    pub(crate) fn send(&mut self, peers: PeersId, channel: DataChannel, bytes: Vec<u8>, turn: &mut Turn) {
        if self.open.contains_key(&(Peer::Publisher, channel)) {
            return turn.push(Effect::SendData { peers, channel, bytes });
        }
        match channel {
            DataChannel::Reliable if self.waiting.len() < WAITING_LIMIT => self.waiting.push(bytes),
            DataChannel::Reliable | DataChannel::Lossy => {}
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
            for bytes in self.waiting.drain(..) {
                turn.push(Effect::SendData { peers, channel, bytes });
            }
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
pub(crate) fn packet(topic: String, payload: Vec<u8>, to: Vec<Identity>) -> Vec<u8> {
    let user = UserPacket { payload, topic: Some(topic), ..Default::default() };
    let destination_identities = to.into_iter().map(|identity| identity.0).collect();
    Packet { destination_identities, user: Some(user), ..Default::default() }.encode_to_vec()
}

/// What came in. `None` for what is no user packet, or no packet at all.
pub(crate) fn received(bytes: &[u8], identity_of: impl Fn(&str) -> Option<Identity>) -> Option<Effect> {
    let packet = Packet::decode(bytes).ok()?;
    let user = packet.user?;
    let named = Some(packet.participant_identity).filter(|identity| !identity.is_empty()).map(Identity);
    Some(Effect::ReportData {
        from: named.or_else(|| identity_of(&packet.participant_sid)),
        topic: user.topic.unwrap_or_default(),
        payload: user.payload,
    })
}

#[cfg(test)]
mod tests {
    use livekit_protocol::{ChatMessage, DataPacket, data_packet::Value};

    use super::*;

    #[test]
    fn a_packet_of_ours_is_one_of_livekits() {
        let bytes = packet("hand".into(), vec![1, 2], vec![Identity("ada".into())]);
        let theirs = DataPacket::decode(bytes.as_slice()).unwrap();
        assert_eq!(theirs.destination_identities, ["ada"]);
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
        let report = received(&of(Value::User(user)).encode_to_vec(), known);
        let from = Some(Identity("ada".into()));
        assert_eq!(report, Some(Effect::ReportData { from, topic: "hand".into(), payload: vec![3] }));
        let chat = of(Value::ChatMessage(ChatMessage::default()));
        assert_eq!(received(&chat.encode_to_vec(), known), None);
    }
}
