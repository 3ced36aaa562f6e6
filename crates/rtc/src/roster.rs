//! Who is in the room, what they publish, and which of it is here. Kept up by the server's messages alone.

use std::collections::BTreeSet;

use livekit_protocol::{
    ConnectionQuality as Quality, ConnectionQualityInfo, ParticipantInfo, ParticipantTracks, Room,
    SpeakerInfo, StreamState, StreamStateInfo, UpdateSubscription, participant_info::State,
    signal_request::Message,
};

use crate::{
    ConnectionQuality, Effect, Identity, Media, ParticipantView, PictureWish, RemoteTrackId, RoomView,
    TrackSid, TrackView,
    person::{Person, Track},
    pictures::Pictures,
    turn::Turn,
};

/// Everybody in the room.
#[derive(Debug, Default)]
pub(crate) struct Roster {
    pub(crate) room: RoomView,
    pub(crate) me: Option<Person>,
    others: Vec<Person>,
    spotlight: Option<Identity>,
    arrived: Vec<Arrived>,
    unwanted: BTreeSet<TrackSid>,
    pub(crate) pictures: Pictures,
}

/// A track that arrived, perhaps before the server said whose it is.
#[derive(Debug)]
struct Arrived {
    sid: TrackSid,
    track: RemoteTrackId,
    attached: bool,
}

impl Roster {
    /// The room as the server describes it to who joins. Nothing has arrived yet.
    pub(crate) fn joined(
        &mut self,
        me: &ParticipantInfo,
        others: Vec<ParticipantInfo>,
        room: Option<Room>,
        turn: &mut Turn,
    ) {
        self.clear_media(turn);
        self.me = Some(Person::new(me));
        self.others.clear();
        for info in &others {
            self.take(info);
        }
        self.room_changed(room);
        self.resubscribe(turn);
        self.forget_pictures();
        self.pictures.tell_again(turn);
    }

    /// The peer connections are gone, and with them everything that arrived.
    pub(crate) fn clear_media(&mut self, turn: &mut Turn) {
        for arrived in self.arrived.drain(..).filter(|arrived| arrived.attached) {
            turn.push(Effect::DetachRemoteTrack { track: arrived.track });
        }
    }

    pub(crate) fn room_changed(&mut self, room: Option<Room>) {
        if let Some(room) = room {
            self.room =
                RoomView { name: room.name, metadata: room.metadata, recording: room.active_recording };
        }
    }

    /// Some participants changed, came or went. Returns what is new about this one.
    pub(crate) fn changed<'a>(
        &mut self,
        infos: &'a [ParticipantInfo],
        turn: &mut Turn,
    ) -> Option<&'a ParticipantInfo> {
        let mine = |info: &&ParticipantInfo| self.me.as_ref().is_some_and(|me| me.sid.0 == info.sid);
        let own = infos.iter().find(mine);
        for info in infos {
            if self.me.as_ref().is_some_and(|me| me.identity.0 == info.identity) {
                self.own_changed(info);
            } else {
                self.take(info);
            }
        }
        self.reconcile(turn);
        self.forget_pictures();
        own
    }

    pub(crate) fn track_arrived(&mut self, sid: TrackSid, track: RemoteTrackId, turn: &mut Turn) {
        if let Some(place) = self.arrived.iter().position(|arrived| arrived.sid == sid) {
            self.forget(place, turn);
        }
        self.arrived.push(Arrived { sid, track, attached: false });
        self.reconcile(turn);
    }

    /// Whether anything of anybody arrived.
    pub(crate) fn has_arrived(&self) -> bool {
        !self.arrived.is_empty()
    }

    pub(crate) fn track_ended(&mut self, track: RemoteTrackId, turn: &mut Turn) {
        if let Some(place) = self.arrived.iter().position(|arrived| arrived.track == track) {
            self.forget(place, turn);
        }
    }

    pub(crate) fn speakers_changed(&mut self, speakers: &[SpeakerInfo]) {
        for speaker in speakers {
            if let Some(person) = self.person(&speaker.sid) {
                person.speaking = speaker.active;
            }
        }
        let active = speakers.iter().filter(|speaker| speaker.active);
        let loudest = active.max_by(|a, b| a.level.total_cmp(&b.level));
        if let Some(person) = loudest.and_then(|speaker| self.person(&speaker.sid)) {
            self.spotlight = Some(person.identity.clone());
        }
    }

    pub(crate) fn quality_changed(&mut self, updates: &[ConnectionQualityInfo]) {
        for update in updates {
            if let Some(person) = self.person(&update.participant_sid) {
                person.quality = match update.quality() {
                    Quality::Poor => ConnectionQuality::Poor,
                    Quality::Good => ConnectionQuality::Good,
                    Quality::Excellent => ConnectionQuality::Excellent,
                    Quality::Lost => ConnectionQuality::Lost,
                };
            }
        }
    }

    pub(crate) fn streams_changed(&mut self, states: &[StreamStateInfo]) {
        for state in states {
            if let Some(track) = self.track(&state.track_sid) {
                track.paused = state.state() == StreamState::Paused;
            }
        }
    }

    /// The server does not give a track, or gives it after all.
    pub(crate) fn refused(&mut self, sid: &str, refused: bool) {
        if let Some(track) = self.track(sid) {
            track.refused = refused;
        }
    }

    /// The member wants a track, or does not. Said to the server, and again after every rejoin.
    pub(crate) fn subscription_wanted(&mut self, sid: TrackSid, wanted: bool, turn: &mut Turn) {
        let changed = if wanted { self.unwanted.remove(&sid) } else { self.unwanted.insert(sid.clone()) };
        if !changed {
            return;
        }
        if let Some(update) = self.subscription(&[&sid], wanted) {
            turn.send(Message::Subscription(update));
        }
    }

    /// How a picture is looked at.
    pub(crate) fn picture_wanted(&mut self, sid: TrackSid, wish: PictureWish, turn: &mut Turn) {
        self.pictures.want(sid, wish, turn);
    }

    /// What differs from "everything", for a server that the connection is picked up with.
    pub(crate) fn sync(&self) -> UpdateSubscription {
        let sids: Vec<&TrackSid> = self.unwanted.iter().collect();
        self.subscription(&sids, false).unwrap_or_default()
    }

    pub(crate) fn identity_of(&self, sid: &str) -> Option<Identity> {
        self.everybody().find(|person| person.sid.0 == sid).map(|person| person.identity.clone())
    }

    pub(crate) fn spotlight(&self) -> Option<Identity> {
        self.spotlight.clone()
    }

    pub(crate) fn others(&self) -> Vec<ParticipantView> {
        self.others.iter().map(|person| self.show(person)).collect()
    }

    fn show(&self, person: &Person) -> ParticipantView {
        let media = |track: &Track| {
            let here = self.arrived.iter().find(|arrived| arrived.sid == track.sid && arrived.attached);
            match here {
                _ if track.refused => Media::Refused,
                _ if self.unwanted.contains(&track.sid) => Media::Unwanted,
                Some(arrived) => Media::Here(arrived.track),
                None => Media::Awaited,
            }
        };
        let show = |track: &Track| TrackView {
            sid: track.sid.clone(),
            source: track.source,
            muted: track.muted,
            paused: track.paused,
            media: media(track),
        };
        ParticipantView {
            identity: person.identity.clone(),
            sid: person.sid.clone(),
            name: person.name.clone(),
            metadata: person.metadata.clone(),
            speaking: person.speaking,
            quality: person.quality,
            tracks: person.tracks.iter().map(show).collect(),
        }
    }

    /// Takes in what the server says of one of the others.
    fn take(&mut self, info: &ParticipantInfo) {
        let known = self.others.iter().position(|person| person.identity.0 == info.identity);
        let gone = info.state() == State::Disconnected;
        match known {
            // The end of a stay that was followed by another one already.
            Some(at) if gone && self.others[at].sid.0 != info.sid => {}
            Some(at) if gone => self.gone(at),
            Some(at) if self.others[at].sid.0 == info.sid => self.others[at].update(info),
            Some(at) => {
                self.others.remove(at);
                self.insert(Person::new(info));
            }
            None if gone => {}
            None => self.insert(Person::new(info)),
        }
    }

    fn gone(&mut self, at: usize) {
        let person = self.others.remove(at);
        if self.spotlight.as_ref() == Some(&person.identity) {
            self.spotlight = None;
        }
    }

    fn insert(&mut self, person: Person) {
        let at = self.others.partition_point(|other| other.place <= person.place);
        self.others.insert(at, person);
    }

    fn own_changed(&mut self, info: &ParticipantInfo) {
        match &mut self.me {
            Some(me) if me.sid.0 == info.sid && info.state() != State::Disconnected => me.update(info),
            // Another stay of ours is over or beginning; the server says on our own socket what that means.
            Some(_) | None => {}
        }
    }

    /// Attaches what arrived and is known by now, detaches what is nobody's any more. What is not wanted stays attached:
    /// wanted again, it goes on without arriving again.
    fn reconcile(&mut self, turn: &mut Turn) {
        let mut arrived = std::mem::take(&mut self.arrived);
        arrived.retain_mut(|arrived| {
            let owner = self.others.iter().find_map(|person| {
                let track = person.tracks.iter().find(|track| track.sid == arrived.sid)?;
                Some((person.identity.clone(), track.source))
            });
            match (owner, arrived.attached) {
                (Some((identity, source)), false) => {
                    arrived.attached = true;
                    let (track, sid) = (arrived.track, arrived.sid.clone());
                    turn.push(Effect::AttachRemoteTrack { track, identity, source, sid });
                    true
                }
                (None, true) => {
                    turn.push(Effect::DetachRemoteTrack { track: arrived.track });
                    false
                }
                (Some(_), true) | (None, false) => true,
            }
        });
        self.arrived = arrived;
    }

    fn forget_pictures(&mut self) {
        let others = &self.others;
        let theirs =
            |sid: &TrackSid| others.iter().any(|person| person.tracks.iter().any(|track| track.sid == *sid));
        self.pictures.retain(theirs);
    }

    fn forget(&mut self, place: usize, turn: &mut Turn) {
        let arrived = self.arrived.remove(place);
        if arrived.attached {
            turn.push(Effect::DetachRemoteTrack { track: arrived.track });
        }
    }

    fn resubscribe(&mut self, turn: &mut Turn) {
        let sids: Vec<&TrackSid> = self.unwanted.iter().collect();
        if let Some(update) = self.subscription(&sids, false) {
            turn.send(Message::Subscription(update));
        }
    }

    /// A message about those of the tracks that are there.
    fn subscription(&self, sids: &[&TrackSid], subscribe: bool) -> Option<UpdateSubscription> {
        let participant_tracks: Vec<ParticipantTracks> = self
            .others
            .iter()
            .filter_map(|person| {
                let theirs = person.tracks.iter().filter(|track| sids.contains(&&track.sid));
                let track_sids: Vec<String> = theirs.map(|track| track.sid.0.clone()).collect();
                (!track_sids.is_empty())
                    .then(|| ParticipantTracks { participant_sid: person.sid.0.clone(), track_sids })
            })
            .collect();
        let track_sids: Vec<String> =
            participant_tracks.iter().flat_map(|tracks| tracks.track_sids.clone()).collect();
        (!track_sids.is_empty()).then_some(UpdateSubscription { track_sids, subscribe, participant_tracks })
    }

    fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.me.iter().chain(&self.others)
    }

    fn person(&mut self, sid: &str) -> Option<&mut Person> {
        self.me.iter_mut().chain(&mut self.others).find(|person| person.sid.0 == sid)
    }

    fn track(&mut self, sid: &str) -> Option<&mut Track> {
        self.others.iter_mut().flat_map(|person| &mut person.tracks).find(|track| track.sid.0 == sid)
    }
}
