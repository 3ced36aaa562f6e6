//! What the statistics of a running connection say.

use super::{Lasting, Validity};
use crate::units::{KilobitsPerSecond, Millis, Permille};

/// To the server and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoundTrip(pub Millis);

impl Lasting for RoundTrip {
    const VALIDITY: Validity = Validity::STATISTIC;
}

/// The share of packets that are lost, in the worse direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Loss(pub Permille);

impl Lasting for Loss {
    const VALIDITY: Validity = Validity::STATISTIC;
}

/// The interarrival jitter (RFC 3550, 6.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jitter(pub Millis);

impl Lasting for Jitter {
    const VALIDITY: Validity = Validity::STATISTIC;
}

/// A direction of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the member.
    Up,
    /// To the member.
    Down,
}

/// What the line is estimated to carry: not what is sent, which may be little by choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Capacity(pub KilobitsPerSecond);

impl Lasting for Capacity {
    const VALIDITY: Validity = Validity::STATISTIC;
}

/// What the line gave when it was tried out before the meeting, over plain HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeedTest {
    /// To the server and back: the shortest of several.
    pub round_trip: Millis,
    /// What it carried from the member.
    pub up: KilobitsPerSecond,
    /// What it carried to the member.
    pub down: KilobitsPerSecond,
}

impl Lasting for SpeedTest {
    const VALIDITY: Validity = Validity::PROBE;
}

/// What keeps the encoder from more (`qualityLimitationReason`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QualityLimit {
    /// Nothing.
    None,
    /// The processor.
    Cpu,
    /// The line.
    Bandwidth,
    /// Something else.
    Other,
}

/// How the encoder of the camera keeps up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Encoder {
    /// What limits it.
    pub limit: QualityLimit,
    /// The mean time that one frame takes to encode.
    pub per_frame: Millis,
    /// The time from one frame to the next.
    pub interval: Millis,
}

impl Lasting for Encoder {
    const VALIDITY: Validity = Validity::STATISTIC;
}

/// The transport of sound and picture in the meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Transport {
    /// It stands, since the fact's time.
    Connected,
    /// It is lost, or being made.
    Broken,
}

impl Lasting for Transport {
    const VALIDITY: Validity = Validity::UntilChanged;
}

/// The device got another address or another network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NetworkChanged;

impl Lasting for NetworkChanged {
    /// Longer than a restart of ICE takes on a bad line. What is broken after that has another cause.
    const VALIDITY: Validity = Validity::For(Millis(15_000));
}
