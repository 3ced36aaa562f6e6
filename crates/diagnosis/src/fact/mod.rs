//! What the edge can tell: one variant per observation, with the newest of each kind in [`Facts`](crate::Facts).
//!
//! A fact says what was observed and judges nothing; where a threshold decides, the measured value is told. Each kind
//! declares how long it holds ([`Lasting`]).

mod browser;
mod devices;
mod live;
mod network;
mod permission;
mod picture;
mod session;
mod sound;
mod speaker;

pub use browser::{Capability, ClockOffset, Presence};
pub use devices::{CaptureKind, Device, DeviceId, DeviceKind, Devices, GroupId};
pub use live::{
    Capacity, Direction, Encoder, Jitter, Loss, NetworkChanged, QualityLimit, RoundTrip, SpeedTest, Transport,
};
pub use network::{Health, MediaPath, Online, Reach, WebSocketReach};
pub use permission::{CaptureState, PermissionState, Refusal};
pub use picture::Picture;
pub use session::{Answer, PlaceKept, Seat};
pub use sound::{MicTrack, OwnSwitch, Sound, TestTone};
pub use speaker::{Chime, Output, Speaker};

use crate::platform::Platform;
pub(crate) use crate::validity::{Lasting, Validity};

/// One observation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Whether the browser has something.
    Capability(Capability, Presence),
    /// Which browser on which system.
    Platform(Platform),
    /// How wrong the device's clock is.
    ClockOffset(ClockOffset),
    /// What `navigator.permissions` says.
    Permission(CaptureKind, PermissionState),
    /// How far a microphone or camera is.
    Capture(CaptureKind, CaptureState),
    /// The devices as the browser lists them.
    Devices(Devices),
    /// What one microphone gave lately.
    Sound(DeviceId, Sound),
    /// Whether sound flows in the microphone's track.
    MicTrack(MicTrack),
    /// Whether the member switched the microphone on in the page.
    OwnSwitch(OwnSwitch),
    /// Whether our own tone came back through the microphone.
    TestTone(TestTone),
    /// Whether the browser lets sound play.
    Output(Output),
    /// Where sound is played.
    Speaker(Speaker),
    /// Whether the member heard the chime.
    Chime(Chime),
    /// What one camera gave lately.
    Picture(DeviceId, Picture),
    /// What `navigator.onLine` says.
    Online(Online),
    /// What came back when the server was asked how it is.
    Health(Health),
    /// Whether a WebSocket opens.
    WebSocket(WebSocketReach),
    /// Whether media get through one way.
    Media(MediaPath, Reach),
    /// The way to the server and back.
    RoundTrip(RoundTrip),
    /// What is lost on the way.
    Loss(Loss),
    /// How unevenly packets arrive.
    Jitter(Jitter),
    /// What the line carries in one direction.
    Capacity(Direction, Capacity),
    /// What the line gave when it was tried out.
    SpeedTest(SpeedTest),
    /// How the encoder keeps up.
    Encoder(Encoder),
    /// Whether the meeting's transport stands.
    Transport(Transport),
    /// The device got another network.
    NetworkChanged(NetworkChanged),
    /// What the server said of the invitation and the meeting.
    Answer(Answer),
    /// Whether this page holds the member's place.
    Seat(Seat),
    /// The connection to the waiting room is back.
    PlaceKept(PlaceKept),
}
