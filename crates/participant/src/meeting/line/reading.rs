//! What the browser's statistics say at one moment, as far as the line shows in it. Counters grow for the life of a
//! stream; what a browser does not tell is absent.

use diagnosis::fact::QualityLimit;

/// Both connections at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The pairs of addresses in use, one per connection that has one.
    pub paths: Vec<Path>,
    /// What goes out, one per track and layer.
    pub sent: Vec<Sent>,
    /// What comes in, one per track.
    pub received: Vec<Received>,
    /// What cameras and shared screens give to be sent.
    pub given: Vec<Given>,
}

/// A track of pictures that is sent, before it is encoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Its name.
    pub track: String,
    /// Pictures so far.
    pub frames: f64,
}

/// A pair of addresses, without the addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Path {
    /// Whether it goes over TCP.
    pub tcp: bool,
    /// Whether the other side offered a way over UDP: then TCP is used because UDP does not get through.
    pub udp_offered: bool,
    /// To the server and back, in seconds.
    pub round_trip: Option<f64>,
    /// What the line is estimated to carry on the way up, in bit/s. Firefox does not tell it.
    pub outgoing: Option<f64>,
}

/// Sound or picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Sound.
    #[default]
    Sound,
    /// Picture.
    Picture,
}

/// One stream that goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sent {
    /// Its number in RTP.
    pub ssrc: u32,
    /// Of what.
    pub kind: Kind,
    /// Packets, each once.
    pub packets: f64,
    /// Packets that were sent again because the other side missed them.
    pub resent: Option<f64>,
    /// Pictures encoded.
    pub frames: f64,
    /// The time that took, in seconds.
    pub encoding: Option<f64>,
    /// What keeps the picture from being better. Firefox does not tell it.
    pub limit: Option<QualityLimit>,
    /// What the other side reported of it last.
    pub report: Option<Report>,
}

/// What the other side reported of a stream (RFC 3550, 6.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// When it came, in milliseconds of any clock.
    pub at: f64,
    /// Packets that did not arrive so far.
    pub lost: f64,
    /// How unevenly the others arrived, in seconds.
    pub jitter: Option<f64>,
    /// To the other side and back, in seconds.
    pub round_trip: Option<f64>,
}

/// One stream that comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Received {
    /// Its number in RTP.
    pub ssrc: u32,
    /// Of what.
    pub kind: Kind,
    /// Bytes of media.
    pub bytes: f64,
    /// Packets that arrived.
    pub packets: f64,
    /// Packets that did not.
    pub lost: f64,
    /// How unevenly packets arrived lately, in seconds.
    pub jitter: Option<f64>,
}
