//! Which qualities of a published picture somebody wants (LiveKit's dynacast): a layer that nobody looks at is not
//! encoded.

use livekit_protocol::{SubscribedQuality, SubscribedQualityUpdate, VideoQuality};

use crate::VideoCodec;

/// The wanted qualities: low, medium, high. All of them, as long as the server says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wanted([bool; 3]);

impl Default for Wanted {
    fn default() -> Self {
        Self([true; 3])
    }
}

impl Wanted {
    /// What the server says of a codec. Newer servers list codecs, older ones know one only.
    pub(crate) fn read(self, update: &SubscribedQualityUpdate, codec: VideoCodec) -> Self {
        let codecs = &update.subscribed_codecs;
        let ours = codecs.iter().find(|one| one.codec.eq_ignore_ascii_case(codec.name()));
        #[allow(deprecated, reason = "the only list of older servers")]
        let qualities = ours.or(codecs.first()).map_or(&update.subscribed_qualities, |one| &one.qualities);
        qualities.iter().fold(self, Self::take)
    }

    /// Whether somebody wants this quality.
    pub(crate) fn has(self, quality: VideoQuality) -> bool {
        place(quality).is_some_and(|at| self.0[at])
    }

    #[cfg(test)]
    pub(crate) fn of(qualities: [bool; 3]) -> Self {
        Self(qualities)
    }

    /// Whether somebody wants any.
    pub(crate) fn any(self) -> bool {
        self.0.contains(&true)
    }

    fn take(mut self, one: &SubscribedQuality) -> Self {
        if let Some(at) = place(one.quality()) {
            self.0[at] = one.enabled;
        }
        self
    }
}

fn place(quality: VideoQuality) -> Option<usize> {
    match quality {
        VideoQuality::Low => Some(0),
        VideoQuality::Medium => Some(1),
        VideoQuality::High => Some(2),
        VideoQuality::Off => None,
    }
}
