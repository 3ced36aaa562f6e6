//! Who speaks, told to everybody.

use livekit_protocol::{SpeakerInfo, SpeakersChanged, signal_response::Message};
use str0m::media::MediaKind;

use crate::{
    media::speakers::Change,
    room::{
        Room,
        participant::{Key, Participant},
    },
};

impl Room {
    /// Tells everybody whose voice began, ended, or changed its loudness.
    pub(super) fn moment_of_speakers(&mut self) {
        let changes: Vec<(String, Change)> = self
            .participants
            .values_mut()
            .filter_map(|participant| {
                let microphones =
                    participant.tracks.iter_mut().filter(|track| track.kind == MediaKind::Audio);
                let changes = microphones.filter_map(|track| track.meter.moment());
                let loudest = changes.max_by(|one, other| {
                    one.active.cmp(&other.active).then(one.level.total_cmp(&other.level))
                });
                loudest.map(|change| (participant.sid.clone(), change))
            })
            .collect();
        self.tell_speakers(changes);
        self.set_stage();
    }

    /// Whoever speaks stays on stage until they are silent and another one speaks.
    fn set_stage(&mut self) {
        let level = |participant: &Participant| {
            let levels = participant.tracks.iter().filter_map(|track| Some(track.meter.current()?.level));
            levels.max_by(f32::total_cmp)
        };
        let stays = self.on_stage.and_then(|key| self.participants.get(&key)).and_then(level).is_some();
        if !stays {
            let speaking = self
                .participants
                .values()
                .filter_map(|participant| Some((participant.key, level(participant)?)));
            let loudest = speaking.max_by(|(_, one), (_, other)| one.total_cmp(other));
            self.on_stage = loudest.map(|(key, _)| key).or(self.on_stage);
        }
    }

    pub(super) fn tell_speakers(&mut self, changes: Vec<(String, Change)>) {
        if changes.is_empty() {
            return;
        }
        let message = Message::SpeakersChanged(SpeakersChanged { speakers: speakers(changes) });
        self.tell_all(&message, |_| true);
    }

    /// Tells a newcomer who speaks at the moment.
    pub(super) fn tell_who_speaks(&mut self, key: Key) {
        let speaking: Vec<(String, Change)> = self
            .participants
            .values()
            .filter(|participant| participant.key != key)
            .flat_map(|participant| participant.tracks.iter().map(move |track| (participant, track)))
            .filter_map(|(participant, track)| Some((participant.sid.clone(), track.meter.current()?)))
            .collect();
        if !speaking.is_empty() {
            self.tell(key, Message::SpeakersChanged(SpeakersChanged { speakers: speakers(speaking) }));
        }
    }
}

fn speakers(changes: Vec<(String, Change)>) -> Vec<SpeakerInfo> {
    let speaker =
        |(sid, change): (String, Change)| SpeakerInfo { sid, level: change.level, active: change.active };
    changes.into_iter().map(speaker).collect()
}
