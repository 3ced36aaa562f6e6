//! Who gets which layer when a receiver's connection does not carry everything.
//!
//! Values in, decisions out. Sound is no part of it: what sound needs is taken off the budget before, so it is never
//! given up. The order in which pictures are given up, from the first to the last: full size of the others, medium
//! size of the others, full size of whoever is on stage, the others altogether, and at the very end the stage.

use crate::media::layers::Rank;

/// A track is moved up only when so much more is there than it takes, in per cent: an estimate wavers, and a picture
/// that changes its size all the time is worse than a small one.
const SPARE_PERCENT: u64 = 15;

/// One layer that could be sent, and what it takes in bits per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub rank: Rank,
    pub rate: u64,
}

/// One picture that a receiver wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Whether it is on stage: who speaks, or a screen that is shown.
    pub on_stage: bool,
    /// Among equals, the smaller comes first.
    pub order: u32,
    /// The layers that flow and that the receiver has a use for, the smallest first. Never empty.
    pub offers: Vec<Offer>,
    /// What it gets now.
    pub current: Option<Rank>,
    /// Whether it gets nothing because it did not fit.
    pub paused: bool,
}

/// The layer for each demand; none where nothing fits.
pub(crate) fn allocate(demands: &[Demand], budget: u64) -> Vec<Option<Rank>> {
    let most = give(demands, budget);
    let least = give(demands, budget * 100 / (100 + SPARE_PERCENT));
    let decided: Vec<Option<Rank>> = demands
        .iter()
        .zip(most.iter().zip(&least))
        .map(|(demand, (most, least))| match demand.current {
            // What is there is kept as long as it can be.
            Some(current) if *most >= Some(current) => (*least).max(Some(current)),
            Some(_) => *most,
            // What begins needs no room to spare for its smallest layer; what was given up does, to come back.
            None if !demand.paused => (*least).max(most.and(demand.offers.first()).map(|offer| offer.rank)),
            None => *least,
        })
        .collect();
    // Two careful decisions together may be too much, where one track was kept that the other was moved up for.
    if cost(demands, &decided) <= budget { decided } else { most }
}

/// What a decision takes, in bits per second.
pub(crate) fn cost(demands: &[Demand], given: &[Option<Rank>]) -> u64 {
    demands.iter().zip(given).map(|(demand, rank)| demand.rate(*rank)).sum()
}

impl Demand {
    /// What the best layer takes.
    pub(crate) fn wish(&self) -> u64 {
        self.offers.last().map_or(0, |offer| offer.rate)
    }

    /// Whether there is nothing better on offer.
    pub(crate) fn is_best(&self, rank: Rank) -> bool {
        self.offers.last().is_some_and(|offer| offer.rank == rank)
    }

    /// How many sizes smaller than the best this is; one more than there are when it is nothing at all.
    pub(crate) fn missing(&self, given: Option<Rank>) -> u8 {
        let better = self.offers.iter().filter(|offer| Some(offer.rank) > given).count();
        u8::try_from(better).unwrap_or(u8::MAX)
    }

    fn rate(&self, rank: Option<Rank>) -> u64 {
        let offer = self.offers.iter().find(|offer| Some(offer.rank) == rank);
        offer.map_or(0, |offer| offer.rate)
    }
}

/// Steps through the sizes in the order of what matters most.
fn give(demands: &[Demand], mut budget: u64) -> Vec<Option<Rank>> {
    let mut given: Vec<Option<usize>> = vec![None; demands.len()];
    let mut order: Vec<usize> = (0..demands.len()).collect();
    order.sort_by_key(|index| demands[*index].order);
    let steps = demands.iter().map(|demand| demand.offers.len()).max().unwrap_or(0);
    let stage = |step: usize| (true, step);
    let others = |step: usize| (false, step);
    let rounds = [stage(0), stage(1), others(0), stage(2), others(1), others(2)];
    let beyond = (3..steps).flat_map(|step| [stage(step), others(step)]);
    for (on_stage, step) in rounds.into_iter().chain(beyond) {
        for index in order.iter().copied().filter(|index| demands[*index].on_stage == on_stage) {
            let demand = &demands[index];
            // Who did not get the smaller one does not get the larger one.
            let ready = step.checked_sub(1) == given[index];
            let Some(offer) = demand.offers.get(step).filter(|_| ready) else { continue };
            let already = step.checked_sub(1).map_or(0, |before| demand.offers[before].rate);
            let more = offer.rate.saturating_sub(already);
            if more <= budget {
                budget -= more;
                given[index] = Some(step);
            }
        }
    }
    given.iter().zip(demands).map(|(step, demand)| step.map(|step| demand.offers[step].rank)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOW: Option<Rank> = Some(0);
    const MEDIUM: Option<Rank> = Some(1);
    const FULL: Option<Rank> = Some(2);

    fn camera(on_stage: bool, order: u32) -> Demand {
        let offers = [(0, 150_000), (1, 450_000), (2, 1_700_000)];
        let offers = offers.map(|(rank, rate)| Offer { rank, rate }).to_vec();
        Demand { on_stage, order, offers, current: None, paused: false }
    }

    /// One on stage and two others.
    fn three() -> Vec<Demand> {
        vec![camera(false, 1), camera(true, 2), camera(false, 3)]
    }

    fn given(budget: u64) -> Vec<Option<Rank>> {
        give(&three(), budget)
    }

    #[test]
    fn everybody_gets_the_best_when_it_fits() {
        assert_eq!(given(5_100_000), [FULL, FULL, FULL]);
        assert_eq!(given(u64::MAX), [FULL, FULL, FULL]);
    }

    #[test]
    fn pictures_are_given_up_in_order_and_the_stage_comes_last() {
        assert_eq!(given(5_099_999), [FULL, FULL, MEDIUM]);
        assert_eq!(given(2_600_000), [MEDIUM, FULL, MEDIUM]);
        assert_eq!(given(2_599_999), [MEDIUM, FULL, LOW]);
        assert_eq!(given(2_000_000), [LOW, FULL, LOW]);
        assert_eq!(given(1_999_999), [MEDIUM, MEDIUM, MEDIUM]);
        assert_eq!(given(1_349_999), [MEDIUM, MEDIUM, LOW]);
        assert_eq!(given(750_000), [LOW, MEDIUM, LOW]);
        assert_eq!(given(600_000), [LOW, MEDIUM, None]);
        assert_eq!(given(450_000), [None, MEDIUM, None]);
        assert_eq!(given(300_000), [LOW, LOW, None]);
        assert_eq!(given(150_000), [None, LOW, None]);
        assert_eq!(given(149_999), [None, None, None]);
    }

    #[test]
    fn a_picture_is_kept_while_it_fits_and_moved_up_only_with_room_to_spare() {
        let mut demands = vec![camera(true, 0)];
        assert_eq!(allocate(&demands, 450_000), [LOW], "not at the very edge");
        assert_eq!(allocate(&demands, 520_000), [MEDIUM]);
        demands[0].current = MEDIUM;
        assert_eq!(allocate(&demands, 450_000), [MEDIUM], "but kept there");
        assert_eq!(allocate(&demands, 449_999), [LOW], "and given up at once when it does not fit");
        demands[0].current = LOW;
        assert_eq!(allocate(&demands, 149_999), [None]);
        demands[0].current = None;
        assert_eq!(allocate(&demands, 150_000), [LOW], "a beginning needs nothing to spare");
        demands[0].paused = true;
        assert_eq!(allocate(&demands, 150_000), [None], "coming back does");
        assert_eq!(allocate(&demands, 175_000), [LOW]);
    }

    #[test]
    fn what_is_decided_always_fits() {
        for stage in [0, 1, 2] {
            for current in 0..64_u32 {
                let mut demands = three();
                for (index, demand) in demands.iter_mut().enumerate() {
                    demand.on_stage = index == stage;
                    demand.current = [None, LOW, MEDIUM, FULL][(current as usize >> (2 * index)) & 3];
                }
                for budget in (0..6_000_000).step_by(50_000) {
                    let decided = allocate(&demands, budget);
                    assert!(cost(&demands, &decided) <= budget, "{demands:?} {budget}");
                }
            }
        }
    }

    #[test]
    fn a_track_with_one_layer_gets_it_or_nothing() {
        let screen = Demand { offers: vec![Offer { rank: 0, rate: 2_500_000 }], ..camera(true, 0) };
        assert_eq!(give(std::slice::from_ref(&screen), 2_500_000), [LOW]);
        assert_eq!(give(&[screen, camera(false, 1)], 1_000_000), [None, MEDIUM]);
    }
}
