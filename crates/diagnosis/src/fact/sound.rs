//! What comes out of a microphone.

use super::{Lasting, Validity};
use crate::{
    units::{Dbfs, Millis},
    validity::Timed,
};

/// What one microphone gave in a stretch of time that ends at the fact's time. Measured before the member's own switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sound {
    /// How long the stretch is.
    pub over: Millis,
    /// The loudest sample.
    pub peak: Dbfs,
    /// How much of the stretch was a voice.
    pub voiced: Millis,
    /// The mean level (RMS) of the voice; [`Dbfs::NOTHING`] without one.
    pub voice: Dbfs,
    /// The mean level between the words.
    pub floor: Dbfs,
    /// The level of mains hum: 50 Hz and its multiples.
    pub hum: Dbfs,
    /// How many samples were at full scale.
    pub full_scale: u32,
}

impl Sound {
    /// A loudest sample below this is silence. Source: testrtc; no room with a microphone in it is as quiet.
    pub const SILENCE: Dbfs = Dbfs::whole(-75);

    /// Whether nothing came in all of the stretch.
    pub fn is_silence(&self) -> bool {
        self.peak < Self::SILENCE
    }
}

impl Lasting for Sound {
    const VALIDITY: Validity = Validity::MEASUREMENT;
}

impl Timed<Sound> {
    /// When the stretch began.
    pub fn began(&self) -> Millis {
        self.at.since(self.value.over)
    }
}

/// Whether sound flows in the microphone's track (`track.muted`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MicTrack {
    /// It does.
    Flowing,
    /// The system, or a switch on the device, holds it back.
    Muted,
}

impl Lasting for MicTrack {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// The member's own switch in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OwnSwitch {
    /// Heard by the others.
    On,
    /// Not heard, and knows it.
    Off,
}

impl Lasting for OwnSwitch {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// Whether our own tone came back through the microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestTone {
    /// It was found.
    Found,
    /// It was played and not found.
    Absent,
}

impl Lasting for TestTone {
    const VALIDITY: Validity = Validity::UntilChanged;
}
