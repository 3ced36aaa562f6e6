//! Bytes between participants: LiveKit's data packets over the data channels. User packets only; chat, streams and
//! calls of other clients are not ours.

use std::collections::BTreeMap;

use livekit_protocol::{DataChannelInfo, DataPacket, SignalTarget, UserPacket, data_packet::Value};
use prost::Message as _;

use crate::{DataChannel, Effect, Identity, Peer, PeersId, turn::Turn};

/// So many packets wait for the channel to open; the ones after them are dropped.
const WAITING_LIMIT: usize = 64;

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
    DataPacket { destination_identities, value: Some(Value::User(user)), ..Default::default() }
        .encode_to_vec()
}

/// What came in. `None` for what is no user packet, or no packet at all.
pub(crate) fn received(bytes: &[u8], identity_of: impl Fn(&str) -> Option<Identity>) -> Option<Effect> {
    let packet = DataPacket::decode(bytes).ok()?;
    let Value::User(user) = packet.value? else { return None };
    let named = Some(packet.participant_identity).filter(|identity| !identity.is_empty()).map(Identity);
    Some(Effect::ReportData {
        from: named.or_else(|| identity_of(&packet.participant_sid)),
        topic: user.topic.unwrap_or_default(),
        payload: user.payload,
    })
}
