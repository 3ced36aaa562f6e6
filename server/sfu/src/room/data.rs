//! Data messages from one participant to the others, or to some of them.
//!
//! Who a message is from is what we know, never what it says of itself.

use livekit_protocol::{DataPacket, SendDataRequest, UserPacket, data_packet::Value};
use prost::Message as _;
use str0m::channel::{ChannelData, ChannelId};

use crate::room::{
    Room,
    leg::LARGEST_MESSAGE,
    participant::{Key, Participant},
};

/// How much reliable data may wait for one slow receiver, in bytes. Beyond that it is disconnected: it could no longer be
/// given everything, and reliable means everything.
const MOST_WAITING: usize = 8 * 1024 * 1024;

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reliability {
    /// All of them, in order.
    Reliable,
    /// As they come, if they come.
    Lossy,
}

impl Room {
    pub(super) fn channel_opened_by_publisher(&mut self, key: Key, id: ChannelId, label: &str) {
        let reliability = match label {
            "_reliable" => Reliability::Reliable,
            "_lossy" => Reliability::Lossy,
            _ => return,
        };
        if let Some(participant) = self.participants.get_mut(&key) {
            participant.incoming_data.insert(id, reliability);
        }
    }

    pub(super) fn channel_closed_by_publisher(&mut self, key: Key, id: ChannelId) {
        if let Some(participant) = self.participants.get_mut(&key) {
            participant.incoming_data.remove(&id);
        }
    }

    pub(super) fn data_arrived(&mut self, key: Key, data: ChannelData) {
        let Some(sender) = self.participants.get_mut(&key) else { return };
        let Some(reliability) = sender.incoming_data.get(&data.id).copied() else { return };
        if !sender.claims.can_publish_data {
            return;
        }
        let Ok(parcel) = Parcel::read(&data.data, &sender.sid, &sender.claims.identity) else {
            return self.give_up(key, "a data message that makes no sense");
        };
        // After coming back a client repeats what it is not sure of.
        let number = parcel.packet.sequence;
        if reliability == Reliability::Reliable && number > 0 {
            if number <= sender.last_reliable {
                return;
            }
            sender.last_reliable = number;
        }
        self.deliver(Some(key), reliability, &parcel);
    }

    /// Gives a message to everybody it is for, but its sender.
    pub(super) fn deliver(&mut self, from: Option<Key>, reliability: Reliability, parcel: &Parcel) {
        let bytes = parcel.packet.encode_to_vec();
        let mut overwhelmed = Vec::new();
        for receiver in self.participants.values_mut().filter(|receiver| Some(receiver.key) != from) {
            if parcel.is_for(&receiver.claims.identity, &receiver.sid)
                && !receiver.send_data(reliability, &bytes)
            {
                overwhelmed.push(receiver.key);
            }
        }
        for key in overwhelmed {
            self.give_up(key, "more data than its connection takes");
        }
    }

    /// A receiver's connection takes data again.
    pub(super) fn send_waiting_data(&mut self, key: Key) {
        if let Some(receiver) = self.participants.get_mut(&key) {
            receiver.send_waiting();
        }
    }
}

impl Participant {
    /// Sends a message, or keeps it until it can be sent; false when too much is kept already.
    fn send_data(&mut self, reliability: Reliability, bytes: &[u8]) -> bool {
        match reliability {
            Reliability::Lossy => {
                if let Some(id) = self.channels.lossy {
                    // Lossy: what is not taken is lost.
                    let _ = self.write(id, bytes);
                }
                true
            }
            Reliability::Reliable => {
                let waiting: usize = self.waiting_data.iter().map(Vec::len).sum();
                if waiting + bytes.len() > MOST_WAITING {
                    return false;
                }
                self.waiting_data.push_back(bytes.to_vec());
                self.send_waiting();
                true
            }
        }
    }

    fn send_waiting(&mut self) {
        let Some(id) = self.channels.reliable else { return };
        while let Some(bytes) = self.waiting_data.pop_front() {
            if !self.write(id, &bytes) {
                self.waiting_data.push_front(bytes);
                return;
            }
        }
    }

    /// Whether the connection took it.
    fn write(&mut self, id: ChannelId, bytes: &[u8]) -> bool {
        let written = self.subscriber.change(|rtc| {
            let mut channel = rtc.channel(id)?;
            channel.set_buffered_amount_low_threshold(64 * 1024);
            channel.write(true, bytes).ok()
        });
        matches!(written, Some(Some(true)))
    }
}

/// A data message, checked, with its true sender on it.
#[derive(Debug, PartialEq)]
pub(super) struct Parcel {
    packet: DataPacket,
    to_identities: Vec<String>,
    to_sids: Vec<String>,
}

/// A message that no client of a meeting sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadParcel {
    #[error("a message of {0} bytes")]
    TooLarge(usize),
    #[error("a message that cannot be read")]
    Unreadable,
    #[error("a message that only a server sends")]
    NotAClients,
}

impl Parcel {
    #[expect(deprecated, reason = "older clients address their messages in the older fields")]
    fn read(bytes: &[u8], sid: &str, identity: &str) -> Result<Self, BadParcel> {
        if bytes.len() > LARGEST_MESSAGE {
            return Err(BadParcel::TooLarge(bytes.len()));
        }
        let mut packet = DataPacket::decode(bytes).map_err(|_| BadParcel::Unreadable)?;
        packet.participant_sid = sid.to_owned();
        packet.participant_identity = identity.to_owned();
        let mut to_identities = std::mem::take(&mut packet.destination_identities);
        let mut to_sids = Vec::new();
        match &mut packet.value {
            Some(Value::User(user)) => {
                user.participant_sid = sid.to_owned();
                user.participant_identity = identity.to_owned();
                to_identities.append(&mut user.destination_identities);
                to_sids.append(&mut user.destination_sids);
            }
            Some(Value::Speaker(_)) => return Err(BadParcel::NotAClients),
            Some(_) | None => {}
        }
        Ok(Self { packet, to_identities, to_sids })
    }

    /// A message from nobody in the room.
    #[expect(deprecated, reason = "older callers address their messages in the older fields")]
    pub(super) fn from_outside(request: SendDataRequest) -> Result<Self, BadParcel> {
        let SendDataRequest { data, kind, destination_sids, destination_identities, topic, nonce, .. } =
            request;
        let user = UserPacket { payload: data, topic, nonce, ..UserPacket::default() };
        let packet = DataPacket { kind, value: Some(Value::User(user)), ..DataPacket::default() };
        match packet.encoded_len() {
            size if size > LARGEST_MESSAGE => Err(BadParcel::TooLarge(size)),
            _ => Ok(Self { packet, to_identities: destination_identities, to_sids: destination_sids }),
        }
    }

    /// Whether it is for somebody: named in it, or nobody is.
    fn is_for(&self, identity: &str, sid: &str) -> bool {
        let nobody_named = self.to_identities.is_empty() && self.to_sids.is_empty();
        nobody_named
            || self.to_identities.iter().any(|to| to == identity)
            || self.to_sids.iter().any(|to| to == sid)
    }
}

#[cfg(test)]
mod tests {
    use livekit_protocol::ActiveSpeakerUpdate;

    use super::*;

    fn read(packet: &DataPacket) -> Result<Parcel, BadParcel> {
        Parcel::read(&packet.encode_to_vec(), "PA_anna", "anna")
    }

    #[test]
    #[expect(deprecated, reason = "older clients read the older fields")]
    fn the_sender_is_who_we_know_not_who_the_message_says() {
        let user = UserPacket {
            participant_identity: "mayor".into(),
            payload: b"hello".into(),
            ..Default::default()
        };
        let packet = DataPacket {
            participant_identity: "mayor".into(),
            participant_sid: "PA_mayor".into(),
            value: Some(Value::User(user)),
            ..Default::default()
        };
        let sent = read(&packet).unwrap().packet;
        assert_eq!((&*sent.participant_identity, &*sent.participant_sid), ("anna", "PA_anna"));
        let Some(Value::User(user)) = sent.value else { panic!("not a user packet") };
        assert_eq!((&*user.participant_identity, &*user.payload), ("anna", &b"hello"[..]));
    }

    #[test]
    fn a_message_reaches_who_is_named_and_all_when_nobody_is() {
        let to_all = read(&DataPacket::default()).unwrap();
        assert!(to_all.is_for("ben", "PA_ben"));
        let to_ben = DataPacket { destination_identities: vec!["ben".into()], ..Default::default() };
        let to_ben = read(&to_ben).unwrap();
        assert!(to_ben.is_for("ben", "PA_ben") && !to_ben.is_for("cem", "PA_cem"));
        assert!(to_ben.packet.destination_identities.is_empty(), "who else was named is nobody's business");
    }

    #[test]
    #[expect(deprecated, reason = "older clients address their messages in the older fields")]
    fn older_clients_may_name_receivers_the_older_way() {
        let user = UserPacket { destination_sids: vec!["PA_ben".into()], ..Default::default() };
        let parcel = read(&DataPacket { value: Some(Value::User(user)), ..Default::default() }).unwrap();
        assert!(parcel.is_for("ben", "PA_ben") && !parcel.is_for("cem", "PA_cem"));
    }

    #[test]
    #[expect(deprecated, reason = "it is what must not be sent")]
    fn nobody_can_claim_that_somebody_speaks() {
        let lie =
            DataPacket { value: Some(Value::Speaker(ActiveSpeakerUpdate::default())), ..Default::default() };
        assert_eq!(read(&lie), Err(BadParcel::NotAClients));
    }

    #[test]
    fn nonsense_and_giants_are_refused() {
        assert_eq!(Parcel::read(&[0xff; 9], "", ""), Err(BadParcel::Unreadable));
        let size = LARGEST_MESSAGE + 1;
        assert_eq!(Parcel::read(&vec![0; size], "", ""), Err(BadParcel::TooLarge(size)));
    }
}
