//! Which tracks a participant receives, in which media sections, and how: the state, and what follows from it.
//! What is done with it is in [`super::subscribe`].

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use livekit_protocol::{TrackInfo, UpdateTrackSettings, VideoLayer, VideoQuality};
use str0m::{
    change::SdpPendingOffer,
    media::{MediaKind, Mid},
};

use crate::{
    media::layers::Rank,
    room::{forwarded::Forwarded, participant::Key, publish::TrackKey},
    sdp::TrackNames,
};

/// How long an offer may stay without an answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Which tracks a participant receives, and how.
pub(crate) struct Subscriptions {
    /// Whether a track is received unless the client says otherwise.
    by_default: bool,
    /// The tracks for which it said otherwise.
    exceptions: HashSet<String>,
    /// How a track is to be received, where the client said so.
    settings: HashMap<String, Wish>,
    pub sections: Vec<Section>,
    pub negotiation: Negotiation,
    /// Something changed while an offer was on its way.
    pub stale: bool,
    pub last_offer: u32,
}

/// How a client wants a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Not at all, for the moment: nobody looks at it.
    pub disabled: bool,
    /// No better than this layer.
    pub most: Rank,
    /// How much it matters to the client among the others, 1 being the most; 0 when it did not say.
    pub priority: u32,
}

impl Default for Wish {
    fn default() -> Self {
        Self { disabled: false, most: Rank::MAX, priority: 0 }
    }
}

impl Wish {
    /// The place among the pictures of one receiver: by what the client said, and then the large ones first.
    pub(crate) fn order(self) -> u32 {
        let said = if self.priority == 0 { 0xffff } else { self.priority.min(0xfffe) };
        said << 8 | u32::from(Rank::MAX - self.most)
    }
}

/// Where the exchange of offers and answers is.
pub(crate) enum Negotiation {
    /// Nothing is on its way.
    Idle,
    /// An offer is on its way. Only one ever is.
    Offered { id: u32, pending: SdpPendingOffer, since: Instant },
}

/// A media section of the connection, for its whole life.
pub(crate) struct Section {
    pub mid: Mid,
    pub kind: MediaKind,
    pub slot: Slot,
}

/// What a media section is used for.
pub(crate) enum Slot {
    /// Offered, not answered yet.
    Asked(TrackRef, TrackNames),
    /// Received.
    Live(Box<Forwarded>, TrackNames),
    /// Offered to fall idle.
    Ending,
    /// Free for another track.
    Idle,
    /// The client wants nothing in it, ever.
    Dead,
}

/// A track somebody sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrackRef {
    pub publisher: Key,
    pub track: TrackKey,
    pub sid: String,
    pub kind: MediaKind,
    pub group: String,
    pub publisher_sid: String,
}

impl Subscriptions {
    pub(crate) fn new(by_default: bool) -> Self {
        Self {
            by_default,
            exceptions: HashSet::new(),
            settings: HashMap::new(),
            sections: Vec::new(),
            negotiation: Negotiation::Idle,
            stale: false,
            last_offer: 0,
        }
    }

    /// Whether an offer is on its way.
    pub(crate) fn is_negotiating(&self) -> bool {
        matches!(self.negotiation, Negotiation::Offered { .. })
    }

    /// Whether an offer has been on its way for too long.
    pub(crate) fn is_unanswered(&self, now: Instant) -> bool {
        matches!(self.negotiation, Negotiation::Offered { since, .. }
            if now.saturating_duration_since(since) > ANSWER_WITHIN)
    }

    /// The tracks that are received.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Forwarded> {
        self.sections.iter().filter_map(|section| match &section.slot {
            Slot::Live(forwarded, _) => Some(&**forwarded),
            Slot::Asked(..) | Slot::Ending | Slot::Idle | Slot::Dead => None,
        })
    }

    /// The tracks that are received, to change them.
    pub(crate) fn live_mut(&mut self) -> impl Iterator<Item = &mut Forwarded> {
        self.sections.iter_mut().filter_map(|section| match &mut section.slot {
            Slot::Live(forwarded, _) => Some(&mut **forwarded),
            Slot::Asked(..) | Slot::Ending | Slot::Idle | Slot::Dead => None,
        })
    }

    /// How the client wants a track.
    pub(crate) fn wish(&self, sid: &str) -> Wish {
        self.settings.get(sid).copied().unwrap_or_default()
    }

    /// The client says how it wants a track.
    pub(crate) fn set_wish(&mut self, sid: &str, wish: Wish) {
        self.settings.insert(sid.to_owned(), wish);
        self.live_mut().filter(|live| live.source.sid == sid).for_each(|live| live.set_wish(wish));
    }

    /// The tracks that are received, or about to be, and how the client wants them.
    pub(crate) fn wishes(&self) -> impl Iterator<Item = (TrackKey, Wish)> {
        self.sections.iter().filter_map(|section| match &section.slot {
            Slot::Live(forwarded, _) => Some((forwarded.source.track, forwarded.wish())),
            Slot::Asked(track, _) => Some((track.track, self.wish(&track.sid))),
            Slot::Ending | Slot::Idle | Slot::Dead => None,
        })
    }

    pub(crate) fn wants(&self, sid: &str) -> bool {
        self.by_default != self.exceptions.contains(sid)
    }

    pub(crate) fn set_wanted(&mut self, sid: &str, wanted: bool) {
        if wanted == self.by_default {
            self.exceptions.remove(sid);
        } else {
            self.exceptions.insert(sid.to_owned());
        }
    }
}

impl Subscriptions {
    /// The idle sections that tracks not received yet will take over.
    pub(crate) fn free_sections_for(&self, wanted: &[TrackRef]) -> Vec<Mid> {
        let new = |kind: MediaKind| {
            let received = |track: TrackKey| self.sections.iter().any(|s| s.track() == Some(track));
            wanted.iter().filter(move |track| track.kind == kind && !received(track.track)).count()
        };
        [MediaKind::Audio, MediaKind::Video]
            .into_iter()
            .flat_map(|kind| {
                let idle = self.sections.iter().filter(move |s| s.is_free_for(kind));
                idle.take(new(kind)).map(|section| section.mid)
            })
            .collect()
    }

    pub(crate) fn names(&self) -> HashMap<String, TrackNames> {
        let named = self.sections.iter().filter_map(|section| match &section.slot {
            Slot::Asked(_, names) | Slot::Live(_, names) => Some((section.mid.to_string(), names.clone())),
            Slot::Ending | Slot::Idle | Slot::Dead => None,
        });
        named.collect()
    }
}

impl Section {
    /// The track that is, or is about to be, received in it.
    pub(crate) fn track(&self) -> Option<TrackKey> {
        match &self.slot {
            Slot::Asked(track, _) => Some(track.track),
            Slot::Live(forwarded, _) => Some(forwarded.source.track),
            Slot::Ending | Slot::Idle | Slot::Dead => None,
        }
    }

    /// Whether a track of this kind can take it over.
    pub(crate) fn is_free_for(&self, kind: MediaKind) -> bool {
        self.kind == kind && matches!(self.slot, Slot::Idle)
    }
}

impl TrackRef {
    /// The names under which a client finds the track. It plays tracks of one stream in step; but where it cannot
    /// tell the track by the track's own name, the stream's name has to say it.
    pub(crate) fn names(&self, by_stream: bool) -> TrackNames {
        let group = if by_stream || self.group.is_empty() { &self.sid } else { &self.group };
        TrackNames { stream: format!("{}|{group}", self.publisher_sid), track: self.sid.clone() }
    }
}

/// The best layer that is of use to a client that shows a track in the size, or wants it in the quality, it says.
pub(crate) fn wanted_rank(track: &TrackInfo, settings: &UpdateTrackSettings) -> Rank {
    if settings.width > 0 && settings.height > 0 {
        #[expect(deprecated, reason = "there is one codec, whose layers these are")]
        let mut layers: Vec<_> = track.layers.iter().collect();
        layers.sort_by_key(|layer| layer.width * layer.height);
        // Half as large is too small; a little too small is not.
        let large_enough = |layer: &&VideoLayer| {
            layer.width * 4 >= settings.width * 3 || layer.height * 4 >= settings.height * 3
        };
        return layers.into_iter().find(large_enough).map_or(Rank::MAX, |layer| match layer.quality() {
            VideoQuality::Low => 0,
            VideoQuality::Medium => 1,
            VideoQuality::High | VideoQuality::Off => Rank::MAX,
        });
    }
    match settings.quality() {
        VideoQuality::Low => 0,
        VideoQuality::Medium => 1,
        VideoQuality::High | VideoQuality::Off => Rank::MAX,
    }
}
