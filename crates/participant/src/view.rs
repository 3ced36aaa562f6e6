//! What the views show: plain data, made anew from the session after every event.
//!
//! No texts, no element, no track: media appears as [`Picture`] and [`Sound`], which the edge knows how to attach.

use std::rc::Rc;

pub use diagnosis::{Action as Remedy, Severity, StepId};
use serde::{Serialize, Serializer};
use wire::{
    FindingCode, ParticipantId, checks::Check, names::Screen, page::DialIn, participant::InvitationProblem,
};

use crate::{devices::Device, report::Report};

/// The whole page of a member.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// Greeting, and one button: go on to the waiting room.
    Arrival {
        /// Whether the page is on its way into the waiting room already (after a reload, or after the press).
        entering: bool,
        /// Whether the server could not be reached yet. The page keeps trying by itself.
        unreachable: bool,
    },
    /// The personal link lets nobody in.
    Refused {
        /// Why.
        problem: InvitationProblem,
    },
    /// Opened without a personal link.
    Stranger,
    /// Waiting room and device check on one screen.
    Waiting(Waiting),
    /// Not let in.
    Rejected {
        /// What staff wrote; may be empty.
        sentence: String,
    },
    /// The same link is live elsewhere; one button continues here.
    Elsewhere,
    /// Admitted and on the way into the meeting for the first time.
    Joining {
        /// Whether the network is in the way.
        link: Link,
        /// Whether the server has no meeting to let anybody into at the moment. The page keeps asking by itself.
        no_meeting: bool,
        /// What is wrong, if anything is.
        help: Option<Help>,
    },
    /// In the meeting.
    Meeting(Meeting),
    /// It ended.
    Ended {
        /// How.
        how: Ending,
    },
}

impl View {
    /// The stable name of the screen.
    pub fn screen(&self) -> Screen {
        match self {
            Self::Arrival { .. } => Screen::Arrival,
            Self::Refused { .. } | Self::Stranger => Screen::Refused,
            Self::Waiting(_) => Screen::Waiting,
            Self::Rejected { .. } => Screen::Rejected,
            Self::Elsewhere => Screen::Elsewhere,
            Self::Joining { .. } => Screen::Joining,
            Self::Meeting(_) => Screen::Meeting,
            Self::Ended { .. } => Screen::Ended,
        }
    }
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The member left; one button goes back.
    Left,
    /// The meeting is over for everybody.
    MeetingOver,
}

/// Whether the page hears the server at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not yet: on the first way into the meeting.
    Coming,
    /// Yes.
    Live,
    /// Lost; the page returns by itself.
    Returning,
    /// Just returned: said for a few seconds.
    Back,
}

impl Link {
    /// The stable name in the page (`data-link`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Live => "live",
            Self::Returning => "returning",
            Self::Back => "back",
        }
    }
}

/// The one thing that is said to be wrong, and what helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// What is wrong (`data-finding`).
    pub code: FindingCode,
    /// How much it keeps the member from taking part.
    pub severity: Severity,
    /// What the button does; none where only the member can do something, or somebody else.
    pub button: Option<Remedy>,
    /// What the member can do, step by step, in this browser on this system.
    pub steps: &'static [StepId],
    /// The name of the device that does better; empty where none is known.
    pub device: String,
    /// How to take part by telephone, where that helps and is possible.
    pub dial_in: Option<DialIn>,
    /// What else is found, for the details.
    pub folded: Vec<FindingCode>,
}

/// The waiting room.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The connection to the waiting room. The place is kept while it is lost.
    pub link: Link,
    /// Place in the order of arrival, from 1.
    pub place: u32,
    /// Whether the meeting is open, so that admission may come at any moment.
    pub meeting_open: bool,
    /// What staff wrote, oldest first.
    pub messages: Vec<String>,
    /// The loudspeaker.
    pub hear: Hear,
    /// The microphone.
    pub speak: Speak,
    /// The camera.
    pub see: See,
    /// The connection.
    pub connection: Check,
    /// What happened to the devices.
    pub notices: Vec<Notice>,
    /// What is wrong.
    pub help: Option<Help>,
    /// The report for those who help.
    pub reporting: Reporting,
}

/// The report for those who help.
#[derive(Clone, Debug, Default)]
pub enum Reporting {
    /// Not to be had yet.
    #[default]
    Away,
    /// Offered.
    Offered,
    /// Shown.
    Shown {
        /// What is in it.
        report: Rc<Report>,
        /// Whether it was copied or saved.
        handed_out: bool,
    },
}

// Reports are made, never changed: the same one is the same, and no code is needed to look into it.
impl PartialEq for Reporting {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Away, Self::Away) | (Self::Offered, Self::Offered) => true,
            (Self::Shown { report, handed_out }, Self::Shown { report: theirs, handed_out: also }) => {
                Rc::ptr_eq(report, theirs) && handed_out == also
            }
            (Self::Away | Self::Offered | Self::Shown { .. }, _) => false,
        }
    }
}

/// The loudspeaker step.
#[derive(Clone, Debug, PartialEq)]
pub struct Hear {
    /// How far it is, with the finding (sound locked, not heard).
    pub check: Check,
    /// What the member can do now.
    pub stage: HearStage,
    /// The loudspeakers to choose from; empty where the browser does not let a page choose.
    pub choice: Choice,
}

/// Where the loudspeaker step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HearStage {
    /// The chime was not played yet: offer to play it.
    Silent,
    /// It plays at this moment.
    Playing,
    /// It was played: ask whether it was heard. Offer to play it again.
    Asking,
    /// The member answered yes.
    Heard,
    /// The member answered no: offer another loudspeaker, and to play it again.
    NotHeard,
}

/// The microphone step. Its meter is fed past this view, since it moves 20 times a second.
#[derive(Clone, Debug, PartialEq)]
pub struct Speak {
    /// How far it is: `Running` while the prompt is open or no voice came yet, `Success` once a voice was heard.
    pub check: Check,
    /// Whether the microphone is open, so that the meter moves.
    pub live: bool,
    /// The microphones to choose from.
    pub choice: Choice,
    /// The trial of the voice, once it can be had.
    pub echo: Option<Echo>,
}

/// The trial of the member's voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Echo {
    /// Where it stands.
    pub stage: EchoStage,
    /// How much of the longest time it may take has passed, in hundredths.
    pub percent: u32,
}

/// Where the trial of the voice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EchoStage {
    /// Offered.
    Ready,
    /// The way there and back is being made.
    Preparing,
    /// The member is to say a sentence.
    Speak,
    /// It arrived: the member is heard.
    Heard,
    /// The engine has no room for it at the moment.
    NoRoom,
    /// Sound found no way.
    NoPath,
    /// Nothing was said.
    Silent,
    /// Something was said, and did not come back as it was.
    Lost,
}

impl Serialize for EchoStage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl EchoStage {
    /// The stable name in the page (`data-echo`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Preparing => "preparing",
            Self::Speak => "speak",
            Self::Heard => "heard",
            Self::NoRoom => "no-room",
            Self::NoPath => "no-path",
            Self::Silent => "silent",
            Self::Lost => "lost",
        }
    }
}

/// The camera step.
#[derive(Clone, Debug, PartialEq)]
pub struct See {
    /// How far it is: `Success` once a picture came.
    pub check: Check,
    /// The mirror picture, while the camera is open.
    pub mirror: Option<Picture>,
    /// The cameras to choose from.
    pub choice: Choice,
}

/// Devices to choose from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// All of one kind, in the browser's order. Shown when there are at least two.
    pub devices: Vec<Device>,
    /// The place of the one in use.
    pub chosen: Option<usize>,
}

/// A picture that the edge can attach to a video element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Picture {
    /// The member's own camera. The number changes when another camera is opened.
    Own(u32),
    /// Somebody else's, by the edge's number for the remote track.
    Remote(rtc::RemoteTrackId),
}

/// A sound that the edge can attach to an audio element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sound(pub rtc::RemoteTrackId);

/// The meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    /// The connection to the meeting.
    pub link: Link,
    /// How many people there are, with the member.
    pub people: usize,
    /// The member.
    pub me: Tile,
    /// Those of the others whose tiles are on the screen, in a stable order.
    pub others: Vec<Tile>,
    /// What is heard: of all the others, whether or not their tiles are on the screen.
    pub sounds: Vec<(ParticipantId, Sound)>,
    /// How the tiles are laid out.
    pub arrangement: Arrangement,
    /// Which page of tiles is shown.
    pub pages: Pages,
    /// Whether the member can choose between one large tile and equal ones.
    pub can_change_layout: bool,
    /// The screen that somebody else shares. It is the large tile then.
    pub share: Option<Share>,
    /// The microphone's button.
    pub microphone: Switch,
    /// The camera's button.
    pub camera: Switch,
    /// The button that shares the member's own screen; none where the browser cannot.
    pub screen: Option<Switch>,
    /// Whether no picture is sent and small ones are shown because the member wanted that; one button ends it.
    pub less: bool,
    /// What is wrong.
    pub help: Option<Help>,
    /// What happened to the devices.
    pub notices: Vec<Notice>,
    /// What staff wrote, oldest first.
    pub messages: Vec<String>,
}

/// How the tiles are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// All of one size.
    Equal {
        /// Side by side.
        columns: u32,
        /// On this page.
        tiles: u32,
    },
    /// One large, the others in a strip.
    Large {
        /// Where the strip is.
        side: Side,
        /// How many tiles there are in it.
        strip: u32,
    },
}

/// Where the strip of small tiles is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Beside the large one.
    Right,
    /// Below it.
    Below,
}

/// Pages of tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The one that is shown, from 0.
    pub current: usize,
    /// How many there are, at least 1.
    pub count: usize,
}

/// How an element with a picture is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It was not measured, or is gone.
    Unknown,
    /// It is there, but scrolled out of view.
    OutOfView,
    /// It is seen in this size, in CSS pixels.
    Size {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
    },
}

/// A screen that somebody shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Who.
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// What they show, once it is here.
    pub picture: Option<Picture>,
}

/// One person in the meeting.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Who (`data-participant`).
    pub id: ParticipantId,
    /// Their name.
    pub name: String,
    /// Whether they speak at this moment.
    pub speaking: bool,
    /// Whether their microphone is off.
    pub muted: bool,
    /// Their picture, when there is one to show.
    pub picture: Option<Picture>,
    /// Whether the server holds the picture back because this device's network is too slow.
    pub paused: bool,
    /// How good their connection is.
    pub quality: rtc::ConnectionQuality,
    /// Whether theirs is the large tile.
    pub large: bool,
}

/// The state of a button that switches a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// Whether the others hear or see the member.
    pub on: bool,
    /// Whether the device is being opened at this moment.
    pub busy: bool,
}

/// Something that happened to a device, and that was mended by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub code: wire::names::NoticeCode,
    /// The name of the device that is used now; empty when the browser does not tell it.
    pub device: String,
}
