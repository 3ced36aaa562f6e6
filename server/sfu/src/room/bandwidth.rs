//! What each receiver's connection carries, and what is sent over it: sound always, pictures as far as they fit.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use livekit_protocol::{
    StreamState, StreamStateInfo, StreamStateUpdate, TrackInfo, TrackSource, signal_response::Message,
};
use str0m::{bwe::BweKind, media::MediaKind};

use crate::{
    media::{
        allocation::{self, Demand},
        layers::Rank,
        probing::{Probing, Turns},
    },
    room::{
        Room,
        forwarded::Allowed,
        participant::{Key, Participant},
        subscriptions::TrackRef,
    },
};

/// What a picture takes that was not measured yet, by rank, in bits per second: LiveKit's presets for 180, 360 and 720
/// lines, rounded up.
const NOMINAL: [u64; 3] = [160_000, 450_000, 1_700_000];

/// A change of what is aimed for that is smaller than this is not worth one, in per cent.
const AIM_STEP_PERCENT: u64 = 10;

/// How long a connection may carry less than is sent before something is given up. The pacer's queue grows meanwhile, by
/// a sixth of the time at the worst.
const PATIENCE: Duration = Duration::from_millis(2_500);

/// The same where it carries less than [`SEVERE_PERCENT`] of it.
const SEVERE_PATIENCE: Duration = Duration::from_millis(500);

/// See [`SEVERE_PATIENCE`].
const SEVERE_PERCENT: u64 = 75;

/// What is known of a receiver's connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bandwidth {
    /// What it carries, in bits per second; nothing while the receiver reports nothing about it.
    estimate: Option<u64>,
    /// What it was asked to find out about.
    aim: u64,
    /// When it is asked again.
    probing: Probing,
    /// Since when it carries less than what is sent.
    short_since: Option<Instant>,
}

impl Bandwidth {
    /// What may be spent, where so much is sent at present. A shortage must last before anything is given up for it:
    /// an estimate drops and recovers within a second or two whenever either side was busy for a moment.
    fn budget(&mut self, estimate: u64, sent: u64, now: Instant) -> u64 {
        if estimate >= sent {
            self.short_since = None;
            return estimate;
        }
        let since = *self.short_since.get_or_insert(now);
        let severe = estimate * 100 < sent * SEVERE_PERCENT;
        let patience = if severe { SEVERE_PATIENCE } else { PATIENCE };
        if now.saturating_duration_since(since) < patience { sent } else { estimate }
    }
}

impl Room {
    /// A connection's estimate changed.
    pub(super) fn estimated(&mut self, key: Key, estimate: &BweKind) {
        let Some(receiver) = self.participants.get_mut(&key) else { return };
        let before = receiver.bandwidth.estimate;
        receiver.bandwidth.estimate = match estimate {
            BweKind::Twcc { estimate, can_probe: true } => Some(estimate.as_u64()),
            // Without a section to probe in the estimate stands still; there is nothing to decide on either.
            BweKind::Twcc { can_probe: false, .. } => before,
            BweKind::Remb { estimate, .. } => Some(estimate.as_u64()),
            // The library's enum is open.
            _ => before,
        };
    }

    /// Fits what is sent to each receiver to what its connection carries.
    pub(super) fn look_after_bandwidth(&mut self) {
        let keys: Vec<Key> = self.participants.keys().copied().collect();
        keys.into_iter().for_each(|key| self.allocate_for(key));
    }

    fn allocate_for(&mut self, key: Key) {
        let now = self.now;
        // Taken out for a moment, so that it can be looked at beside the others.
        let Some(mut receiver) = self.participants.remove(&key) else { return };
        let changes = if receiver.subscriber.is_connected() {
            receiver.allocate(&self.participants, self.on_stage, &mut self.probing, now)
        } else {
            Vec::new()
        };
        if !changes.is_empty() {
            receiver.tell(Message::StreamStateUpdate(StreamStateUpdate { stream_states: changes }), now);
        }
        self.participants.insert(key, receiver);
    }
}

impl Participant {
    /// Decides anew; what paused or goes on.
    fn allocate(
        &mut self,
        others: &BTreeMap<Key, Participant>,
        on_stage: Option<Key>,
        turns: &mut Turns,
        now: Instant,
    ) -> Vec<StreamStateInfo> {
        let Some(estimate) = self.bandwidth.estimate else { return Vec::new() };
        let track = |source: &TrackRef| {
            others.get(&source.publisher)?.tracks.iter().find(|track| track.key == source.track)
        };
        let live = || self.subscriptions.live().filter_map(|live| Some((live, track(&live.source)?)));
        let sound: u64 = live()
            .filter(|(live, _)| live.source.kind == MediaKind::Audio && !live.wish().disabled)
            .map(|(_, track)| track.layers.rate(now))
            .sum();
        let (mids, demands): (Vec<_>, Vec<_>) = live()
            .filter(|(live, _)| live.source.kind == MediaKind::Video && !live.wish().disabled)
            .filter_map(|(live, track)| {
                let nominal = |rank| nominal(&track.info, rank);
                let offers = track.layers.on_offer(live.wish().most, nominal, now);
                let demand = Demand {
                    on_stage: on_stage == Some(live.source.publisher) || is_screen(&track.info),
                    order: live.wish().order(),
                    current: live.rank(),
                    paused: live.is_paused(),
                    offers,
                };
                (!demand.offers.is_empty()).then_some((live.mid, demand))
            })
            .unzip();
        let present: Vec<Option<Rank>> = demands.iter().map(|demand| demand.current).collect();
        let sent = sound + allocation::cost(&demands, &present);
        let budget = self.bandwidth.budget(estimate, sent, now);
        let given = allocation::allocate(&demands, budget.saturating_sub(sound));
        let aim = sound + demands.iter().map(Demand::wish).sum::<u64>();
        let scarce = demands.iter().zip(&given).any(|(demand, rank)| demand.missing(*rank) > 0);
        let asked_again = self.bandwidth.probing.is_due(scarce, budget, now, turns);
        if aim.abs_diff(self.bandwidth.aim) * 100 > self.bandwidth.aim * AIM_STEP_PERCENT {
            self.bandwidth.aim = aim;
            self.subscriber.aim_for(aim);
        } else if asked_again {
            // The library looks again when more is wanted than before.
            self.bandwidth.aim = aim / 2;
            self.subscriber.aim_for(aim / 2);
        }
        let mut changes = Vec::new();
        let decided = mids.iter().zip(demands.iter().zip(given));
        for (mid, (demand, rank)) in decided {
            let Some(live) = self.subscriptions.live_mut().find(|live| live.mid == *mid) else { continue };
            live.missing = demand.missing(rank);
            // What is the best on offer now is no bound: another layer may begin to flow.
            let allowed = match rank {
                None => Allowed::Nothing,
                Some(rank) if demand.is_best(rank) => Allowed::UpTo(Rank::MAX),
                Some(rank) => Allowed::UpTo(rank),
            };
            if live.allow(allowed) {
                let state = if live.is_paused() { StreamState::Paused } else { StreamState::Active };
                changes.push(StreamStateInfo {
                    participant_sid: live.source.publisher_sid.clone(),
                    track_sid: live.source.sid.clone(),
                    state: state.into(),
                });
            }
        }
        changes
    }
}

/// What a layer takes that was not measured yet: what the publisher said, or what is usual.
#[expect(deprecated, reason = "there is one codec, whose layers these are")]
pub(super) fn nominal(track: &TrackInfo, rank: Rank) -> u64 {
    let told = track.layers.iter().find(|layer| layer.quality == i32::from(rank) && layer.bitrate > 0);
    let usual = NOMINAL[usize::from(rank).min(NOMINAL.len() - 1)];
    told.map_or(usual, |layer| u64::from(layer.bitrate))
}

fn is_screen(track: &TrackInfo) -> bool {
    track.source() == TrackSource::ScreenShare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortage_must_last_before_anything_is_given_up_and_less_so_a_severe_one() {
        for (estimate, patience) in [(900_000, PATIENCE), (500_000, SEVERE_PATIENCE)] {
            let (mut bandwidth, start) = (Bandwidth::default(), Instant::now());
            let mut budget = |estimate, after| bandwidth.budget(estimate, 1_000_000, start + after);
            let just_before = patience.checked_sub(Duration::from_millis(1)).unwrap();
            assert_eq!(budget(estimate, Duration::ZERO), 1_000_000);
            assert_eq!(budget(estimate, just_before), 1_000_000);
            assert_eq!(budget(estimate, patience), estimate);
            assert_eq!(budget(1_000_000, patience), 1_000_000, "it recovers");
            assert_eq!(budget(estimate, patience), 1_000_000, "and patience begins anew");
        }
    }
}
