//! Which simulcast layer a receiver gets: the best that flows and is wanted.
//!
//! Says which one is to be forwarded; that the change waits for a key frame is up to who forwards. What a receiver's
//! bandwidth allows is decided in [`super::allocation`], from what is on offer here.

use std::time::{Duration, Instant};

use str0m::media::Rid;

use crate::media::{allocation::Offer, rate::Rate};

/// A layer that was silent for so long does not flow: the publisher stopped it for want of bandwidth or power.
const SILENCE: Duration = Duration::from_millis(1500);

/// A better layer must have flowed for so long before anybody is moved to it.
const STEADY: Duration = Duration::from_millis(500);

/// How good a layer is, 0 being the smallest.
pub(crate) type Rank = u8;

/// The rank of a layer by its name. LiveKit's clients name them `q`, `h`, `f`; a publisher without simulcast names none.
pub(crate) fn rank(rid: Option<Rid>) -> Rank {
    match rid.as_deref() {
        Some("h") | Some("1") => 1,
        Some("f") | Some("2") => 2,
        Some(_) | None => 0,
    }
}

/// What is known of a track's layers.
#[derive(Debug, Default)]
pub(crate) struct Layers(Vec<Layer>);

#[derive(Debug)]
struct Layer {
    rid: Option<Rid>,
    since: Instant,
    last: Instant,
    rate: Rate,
}

impl Layers {
    /// A packet of this layer came, of so many bytes.
    pub(crate) fn flowed(&mut self, rid: Option<Rid>, bytes: usize, now: Instant) {
        let known = self.0.iter().position(|layer| layer.rid == rid);
        let place = known.unwrap_or_else(|| {
            self.0.push(Layer { rid, since: now, last: now, rate: Rate::new(now) });
            self.0.len() - 1
        });
        let layer = &mut self.0[place];
        if !layer.flows(now) {
            layer.since = now;
        }
        layer.last = now;
        layer.rate.add(bytes, now);
    }

    /// Nothing flows any more: the track is muted.
    pub(crate) fn stopped(&mut self) {
        self.0.clear();
    }

    /// What could be sent to somebody who wants no more than `most`, the smallest first: the layers that flow, with
    /// what they take, measured where they have flowed for long enough and else as `nominal` says. Empty only while
    /// nothing flows.
    pub(crate) fn on_offer(&self, most: Rank, nominal: impl Fn(Rank) -> u64, now: Instant) -> Vec<Offer> {
        let flowing = || self.0.iter().filter(|layer| layer.flows(now));
        let smallest = flowing().map(|layer| rank(layer.rid)).min();
        let mut offers: Vec<Offer> = flowing()
            .filter(|layer| rank(layer.rid) <= most || Some(rank(layer.rid)) == smallest)
            .map(|layer| {
                let rank = rank(layer.rid);
                Offer { rank, rate: layer.rate.bits_per_second().unwrap_or_else(|| nominal(rank)) }
            })
            .collect();
        offers.sort_by_key(|offer| offer.rank);
        offers
    }

    /// What all layers that flow take together, in bits per second.
    pub(crate) fn rate(&self, now: Instant) -> u64 {
        let flowing = self.0.iter().filter(|layer| layer.flows(now));
        flowing.filter_map(|layer| layer.rate.bits_per_second()).sum()
    }

    /// The layer to forward to somebody who gets `current` now and wants no more than `most`. Stays with what flows
    /// rather than change for nothing. Nothing only while nothing flows.
    pub(crate) fn choose(
        &self,
        current: Option<Option<Rid>>,
        most: Rank,
        now: Instant,
    ) -> Option<Option<Rid>> {
        let flowing = || self.0.iter().filter(|layer| layer.flows(now));
        let staying = flowing().find(|layer| Some(layer.rid) == current && rank(layer.rid) <= most);
        let eligible = flowing().filter(|layer| rank(layer.rid) <= most);
        let best = match staying {
            Some(staying) => eligible
                .filter(|layer| layer.rid == staying.rid || layer.is_steady(now))
                .max_by_key(|layer| rank(layer.rid)),
            None => eligible.max_by_key(|layer| rank(layer.rid)),
        };
        // Somebody who wants less than there is gets the least there is.
        best.or_else(|| flowing().min_by_key(|layer| rank(layer.rid))).map(|layer| layer.rid)
    }
}

impl Layer {
    fn flows(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.last) < SILENCE
    }

    fn is_steady(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) >= STEADY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Rank = Rank::MAX;

    fn rid(name: &str) -> Option<Rid> {
        Some(Rid::from(name))
    }

    fn after(start: Instant, milliseconds: u64) -> Instant {
        start + Duration::from_millis(milliseconds)
    }

    /// All three layers flow for a second.
    fn flowing(start: Instant) -> Layers {
        let mut layers = Layers::default();
        for milliseconds in (0..=1000).step_by(100) {
            for name in ["q", "h", "f"] {
                layers.flowed(rid(name), 100, after(start, milliseconds));
            }
        }
        layers
    }

    #[test]
    fn a_receiver_gets_the_best_layer_that_flows() {
        let start = Instant::now();
        let mut layers = Layers::default();
        assert_eq!(layers.choose(None, ALL, start), None);
        layers.flowed(rid("q"), 100, start);
        assert_eq!(layers.choose(None, ALL, start), Some(rid("q")), "a newcomer does not wait");
        assert_eq!(flowing(start).choose(None, ALL, after(start, 1000)), Some(rid("f")));
    }

    #[test]
    fn nobody_is_moved_to_a_layer_that_has_just_begun() {
        let start = Instant::now();
        let mut layers = Layers::default();
        for milliseconds in (0..=2000).step_by(100) {
            layers.flowed(rid("q"), 100, after(start, milliseconds));
        }
        layers.flowed(rid("h"), 100, after(start, 2000));
        assert_eq!(layers.choose(Some(rid("q")), ALL, after(start, 2000)), Some(rid("q")));
        layers.flowed(rid("h"), 100, after(start, 2500));
        assert_eq!(layers.choose(Some(rid("q")), ALL, after(start, 2500)), Some(rid("h")));
    }

    #[test]
    fn when_a_layer_dries_up_the_next_best_takes_its_place() {
        let start = Instant::now();
        let mut layers = flowing(start);
        for milliseconds in (1000..=3000).step_by(100) {
            for name in ["q", "h"] {
                layers.flowed(rid(name), 100, after(start, milliseconds));
            }
        }
        assert_eq!(layers.choose(Some(rid("f")), ALL, after(start, 3000)), Some(rid("h")));
    }

    #[test]
    fn who_wants_less_gets_less() {
        let start = Instant::now();
        let layers = flowing(start);
        assert_eq!(layers.choose(Some(rid("f")), 1, after(start, 1000)), Some(rid("h")));
        assert_eq!(layers.choose(Some(rid("f")), 0, after(start, 1000)), Some(rid("q")));
        let mut only_full = Layers::default();
        only_full.flowed(rid("f"), 100, start);
        assert_eq!(only_full.choose(None, 0, start), Some(rid("f")), "something rather than nothing");
    }

    #[test]
    fn what_is_on_offer_is_what_flows_with_what_it_takes() {
        let start = Instant::now();
        let layers = flowing(start);
        let offers = |most, milliseconds| layers.on_offer(most, u64::from, after(start, milliseconds));
        // 100 bytes every 100 ms.
        let offer = |rank| Offer { rank, rate: 8_000 };
        assert_eq!(offers(ALL, 1000), [offer(0), offer(1), offer(2)]);
        assert_eq!(offers(1, 1000), [offer(0), offer(1)]);
        assert_eq!(layers.rate(after(start, 1000)), 24_000);
        assert_eq!(offers(ALL, 3000), [], "nothing flows any more");
        let mut only_full = Layers::default();
        only_full.flowed(rid("f"), 100, start);
        let offers = only_full.on_offer(0, |rank| u64::from(rank) + 5, start);
        assert_eq!(offers, [Offer { rank: 2, rate: 7 }], "something rather than nothing; not measured yet");
    }

    #[test]
    fn a_track_without_simulcast_has_one_layer_without_a_name() {
        let start = Instant::now();
        let mut layers = Layers::default();
        layers.flowed(None, 100, start);
        assert_eq!(layers.choose(None, 0, start), Some(None));
        layers.stopped();
        assert_eq!(layers.choose(Some(None), ALL, start), None);
    }
}
