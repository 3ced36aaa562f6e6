//! The machine of a member's page: it knows the stage the member has reached, and lets the smaller machines
//! (connection, devices, meeting) act on what happens there.

mod devices;
mod echo;
mod helping;
mod joining;
mod line;
mod reporting;
mod searching;
mod show;
mod waiting;

use diagnosis::{
    Fact, Platform,
    fact::{MicTrack, TestTone},
};
use wire::{
    AttemptId, Checks, PROTOCOL, ParticipantId, UnixMillis,
    page::{DialIn, Page, Visitor},
    participant::FromParticipant,
};

use crate::{
    Millis,
    capture::Capture,
    devices::{CaptureKind, Device, DeviceId},
    diagnosing::Diagnosing,
    echo::{EchoEvent, EchoTest},
    effect::{Effect, Timer},
    event::Event,
    hear::Hear,
    lobby::Lobby,
    meeting::{self, gallery::Gallery, screen::Screen},
    memory::Memory,
    notices::Notices,
    searching::Searching,
    signalling::Signalling,
    speed_test::SpeedTesting,
    stage::Stage,
    view::{self, Ending, View},
    ways::Ways,
};

/// How long "you are back" stays to be read, in milliseconds.
const BACK_READ_MS: u32 = 5_000;

/// A member's session.
#[derive(Debug)]
pub struct Session {
    stage: Stage,
    lobby: Lobby,
    /// The server answered over plain HTTP since it was last heard.
    answers: bool,
    microphone: Capture,
    camera: Capture,
    hear: Hear,
    rtc: Signalling,
    me: Me,
    devices: Vec<Device>,
    memory: Memory,
    messages: Vec<(u32, String)>,
    reported: Option<Checks>,
    access: AttemptId,
    asked_for: Option<Purpose>,
    /// What opened the meeting that the member left.
    key: Option<(String, rtc::Token)>,
    was_live: bool,
    back_attempt: AttemptId,
    back: Option<AttemptId>,
    /// Media take long to come for the first time.
    media_slow: bool,
    sound_locked: bool,
    gallery: Gallery,
    screen: Screen,
    notices: Notices,
    /// The server has no meeting to give a key to, as it said last.
    no_meeting: bool,
    /// Somebody else switched the microphone off, and the member has not switched it on since.
    silenced: bool,
    diagnosing: Diagnosing,
    /// How the member can take part by telephone.
    dial_in: Option<Box<DialIn>>,
    echo: Option<Box<EchoTest>>,
    reporting: view::Reporting,
    /// The server's clock, and what ours said at the time.
    clock: Option<(Millis, UnixMillis)>,
    echo_attempt: AttemptId,
    /// Which browser on which system.
    platform: Option<Platform>,
    /// Whether the browser lets the page make and hear sound, once that is known.
    sound_runs: Option<bool>,
    look: AttemptId,
    searching: Searching,
    /// The tests of what the line gives, once there was time for one.
    speed: Option<Box<SpeedTesting>>,
    /// The trials of the ways for media, once there was time for one.
    ways: Option<Box<Ways>>,
    /// The browser gives any microphone without asking the member.
    lends_any: bool,
    /// Of which devices the browser has said whether it permits them.
    permissions: Vec<CaptureKind>,
    /// What is known of the line, while the meeting stands.
    line: Option<Box<meeting::line::Line>>,
    /// Whether the server is heard though media do not flow.
    blocked: Option<line::Blocked>,
    /// What is given up by itself while the device is too slow.
    shed: meeting::shed::Shed,
    udp: meeting::line::Udp,
    /// The member wants fewer pictures; whether the camera was on before.
    less: Option<bool>,
}

/// What a page knows of its member.
#[derive(Debug)]
struct Me {
    id: ParticipantId,
    name: String,
    origin: String,
}

/// What a meeting token was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Purpose {
    Join,
    Renew(rtc::Attempt),
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

impl Session {
    /// A session whose page is not there yet: it waits for [`Event::Started`].
    pub fn new() -> Self {
        Self {
            stage: Stage::Blank,
            lobby: Lobby::new(wire::InvitationToken::new(""), String::new()),
            answers: false,
            microphone: Capture::new(CaptureKind::Microphone, None),
            camera: Capture::new(CaptureKind::Camera, None),
            hear: Hear::new(None),
            rtc: Signalling::new(0),
            me: Me { id: ParticipantId(String::new()), name: String::new(), origin: String::new() },
            devices: vec![],
            memory: Memory::default(),
            messages: vec![],
            reported: None,
            access: AttemptId::default(),
            asked_for: None,
            key: None,
            was_live: true,
            back_attempt: AttemptId::default(),
            back: None,
            media_slow: false,
            sound_locked: false,
            gallery: Gallery::default(),
            screen: Screen::default(),
            notices: Notices::default(),
            no_meeting: false,
            silenced: false,
            diagnosing: Diagnosing::default(),
            dial_in: None,
            echo: None,
            reporting: view::Reporting::Away,
            clock: None,
            echo_attempt: AttemptId::default(),
            platform: None,
            sound_runs: None,
            look: AttemptId::default(),
            searching: Searching::default(),
            speed: None,
            ways: None,
            lends_any: false,
            permissions: vec![],
            line: None,
            blocked: None,
            shed: meeting::shed::Shed::NOTHING,
            udp: meeting::line::Udp::UNKNOWN,
            less: None,
        }
    }

    /// Takes in what happened at `now`, and says what is to be done, in order.
    pub fn update(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        let inside = self.stage.is_inside();
        let reaction = self.react(now, event);
        // Whoever is listened to is closed before anything is opened: some systems lend a device only once.
        let mut effects = if self.diagnosing.is_loaded() { self.search(now) } else { vec![] };
        effects.extend(reaction);
        effects.extend(self.follow_meeting(now));
        effects.extend(self.follow_link());
        effects.extend(self.follow_echo(now));
        effects.extend(self.test_speed(now));
        effects.extend(self.try_ways(now, None));
        self.follow_media(now);
        self.follow_states(now);
        effects.extend(self.report_checks());
        if inside != self.stage.is_inside() {
            effects.push(Effect::RememberEntered(self.stage.is_inside()));
        }
        effects
    }

    fn react(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        match event {
            Event::Started { page, memory, tab, entered, origin, seed } => {
                self.start(now, page, memory, tab, entered, origin, seed)
            }
            Event::EnterPressed if self.stage == Stage::Arrival => self.enter(now, false),
            Event::ContinueHerePressed if self.stage == Stage::Elsewhere => self.enter(now, true),
            Event::RejoinPressed if self.stage == Stage::Left => self.rejoin(now),
            // A second press, or one that was on its way when the screen changed.
            Event::EnterPressed | Event::ContinueHerePressed | Event::RejoinPressed => vec![],

            Event::ChimePressed => self.hear.play(),
            Event::HeardAnswered(heard) => {
                self.hear.answered(heard);
                vec![]
            }
            Event::ChimePlayed { attempt } => {
                if self.hear.played(attempt) && self.microphone.is_live() {
                    self.diagnosing.observe(now, Fact::TestTone(TestTone::Absent));
                }
                vec![]
            }
            Event::ChimeCameBack { attempt } => {
                if attempt == self.microphone.attempt() && self.hear.came_back() {
                    self.diagnosing.observe(now, Fact::TestTone(TestTone::Found));
                }
                vec![]
            }
            Event::ChimeLocked { attempt } => {
                self.hear.locked(attempt);
                vec![]
            }

            Event::CapturePressed(kind) => self.capture(kind).ask(),
            Event::CameraSkipped => self.camera.skip(),
            Event::DeviceChosen { kind, id } => self.choose(kind, id),
            Event::DevicesListed(devices) => self.devices_listed(now, devices),
            Event::DevicesChanged if self.stage.is_inside() => vec![Effect::ListDevices],
            Event::DevicesChanged => vec![],
            Event::CaptureOpened { attempt, kind, device, track, picture } => {
                self.capture_opened(now, attempt, kind, device, track, picture)
            }
            Event::CaptureRefused { attempt, kind, problem } => {
                if !self.capture(kind).refused(attempt, problem) {
                    return vec![];
                }
                let mut effects = self.mute(now, kind, true);
                effects.extend(self.next_device(kind));
                effects
            }
            Event::CaptureEnded { attempt, kind } => self.capture_ended(now, attempt, kind),
            Event::VoiceHeard { attempt } => {
                self.microphone.prove(attempt);
                vec![]
            }
            Event::PictureSeen { attempt } => {
                self.camera.prove(attempt);
                vec![]
            }

            Event::LobbyOpened { attempt } => self.lobby.opened(now, attempt),
            Event::LobbyHeard { attempt, message } if self.lobby.heard(now, attempt) => {
                self.answers = false;
                self.heard(now, message)
            }
            Event::LobbyHeard { .. } => vec![],
            Event::LobbyClosed { attempt } => self.lobby_closed(now, attempt),
            Event::SocketWorks => self.lobby.go_back_to_socket(now),

            Event::MeetingLoaded => self.meeting_loaded(now),
            Event::MeetingDelayed => {
                self.rtc.failed_to_load();
                vec![]
            }
            Event::MutePressed => self.toggle(now, CaptureKind::Microphone),
            Event::CameraPressed => self.toggle(now, CaptureKind::Camera),
            Event::SharePressed if self.rtc.is_here() => self.share(now),
            Event::PageTurned(page) => {
                self.gallery.turn_to(page);
                vec![]
            }
            Event::LayoutPressed => {
                self.gallery.change_layout();
                vec![]
            }
            Event::UseAllPressed if self.rtc.is_here() => self.use_all(now),
            Event::LeavePressed => self.leave(now),
            Event::ScreenPossible => {
                self.screen.possible();
                vec![]
            }
            Event::ScreenOpened { attempt, track, picture } => {
                self.screen_opened(now, attempt, track, picture)
            }
            Event::ScreenEnded { attempt } => {
                if self.screen.ended(attempt) {
                    self.screen_gone(now)
                } else {
                    vec![]
                }
            }
            Event::AreaMeasured { width, height, density } => {
                self.gallery.measured(width, height, density);
                vec![]
            }
            Event::PictureMeasured { track, sight } => {
                self.gallery.seen(track, sight);
                vec![]
            }
            Event::Rtc(event) => self.signal(now, event),
            Event::LineRead(reading) if self.rtc.is_here() => self.line_read(now, *reading),
            // Nothing of a meeting happens before its code is here.
            Event::SharePressed | Event::UseAllPressed | Event::LineRead(_) => vec![],
            Event::SoundLocked => {
                self.sound_locked = true;
                vec![]
            }
            Event::SoundUnlocked => {
                self.sound_locked = false;
                vec![]
            }
            Event::UnlockPressed => {
                self.unlocked();
                vec![]
            }
            Event::SoundRuns(runs) => {
                self.sound_runs = Some(runs);
                vec![]
            }
            Event::HelpLoaded => {
                self.diagnosing.loaded();
                self.reporting = view::Reporting::Offered;
                vec![]
            }
            Event::Report(event) if self.diagnosing.is_loaded() => self.report(now, event),
            Event::RemedyPressed(action) if self.diagnosing.is_loaded() => self.remedy(now, action),
            Event::Report(_) | Event::RemedyPressed(_) => vec![],
            Event::Observed(fact) => {
                self.observed(now, fact);
                vec![]
            }
            Event::SoundMeasured { attempt, sound } => {
                if attempt != self.microphone.attempt() || !self.microphone.is_live() {
                    return vec![];
                }
                let device = self.live_device(CaptureKind::Microphone);
                self.diagnosing.observe(now, Fact::Sound(device, sound));
                self.chosen_gave(now, &sound);
                self.echo(now, EchoEvent::Voiced(sound.voiced.0))
            }
            Event::OtherSoundMeasured { attempt, sound } => {
                self.other_gave(now, attempt, sound);
                vec![]
            }
            Event::OtherRefused { attempt } => {
                self.searching.refused(attempt);
                vec![]
            }
            Event::CameraMeasured { attempt, picture } => {
                if attempt == self.camera.attempt() && self.camera.is_live() {
                    let device = self.live_device(CaptureKind::Camera);
                    self.diagnosing.observe(now, Fact::Picture(device, picture));
                }
                vec![]
            }
            Event::MicrophoneMuted { attempt, muted } => {
                if attempt == self.microphone.attempt() {
                    if muted {
                        self.searching.disturbed();
                    }
                    let track = if muted { MicTrack::Muted } else { MicTrack::Flowing };
                    self.diagnosing.observe(now, Fact::MicTrack(track));
                }
                vec![]
            }

            Event::SpeedTested { attempt, result } => {
                self.speed_tested(now, attempt, result);
                vec![]
            }
            Event::Echo(event) => self.echo(now, event),

            Event::TimerElapsed { timer, attempt } => self.elapsed(now, timer, attempt),
            Event::PageSeen(seen) => {
                self.gallery.page_seen(seen);
                vec![]
            }
            Event::PageWoke => self.woke(now),
        }
    }

    /// What to show.
    pub fn view(&self) -> View {
        match &self.stage {
            Stage::Blank => View::Arrival { entering: true, unreachable: false },
            Stage::Stranger => View::Stranger,
            Stage::Refused(problem) => View::Refused { problem: *problem },
            Stage::Arrival => View::Arrival { entering: false, unreachable: false },
            Stage::Entering => View::Arrival { entering: true, unreachable: self.lobby.is_failing() },
            Stage::Waiting { place, meeting_open } => View::Waiting(self.waiting(*place, *meeting_open)),
            Stage::Rejected { sentence } => View::Rejected { sentence: sentence.clone() },
            Stage::Elsewhere => View::Elsewhere,
            Stage::Joining => self.joining(),
            Stage::Meeting => self.meeting().map_or_else(|| self.joining(), View::Meeting),
            Stage::Left => View::Ended { how: Ending::Left },
            Stage::Over => View::Ended { how: Ending::MeetingOver },
        }
    }

    #[allow(clippy::too_many_arguments)] // The fields of one event.
    fn start(
        &mut self,
        now: Millis,
        page: Page,
        memory: Memory,
        tab: String,
        entered: bool,
        origin: String,
        seed: u64,
    ) -> Vec<Effect> {
        if page.protocol != PROTOCOL {
            return vec![Effect::ReloadPage];
        }
        let invited = match page.visitor {
            Visitor::Stranger => {
                self.stage = Stage::Stranger;
                return vec![];
            }
            Visitor::Refused { problem } => {
                self.stage = Stage::Refused(problem);
                return vec![];
            }
            Visitor::Invited(invited) => invited,
        };
        let device = |id: &Option<String>| id.clone().map(DeviceId);
        self.microphone = Capture::new(CaptureKind::Microphone, device(&memory.microphone));
        self.camera = Capture::new(CaptureKind::Camera, device(&memory.camera));
        self.hear = Hear::new(device(&memory.speaker));
        self.lobby = Lobby::new(invited.invitation, tab);
        self.rtc = Signalling::new(seed);
        self.me.name = invited.name;
        self.dial_in = invited.dial_in;
        self.me.origin = origin;
        self.memory = memory;
        self.stage = Stage::Arrival;
        if entered { self.enter(now, false) } else { vec![] }
    }

    /// What waits to try again tries at once.
    fn woke(&mut self, now: Millis) -> Vec<Effect> {
        let mut effects = self.lobby.woke(now);
        effects.extend(self.signal(now, rtc::Event::WokeUp));
        effects
    }

    fn enter(&mut self, now: Millis, take_over: bool) -> Vec<Effect> {
        self.stage = Stage::Entering;
        self.reported = None;
        let mut effects = vec![Effect::ListDevices];
        effects.extend(self.look_again());
        effects.extend(self.lobby.open(now, take_over));
        effects.extend(self.hear.sink.clone().map(Effect::UseSink));
        effects.extend(self.ask_devices());
        effects
    }

    fn elapsed(&mut self, now: Millis, timer: Timer, attempt: AttemptId) -> Vec<Effect> {
        match timer {
            Timer::LobbyRetry => self.lobby.retry(now, attempt),
            Timer::LobbyKeepAlive => self.lobby.keep_alive(now, attempt),
            Timer::MicrophonePending => {
                self.microphone.pending(attempt);
                vec![]
            }
            Timer::CameraPending => {
                self.camera.pending(attempt);
                vec![]
            }
            Timer::NoticeRead => {
                self.notices.read(attempt);
                vec![]
            }
            Timer::AskStanding if attempt != self.access => vec![],
            Timer::AskStanding => match (&self.stage, self.asked_for) {
                (_, Some(purpose)) => self.request_access(purpose),
                (Stage::Joining, None) => self.ask_in(),
                (_, None) => vec![],
            },
            // Another page has the place, or it is all over: nothing is to be found any more.
            Timer::Look if attempt != self.look || !self.stage.is_inside() => vec![],
            Timer::Look => self.look_again(),
            Timer::Echo => self.echo(now, EchoEvent::Looked { attempt }),
            Timer::MediaComing => {
                self.media_slow = attempt == self.access && self.rtc.is_joining();
                vec![]
            }
            Timer::BackRead => {
                if self.back == Some(attempt) {
                    self.back = None;
                }
                vec![]
            }
        }
    }

    /// Notices when the connection of the screen is lost and when it is back.
    fn follow_link(&mut self) -> Vec<Effect> {
        let live = match &self.stage {
            Stage::Waiting { .. } => self.lobby.is_live(),
            Stage::Meeting => self.rtc.view().is_some_and(|view| meeting::is_live(&view)),
            Stage::Blank
            | Stage::Stranger
            | Stage::Refused(_)
            | Stage::Arrival
            | Stage::Entering
            | Stage::Rejected { .. }
            | Stage::Elsewhere
            | Stage::Joining
            | Stage::Left
            | Stage::Over => {
                self.was_live = true;
                self.back = None;
                return vec![];
            }
        };
        let was_live = std::mem::replace(&mut self.was_live, live);
        if was_live || !live {
            return vec![];
        }
        let attempt = self.back_attempt.advance();
        self.back = Some(attempt);
        vec![Effect::SetTimer { timer: Timer::BackRead, attempt, after: BACK_READ_MS }]
    }

    fn report_checks(&mut self) -> Vec<Effect> {
        if !self.lobby.is_live() {
            return vec![];
        }
        let checks = self.checks();
        if self.reported == Some(checks) {
            return vec![];
        }
        self.reported = Some(checks);
        vec![Effect::SendLobby(FromParticipant::ReportChecks { checks })]
    }
}
