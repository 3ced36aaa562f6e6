//! What a participant receives: which tracks, in which media sections, and the offers that say so.
//!
//! A media section stays for the life of a connection. When its track ends it falls idle, and the next track of its
//! kind takes it over, so that a long meeting with much coming and going does not grow its descriptions for ever.

use std::collections::{HashMap, HashSet};

use livekit_protocol::{
    SessionDescription, TrackSubscribed, UpdateSubscription, UpdateTrackSettings, signal_response::Message,
};
use str0m::{
    Rtc,
    change::{SdpAnswer, SdpApi},
    channel::{ChannelConfig, Reliability},
    media::{Direction, Mid},
};

use crate::{
    media::layers::Rank,
    room::{
        Room,
        forwarded::Forwarded,
        participant::{Channels, Key, Participant, Signalling},
        subscriptions::{Negotiation, Section, Slot, Subscriptions, TrackRef, Wish, wanted_rank},
    },
    sdp,
};

impl Room {
    /// Brings what everybody receives in line with what is sent.
    pub(super) fn negotiate_all(&mut self) {
        let keys: Vec<Key> = self.participants.keys().copied().collect();
        keys.into_iter().for_each(|key| self.negotiate(key));
    }

    /// Brings what one participant receives in line with what is sent.
    pub(super) fn negotiate(&mut self, key: Key) {
        self.offer(key, false);
    }

    /// Offers anew with an ICE restart: the client comes from another network, perhaps.
    pub(super) fn restart_ice(&mut self, key: Key) {
        self.offer(key, true);
    }

    fn offer(&mut self, key: Key, restart_ice: bool) {
        let mut wanted: Vec<TrackRef> = self.tracks_sent_to(key);
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let subscriptions = &mut participant.subscriptions;
        // One offer at a time, and none to who cannot be spoken to at the moment.
        if subscriptions.is_negotiating() || matches!(participant.signalling, Signalling::Lost { .. }) {
            subscriptions.stale = true;
            return;
        }
        subscriptions.stale = false;
        wanted.retain(|track| subscriptions.wants(&track.sid));

        // A section taken over gets a new source, so that the receiver does not mistake it for the former one.
        let taken_over: Vec<Mid> = subscriptions.free_sections_for(&wanted);
        participant.subscriber.change(|rtc| taken_over.iter().for_each(|mid| renew_source(rtc, *mid)));
        let by_stream = participant.traits.knows_tracks_by_stream;
        let first = subscriptions.last_offer == 0;
        let channels = &mut participant.channels;
        let offered = participant.subscriber.change(|rtc| {
            let mut api = rtc.sdp_api();
            if first {
                *channels = open_channels(&mut api);
            }
            subscriptions.change_sections(&mut api, wanted, by_stream);
            if restart_ice {
                api.ice_restart(true);
            }
            api.apply()
        });
        let Some(Some((offer, pending))) = offered else { return };
        subscriptions.last_offer += 1;
        let id = subscriptions.last_offer;
        let names = subscriptions.names();
        let message = SessionDescription {
            r#type: "offer".to_owned(),
            sdp: sdp::with_names(&offer.to_sdp_string(), &names),
            id,
            mid_to_track_id: names.into_iter().map(|(mid, names)| (mid, names.track)).collect(),
        };
        subscriptions.negotiation = Negotiation::Offered { id, pending, since: self.now };
        participant.tell(Message::Offer(message), self.now);
    }

    /// The client answers our offer.
    pub(super) fn answered(&mut self, key: Key, description: &SessionDescription) {
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let subscriptions = &mut participant.subscriptions;
        let pending = match std::mem::replace(&mut subscriptions.negotiation, Negotiation::Idle) {
            // Clients of older versions do not say which offer they answer.
            Negotiation::Offered { id, pending, .. } if description.id == id || description.id == 0 => {
                pending
            }
            // An answer to nothing, or to a former offer.
            other => {
                subscriptions.negotiation = other;
                return;
            }
        };
        if description.sdp.len() > sdp::LONGEST {
            return self.give_up(key, "an absurd answer");
        }
        let accepted = participant.subscriber.change(|rtc| {
            let answer = SdpAnswer::from_sdp_string(&description.sdp).ok()?;
            rtc.sdp_api().accept_answer(pending, answer).ok()
        });
        if accepted.flatten().is_none() {
            return self.give_up(key, "an answer that cannot be accepted");
        }
        participant.subscriber.register();
        let begun = participant.begin_what_was_answered();
        for track in begun {
            self.tell_publisher_of_subscription(&track);
        }
        self.look_after_beginnings();
        if self.participants.get(&key).is_some_and(|participant| participant.subscriptions.stale) {
            self.negotiate(key);
        }
    }

    /// The client subscribes to tracks, or no longer wants them.
    pub(super) fn subscription_updated(&mut self, key: Key, update: &UpdateSubscription) {
        let known: HashSet<String> = self.tracks_sent_to(key).into_iter().map(|track| track.sid).collect();
        let Some(participant) = self.participants.get_mut(&key) else { return };
        let sids =
            update.track_sids.iter().chain(update.participant_tracks.iter().flat_map(|p| &p.track_sids));
        for sid in sids.filter(|sid| known.contains(*sid)) {
            participant.subscriptions.set_wanted(sid, update.subscribe);
        }
        self.negotiate(key);
    }

    /// The client says how it wants to receive tracks.
    pub(super) fn track_settings_updated(&mut self, key: Key, settings: &UpdateTrackSettings) {
        let known: HashMap<String, Rank> = self
            .participants
            .values()
            .flat_map(|publisher| &publisher.tracks)
            .map(|track| (track.info.sid.clone(), wanted_rank(&track.info, settings)))
            .collect();
        let Some(participant) = self.participants.get_mut(&key) else { return };
        for sid in &settings.track_sids {
            if let Some(most) = known.get(sid) {
                let wish = Wish { disabled: settings.disabled, most: *most, priority: settings.priority };
                participant.subscriptions.set_wish(sid, wish);
            }
        }
        // A larger tile is not kept waiting.
        self.look_after_demand();
    }

    /// The tracks that a participant could receive: everybody else's, of those who are known to the others.
    fn tracks_sent_to(&self, key: Key) -> Vec<TrackRef> {
        if !self.participants.get(&key).is_some_and(|participant| participant.claims.can_subscribe) {
            return Vec::new();
        }
        let others = self.participants.values().filter(|other| other.key != key && other.is_active());
        others
            .flat_map(|other| {
                other.tracks.iter().map(|track| TrackRef {
                    publisher: other.key,
                    track: track.key,
                    sid: track.info.sid.clone(),
                    kind: track.kind,
                    group: track.info.stream.clone(),
                    publisher_sid: other.sid.clone(),
                })
            })
            .collect()
    }

    /// Tells a publisher, once per track, that somebody receives it.
    fn tell_publisher_of_subscription(&mut self, track: &TrackRef) {
        let now = self.now;
        if let Some(publisher) = self.participants.get_mut(&track.publisher)
            && publisher.announced_subscriptions.insert(track.sid.clone())
        {
            publisher.tell(Message::TrackSubscribed(TrackSubscribed { track_sid: track.sid.clone() }), now);
        }
    }
}

impl Participant {
    /// After an answer: what was asked for is received from now on, what was to end has ended.
    fn begin_what_was_answered(&mut self) -> Vec<TrackRef> {
        let mut begun = Vec::new();
        let mut sections = std::mem::take(&mut self.subscriptions.sections);
        let rtc = self.subscriber.rtc();
        for section in &mut sections {
            let accepted = rtc.media(section.mid).filter(|media| !media.disabled());
            section.slot = match (std::mem::replace(&mut section.slot, Slot::Idle), accepted) {
                (_, None) => Slot::Dead,
                (Slot::Asked(track, names), Some(media)) if media.direction().is_sending() => {
                    begun.push(track.clone());
                    let wish = self.subscriptions.wish(&track.sid);
                    Slot::Live(Box::new(Forwarded::new(track, section.mid, wish)), names)
                }
                (Slot::Asked(..) | Slot::Ending, Some(_)) => Slot::Idle,
                (slot, Some(_)) => slot,
            };
        }
        self.subscriptions.sections = sections;
        begun
    }
}

impl Subscriptions {
    /// Lets sections fall idle whose tracks are no longer wanted, and finds a section for every track that has none.
    fn change_sections(&mut self, api: &mut SdpApi<'_>, wanted: Vec<TrackRef>, by_stream: bool) {
        for section in &mut self.sections {
            if section.track().is_some_and(|key| !wanted.iter().any(|track| track.track == key)) {
                api.set_direction(section.mid, Direction::Inactive);
                section.slot = Slot::Ending;
            }
        }
        for track in wanted {
            if self.sections.iter().any(|section| section.track() == Some(track.track)) {
                continue;
            }
            let idle = self.sections.iter_mut().find(|section| section.is_free_for(track.kind));
            match idle {
                Some(section) => {
                    api.set_direction(section.mid, Direction::SendOnly);
                    // A browser keeps the first track's name for the life of a section; in the stream's name it sees
                    // whose the section is now.
                    let names = track.names(true);
                    section.slot = Slot::Asked(track, names);
                }
                None => {
                    let names = track.names(by_stream);
                    let (stream, id) = (Some(names.stream.clone()), Some(names.track.clone()));
                    let mid = api.add_media(track.kind, Direction::SendOnly, stream, id, None);
                    self.sections.push(Section { mid, kind: track.kind, slot: Slot::Asked(track, names) });
                }
            }
        }
    }
}

fn open_channels(api: &mut SdpApi<'_>) -> Channels {
    let reliable = ChannelConfig { label: "_reliable".to_owned(), ..ChannelConfig::default() };
    let lossy = ChannelConfig {
        label: "_lossy".to_owned(),
        ordered: false,
        reliability: Reliability::MaxRetransmits { retransmits: 0 },
        ..ChannelConfig::default()
    };
    Channels {
        reliable: Some(api.add_channel_with_config(reliable)),
        lossy: Some(api.add_channel_with_config(lossy)),
    }
}

/// Not `reset_stream_tx`: after it the library finds the stream under its former number only, and what the receiver says
/// of the new one (losses, wanted key frames) is lost.
fn renew_source(rtc: &mut Rtc, mid: Mid) {
    let mut api = rtc.direct_api();
    let Some((former, repair)) = api.stream_tx_by_mid(mid, None).map(|stream| (stream.ssrc(), stream.rtx()))
    else {
        return;
    };
    let source = api.new_ssrc();
    let repair = repair.map(|_| api.new_ssrc());
    api.remove_stream_tx(former);
    api.declare_stream_tx(source, repair, mid, None);
}
