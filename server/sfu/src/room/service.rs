//! What is asked of a room from outside, by who runs meetings: LiveKit's RoomService, one room at a time.

use std::time::{Duration, Instant};

use livekit_protocol::{
    MuteTrackRequest, ParticipantInfo, ParticipantUpdate, Room as RoomInfo, RoomUpdate, SendDataRequest,
    TrackInfo, TrackUnpublishedResponse, UpdateParticipantRequest, UpdateSubscription,
    UpdateSubscriptionsRequest, data_packet::Kind, signal_response::Message,
};

use crate::{
    room::{
        Room,
        data::{Parcel, Reliability},
        participant::{Key, Participant},
    },
    service,
    twirp::{TwirpCode, TwirpError},
};

/// For how long a room that was made, and not joined, is kept when the maker does not say. LiveKit's own default.
const EMPTY_FOR: Duration = Duration::from_secs(300);

/// For how long a room that was made is kept after the last one left when the maker does not say. LiveKit's own default.
const DEPARTED_FOR: Duration = Duration::from_secs(20);

/// How long a room stays while nobody is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// Before the first comes.
    pub empty: Duration,
    /// After the last went.
    pub departed: Duration,
}

impl Keeping {
    /// As a maker of a room says it, in seconds; 0 is no wish.
    pub(crate) fn asked_for(empty: u32, departed: u32) -> Self {
        let or = |seconds: u32, default: Duration| match seconds {
            0 => default,
            some => Duration::from_secs(some.into()),
        };
        Self { empty: or(empty, EMPTY_FOR), departed: or(departed, DEPARTED_FOR) }
    }
}

impl Room {
    /// The room is to be kept for a while, even if nobody comes.
    pub(crate) fn keep(&mut self, keeping: Keeping, metadata: String) {
        self.keeping = keeping;
        self.metadata = metadata;
        self.empty_until = self.now + keeping.empty;
    }

    /// Notes that somebody is here; whether an empty room has been kept for long enough.
    pub(super) fn is_left(&mut self, now: Instant) -> bool {
        if self.participants.is_empty() {
            return now >= self.empty_until;
        }
        self.empty_until = now + self.keeping.departed;
        false
    }

    /// Everybody here.
    pub(crate) fn participant_infos(&self) -> Vec<ParticipantInfo> {
        self.participants.values().map(Participant::info).collect()
    }

    /// Switches a track off, whatever its owner's device goes on sending, and tells the owner.
    pub(crate) fn mute_from_outside(&mut self, identity: &str, sid: &str) -> Result<TrackInfo, TwirpError> {
        let key = self.key_of(identity)?;
        if self.track_info(key, sid).is_none() {
            return Err(TwirpError::new(TwirpCode::NotFound, "track is not found"));
        }
        self.muted(key, sid, true);
        self.tell(key, Message::Mute(MuteTrackRequest { sid: sid.to_owned(), muted: true }));
        Ok(self.track_info(key, sid).unwrap_or_default())
    }

    fn track_info(&self, key: Key, sid: &str) -> Option<TrackInfo> {
        let participant = self.participants.get(&key)?;
        participant.track_infos().find(|info| info.sid == sid).cloned()
    }

    /// Changes what a participant is called and may do.
    pub(crate) fn update_from_outside(
        &mut self,
        request: UpdateParticipantRequest,
    ) -> Result<ParticipantInfo, TwirpError> {
        let key = self.key_of(&request.identity)?;
        let participant = self.participants.get_mut(&key).ok_or_else(service::nobody)?;
        if !request.name.is_empty() {
            participant.claims.name = request.name;
        }
        if !request.metadata.is_empty() {
            participant.claims.metadata = request.metadata;
        }
        let mut ended = Vec::new();
        if let Some(permission) = request.permission {
            participant.claims.can_publish = permission.can_publish;
            participant.claims.can_subscribe = permission.can_subscribe;
            participant.claims.can_publish_data = permission.can_publish_data;
            if !permission.can_publish {
                ended = participant.end_tracks();
            }
        }
        participant.version += 1;
        let info = participant.info();
        for track_sid in ended {
            self.tell(key, Message::TrackUnpublished(TrackUnpublishedResponse { track_sid }));
        }
        self.tell(key, Message::Update(ParticipantUpdate { participants: vec![info.clone()] }));
        self.announce(key);
        self.negotiate_all();
        Ok(info)
    }

    /// Subscribes somebody to tracks, or ends that.
    pub(crate) fn subscribe_from_outside(
        &mut self,
        request: UpdateSubscriptionsRequest,
    ) -> Result<(), TwirpError> {
        let key = self.key_of(&request.identity)?;
        let UpdateSubscriptionsRequest { track_sids, subscribe, participant_tracks, .. } = request;
        let update = UpdateSubscription { track_sids, subscribe, participant_tracks };
        self.subscription_updated(key, &update);
        Ok(())
    }

    /// Sends a data message that comes from nobody in the room.
    pub(crate) fn send_from_outside(&mut self, request: SendDataRequest) -> Result<(), TwirpError> {
        let reliability = match request.kind() {
            Kind::Reliable => Reliability::Reliable,
            Kind::Lossy => Reliability::Lossy,
        };
        let parcel = Parcel::from_outside(request)
            .map_err(|bad| TwirpError::new(TwirpCode::InvalidArgument, bad.to_string()))?;
        self.deliver(None, reliability, &parcel);
        Ok(())
    }

    /// Changes the room's metadata, and tells everybody.
    pub(crate) fn change_metadata(&mut self, metadata: String) -> RoomInfo {
        self.metadata = metadata;
        let info = self.info();
        self.tell_all(&Message::RoomUpdate(RoomUpdate { room: Some(info.clone()) }), |_| true);
        info
    }

    fn key_of(&self, identity: &str) -> Result<Key, TwirpError> {
        let mut keys =
            self.participants.values().filter(|participant| participant.claims.identity == identity);
        keys.next().map(|participant| participant.key).ok_or_else(service::nobody)
    }
}
