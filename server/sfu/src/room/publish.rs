//! What a participant sends: tracks asked for, matched with the media sections of offers, muted, and ended.

use std::collections::HashMap;

use livekit_protocol::{
    AddTrackRequest, SessionDescription, TrackInfo, TrackPublishedResponse, TrackType,
    TrackUnpublishedResponse, UpdateLocalAudioTrack, request_response::Reason, signal_response::Message,
};
use str0m::{
    change::SdpOffer,
    media::{MediaKind, Mid, Rid},
};

use crate::{
    ids,
    media::{demand::Demand, keyframes::Throttle, layers::Layers, speakers::Meter},
    room::{
        Room, messages,
        participant::{Key, Participant, kind_of},
    },
    sdp::{OfferedKind, OfferedSection, offered_sections, without_redundancy},
};

/// How many tracks one participant may send. Microphone, camera, screen and its sound are four.
const MOST_TRACKS: usize = 16;

/// A track, within this process. Never used twice.
pub(crate) type TrackKey = u64;

/// A track that was asked for and has not been offered yet.
#[derive(Debug)]
pub(crate) struct PendingTrack {
    /// What the client calls it; one name per codec.
    names: Vec<String>,
    info: TrackInfo,
}

/// A track that is sent.
#[derive(Debug)]
pub(crate) struct Track {
    pub key: TrackKey,
    pub info: TrackInfo,
    pub kind: MediaKind,
    pub mid: Mid,
    pub layers: Layers,
    pub key_frames: HashMap<Option<Rid>, Throttle>,
    pub meter: Meter,
    pub demand: Demand,
}

impl Room {
    /// A client means to send a track.
    pub(super) fn track_wanted(&mut self, key: Key, request: &AddTrackRequest) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let refusal = if !participant.claims.can_publish {
            Some(Reason::NotAllowed)
        } else if !matches!(request.r#type(), TrackType::Audio | TrackType::Video) {
            Some(Reason::UnsupportedType)
        } else if request.cid.is_empty() {
            Some(Reason::InvalidRequest)
        } else {
            None
        };
        if let Some(reason) = refusal {
            return self.refuse_track(key, request, reason);
        }
        // A second codec of a track that is sent already: nobody is offered it, so nothing comes of it. Or a track that
        // was asked for before, and never offered.
        let sent = participant.tracks.iter().map(|track| &track.info).find(|info| info.sid == request.sid);
        let asked = participant.pending.iter().find(|pending| pending.names.contains(&request.cid));
        let info = match sent.or(asked.map(|pending| &pending.info)) {
            Some(info) => info.clone(),
            None if participant.tracks.len() + participant.pending.len() >= MOST_TRACKS => {
                return self.refuse_track(key, request, Reason::LimitExceeded);
            }
            None => {
                let info = messages::track(ids::track(), request);
                let codecs = request.simulcast_codecs.iter().map(|codec| codec.cid.clone());
                let names = codecs.chain([request.cid.clone()]).filter(|name| !name.is_empty()).collect();
                participant.pending.push(PendingTrack { names, info: info.clone() });
                info
            }
        };
        let response = TrackPublishedResponse { cid: request.cid.clone(), track: Some(info) };
        self.tell(key, Message::TrackPublished(response));
    }

    fn refuse_track(&mut self, key: Key, request: &AddTrackRequest, reason: Reason) {
        tracing::debug!(participant = key, reason = reason.as_str_name(), "a track is refused");
        self.tell(key, messages::refused_track(request.clone(), reason));
    }

    /// A client offers what it sends.
    pub(super) fn offered(&mut self, key: Key, description: &SessionDescription) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let Ok(sections) = offered_sections(&description.sdp) else {
            return self.give_up(key, "an absurd offer");
        };
        let answer = participant.publisher.change(|rtc| {
            let offer = SdpOffer::from_sdp_string(&description.sdp).ok()?;
            rtc.sdp_api().accept_offer(offer).ok()
        });
        let Some(answer) = answer.flatten() else {
            return self.give_up(key, "an offer that cannot be accepted");
        };
        participant.publisher.register();
        participant.streams.clear();
        let changes = participant.match_sections(&sections);
        let mid_to_track_id =
            participant.tracks.iter().map(|track| (track.mid.to_string(), track.info.sid.clone())).collect();
        let plain: Vec<String> = participant
            .tracks
            .iter()
            .filter(|track| track.info.disable_red)
            .map(|track| track.mid.to_string())
            .collect();
        let answer = SessionDescription {
            r#type: "answer".to_owned(),
            sdp: without_redundancy(&answer.to_sdp_string(), &plain),
            id: description.id,
            mid_to_track_id,
        };
        participant.tell(Message::Answer(answer), self.now);
        for sid in &changes.ended {
            let response = TrackUnpublishedResponse { track_sid: sid.clone() };
            participant.tell(Message::TrackUnpublished(response), self.now);
        }
        if changes.begun || !changes.ended.is_empty() {
            participant.version += 1;
            self.announce(key);
            self.negotiate_all();
        }
    }

    /// A client switched a track of its own off or on.
    pub(super) fn muted(&mut self, key: Key, sid: &str, muted: bool) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        if let Some(pending) = participant.pending.iter_mut().find(|pending| pending.info.sid == sid) {
            pending.info.muted = muted;
            return;
        }
        let Some(track) = participant.tracks.iter_mut().find(|track| track.info.sid == sid) else { return };
        if track.info.muted == muted {
            return;
        }
        track.info.muted = muted;
        let mut silenced = None;
        if muted {
            track.layers.stopped();
            silenced = track.meter.muted();
        }
        let (track_key, participant_sid) = (track.key, participant.sid.clone());
        participant.version += 1;
        if muted {
            self.interrupt(track_key);
        }
        self.announce(key);
        if let Some(change) = silenced {
            self.tell_speakers(vec![(participant_sid, change)]);
        }
    }

    /// A client tells how it treats its sound.
    pub(super) fn audio_features_updated(&mut self, key: Key, update: UpdateLocalAudioTrack) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let Some(track) = participant.tracks.iter_mut().find(|track| track.info.sid == update.track_sid)
        else {
            return;
        };
        track.info.audio_features = update.features;
        participant.version += 1;
        self.announce(key);
    }
}

/// What an offer changed.
#[derive(Debug, Default)]
struct Changes {
    begun: bool,
    ended: Vec<String>,
}

impl Participant {
    /// Everybody's view of each track, sent or asked for.
    pub(super) fn track_infos(&self) -> impl Iterator<Item = &TrackInfo> {
        self.tracks.iter().map(|track| &track.info).chain(self.pending.iter().map(|pending| &pending.info))
    }

    /// Ends every track; which there were.
    pub(super) fn end_tracks(&mut self) -> Vec<String> {
        let sids = self.track_infos().map(|info| info.sid.clone()).collect();
        self.tracks.clear();
        self.pending.clear();
        sids
    }

    /// Finds out which track is sent in which section now.
    fn match_sections(&mut self, sections: &[OfferedSection]) -> Changes {
        let mut changes = Changes::default();
        let sections: Vec<(Mid, &OfferedSection)> = sections
            .iter()
            .filter(|section| section.sends)
            .map(|section| (Mid::from(section.mid.as_str()), section))
            .collect();
        let pending = &self.pending;
        self.tracks.retain(|track| {
            let section = sections.iter().find(|(mid, _)| *mid == track.mid);
            // A section may be used again for another track that was asked for since.
            let stays = section.is_some_and(|(_, section)| !pending.iter().any(|other| other.is_in(section)));
            if !stays {
                changes.ended.push(track.info.sid.clone());
            }
            stays
        });
        // By name where there is one; then, since some clients name tracks otherwise there, the first of its kind.
        let matches: [fn(&PendingTrack, &OfferedSection) -> bool; 2] =
            [PendingTrack::is_in, PendingTrack::suits];
        for matches in matches {
            for (mid, section) in &sections {
                if self.tracks.iter().any(|track| track.mid == *mid) {
                    continue;
                }
                if let Some(found) = self.pending.iter().position(|pending| matches(pending, section)) {
                    let PendingTrack { names: _, info } = self.pending.remove(found);
                    self.tracks.push(Track::new(info, *mid));
                    changes.begun = true;
                }
            }
        }
        changes
    }
}

impl PendingTrack {
    /// Whether it is named in the section.
    fn is_in(&self, section: &OfferedSection) -> bool {
        self.suits(section) && section.track.as_ref().is_some_and(|name| self.names.contains(name))
    }

    /// Whether it is of the section's kind.
    fn suits(&self, section: &OfferedSection) -> bool {
        match section.kind {
            Some(OfferedKind::Audio) => self.info.r#type() == TrackType::Audio,
            Some(OfferedKind::Video) => self.info.r#type() == TrackType::Video,
            None => false,
        }
    }
}

impl Track {
    fn new(mut info: TrackInfo, mid: Mid) -> Self {
        info.mid = mid.to_string();
        info.codecs.iter_mut().for_each(|codec| codec.mid = mid.to_string());
        Self {
            key: ids::number(),
            kind: kind_of(&info),
            info,
            mid,
            layers: Layers::default(),
            key_frames: HashMap::new(),
            meter: Meter::default(),
            demand: Demand::default(),
        }
    }
}
