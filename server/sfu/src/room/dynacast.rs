//! Which layers anybody wants, told to who sends them ([`crate::media::demand`]).

use std::collections::HashMap;

use livekit_protocol::signal_response::Message;
use str0m::media::MediaKind;

use crate::{
    media::{demand::Wanted, layers::Rank},
    room::{Room, messages, participant::Key, publish::TrackKey},
};

impl Room {
    /// Tells publishers what changed.
    pub(super) fn look_after_demand(&mut self) {
        let now = self.now;
        let wanted = self.wanted_layers();
        for publisher in self.participants.values_mut() {
            let pictures = publisher.tracks.iter_mut().filter(|track| track.kind == MediaKind::Video);
            let messages: Vec<Message> = pictures
                .filter_map(|track| {
                    let wanted = wanted.get(&track.key).copied();
                    Some(messages::subscribed_quality(&track.info, track.demand.is(wanted, now)?))
                })
                .collect();
            messages.into_iter().for_each(|message| publisher.tell(message, now));
        }
    }

    /// Who comes back may have missed what was told.
    pub(super) fn tell_again_what_is_wanted(&mut self, key: Key) {
        let now = self.now;
        let Some(publisher) = self.participants.get_mut(&key) else { return };
        let told: Vec<Message> = publisher
            .tracks
            .iter()
            .filter_map(|track| Some(messages::subscribed_quality(&track.info, track.demand.told()?)))
            .collect();
        told.into_iter().for_each(|message| publisher.tell(message, now));
    }

    /// The best layer of each track that somebody wants, whatever their connection carries at the moment.
    fn wanted_layers(&self) -> HashMap<TrackKey, Rank> {
        let mut wanted: HashMap<TrackKey, Rank> = HashMap::new();
        for receiver in self.participants.values() {
            for (track, wish) in receiver.subscriptions.wishes().filter(|(_, wish)| !wish.disabled) {
                let most = wanted.entry(track).or_insert(wish.most);
                *most = wish.most.max(*most);
            }
        }
        wanted
    }
}

/// Whether a quality is wanted when so much is.
pub(super) fn is_wanted(wanted: Wanted, quality: Rank) -> bool {
    wanted.is_some_and(|most| quality <= most)
}
