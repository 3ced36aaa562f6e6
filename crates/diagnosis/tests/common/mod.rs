//! A healthy member's page, and the evidence of each fault of the catalogue.

// Each test program uses what it needs.
#![allow(dead_code)]

use diagnosis::{
    App, Browser, Code, Dbfs, Fact, KilobitsPerSecond, Millis, Permille, Platform, System,
    fact::{
        Answer, Capability, Capacity, CaptureKind, CaptureState, Chime, ClockOffset, Device, DeviceId,
        DeviceKind, Devices, Direction, Encoder, GroupId, Health, Jitter, Loss, MediaPath, MicTrack,
        NetworkChanged, Online, Output, OwnSwitch, PermissionState, Picture, PlaceKept, Presence,
        QualityLimit, Reach, Refusal, RoundTrip, Seat, Sound, Speaker, TestTone, Transport, WebSocketReach,
    },
};

use CaptureKind::{Camera, Microphone};

/// Facts with their times in milliseconds.
pub type Story = Vec<(Millis, Fact)>;

pub fn at(ms: u64, facts: impl IntoIterator<Item = Fact>) -> Story {
    facts.into_iter().map(|fact| (Millis(ms), fact)).collect()
}

pub fn id(name: &str) -> DeviceId {
    DeviceId(name.into())
}

fn listed(kind: DeviceKind, name: &str, label: &str) -> Device {
    Device { kind, id: id(name), group: GroupId(name.into()), label: label.into() }
}

pub fn devices() -> Vec<Device> {
    vec![
        listed(DeviceKind::AudioInput, "mic", "Mikrofonarray (Realtek(R) Audio)"),
        listed(DeviceKind::AudioInput, "headset", "Headset (Jabra Evolve 40)"),
        listed(DeviceKind::AudioOutput, "speaker", "Lautsprecher (Realtek(R) Audio)"),
        listed(DeviceKind::VideoInput, "cam", "Integrated Camera"),
    ]
}

fn list(devices: Vec<Device>) -> Fact {
    Fact::Devices(Devices(devices))
}

pub fn list_without(kind: DeviceKind) -> Fact {
    list(devices().into_iter().filter(|device| device.kind != kind).collect())
}

pub fn voice() -> Sound {
    Sound {
        over: Millis(3_000),
        peak: Dbfs::whole(-9),
        voiced: Millis(2_000),
        voice: Dbfs::whole(-25),
        floor: Dbfs::whole(-65),
        hum: Dbfs::whole(-80),
        full_scale: 0,
    }
}

pub fn silence() -> Sound {
    Sound {
        over: Millis(3_000),
        peak: Dbfs::NOTHING,
        voiced: Millis(0),
        voice: Dbfs::NOTHING,
        floor: Dbfs::NOTHING,
        hum: Dbfs::NOTHING,
        full_scale: 0,
    }
}

pub fn mic(sound: Sound) -> Fact {
    Fact::Sound(id("mic"), sound)
}

fn quiet(change: impl FnOnce(&mut Sound)) -> Fact {
    let mut sound = Sound { voiced: Millis(0), ..voice() };
    change(&mut sound);
    mic(sound)
}

pub fn picture() -> Picture {
    Picture {
        over: Millis(2_000),
        frames: 50,
        luma: 110,
        spread: 50,
        centre: 120,
        border: 105,
        same: Millis(0),
    }
}

pub fn cam(picture: Picture) -> Fact {
    Fact::Picture(id("cam"), picture)
}

pub fn refused(kind: CaptureKind, why: Refusal) -> Fact {
    Fact::Capture(kind, CaptureState::Refused(why))
}

fn platform(app: Option<App>) -> Fact {
    Fact::Platform(Platform { browser: Browser::Chrome, system: System::Android, app })
}

fn web_socket(reach: Reach) -> Fact {
    Fact::WebSocket(WebSocketReach(reach))
}

fn encoder(limit: QualityLimit) -> Fact {
    Fact::Encoder(Encoder { limit, per_frame: Millis(8), interval: Millis(40) })
}

fn capacity(direction: Direction, kilobits: u32) -> Fact {
    Fact::Capacity(direction, Capacity(KilobitsPerSecond(kilobits)))
}

fn rebooted(kind: CaptureKind, device: &str) -> [Fact; 2] {
    [Fact::Permission(kind, PermissionState::Granted), Fact::Capture(kind, CaptureState::Live(id(device)))]
}

/// Everything there is to say of a page with which nothing is wrong: states that began at `began`, and what was measured
/// since then up to `now`.
pub fn healthy(began: u64, now: u64) -> Story {
    let capabilities = [
        Capability::SecureContext,
        Capability::MediaDevices,
        Capability::PeerConnection,
        Capability::WebAssembly,
        Capability::AudioContext,
        Capability::SessionStorage,
    ];
    let mut story = at(began, capabilities.map(|capability| Fact::Capability(capability, Presence::Present)));
    story.extend(at(began, [platform(None), list(devices())]));
    story.extend(at(began, rebooted(Microphone, "mic")));
    story.extend(at(began, rebooted(Camera, "cam")));
    story.extend(at(
        began,
        [
            Fact::MicTrack(MicTrack::Flowing),
            Fact::OwnSwitch(OwnSwitch::On),
            Fact::Output(Output::Running),
            Fact::Speaker(Speaker::Chosen(id("speaker"))),
            Fact::Chime(Chime::Heard),
            Fact::TestTone(TestTone::Absent),
            Fact::Online(Online::Yes),
            Fact::Transport(Transport::Connected),
            Fact::Answer(Answer::Admitted),
            Fact::Seat(Seat::Here),
        ],
    ));
    story.extend(at(
        now,
        [
            Fact::ClockOffset(ClockOffset(300)),
            mic(voice()),
            cam(picture()),
            Fact::Health(Health::Ours),
            web_socket(Reach::Works),
            Fact::Media(MediaPath::Udp, Reach::Works),
            Fact::Media(MediaPath::Tcp, Reach::Works),
            Fact::RoundTrip(RoundTrip(Millis(40))),
            Fact::Loss(Loss(Permille(2))),
            Fact::Jitter(Jitter(Millis(6))),
            capacity(Direction::Up, 3_000),
            capacity(Direction::Down, 9_000),
            encoder(QualityLimit::None),
        ],
    ));
    story
}

fn prompt(kind: CaptureKind) -> Fact {
    Fact::Permission(kind, PermissionState::Prompt)
}

/// What proves this fault, and no other one that is not explained by it, in a page that was healthy before.
pub fn evidence(code: Code) -> Vec<Fact> {
    match code {
        Code::InsecureContext => vec![Fact::Capability(Capability::SecureContext, Presence::Absent)],
        Code::BrowserUnsupported => vec![Fact::Capability(Capability::PeerConnection, Presence::Absent)],
        Code::InAppBrowser => vec![platform(Some(App::Facebook)), refused(Microphone, Refusal::Denied)],
        Code::StorageBlocked => vec![Fact::Capability(Capability::SessionStorage, Presence::Absent)],
        Code::JoinedElsewhere => vec![Fact::Seat(Seat::Elsewhere)],
        Code::ClockSkew => vec![Fact::ClockOffset(ClockOffset(-300_000))],
        Code::CpuOverload => vec![encoder(QualityLimit::Cpu)],
        Code::MicPermissionPending => vec![Fact::Capture(Microphone, CaptureState::Asking)],
        Code::MicPermissionDismissed => {
            vec![prompt(Microphone), refused(Microphone, Refusal::Dismissed)]
        }
        Code::MicPermissionDenied => {
            vec![Fact::Permission(Microphone, PermissionState::Denied), refused(Microphone, Refusal::Denied)]
        }
        Code::MicBlockedBySystem => vec![refused(Microphone, Refusal::BySystem)],
        Code::MicBlockedByPolicy => vec![refused(Microphone, Refusal::ByPolicy)],
        Code::CameraPermissionPending => vec![Fact::Capture(Camera, CaptureState::Asking)],
        Code::CameraPermissionDismissed => vec![prompt(Camera), refused(Camera, Refusal::Dismissed)],
        Code::CameraPermissionDenied => {
            vec![Fact::Permission(Camera, PermissionState::Denied), refused(Camera, Refusal::Denied)]
        }
        Code::CameraBlockedBySystem => vec![refused(Camera, Refusal::BySystem)],
        Code::CameraBlockedByPolicy => vec![refused(Camera, Refusal::ByPolicy)],
        Code::MicMissing => {
            vec![refused(Microphone, Refusal::NotFound), list_without(DeviceKind::AudioInput)]
        }
        Code::MicInUse => vec![refused(Microphone, Refusal::InUse)],
        Code::MicFailed => vec![refused(Microphone, Refusal::Other)],
        Code::MicUnplugged => {
            vec![
                Fact::Capture(Microphone, CaptureState::Ended(id("mic"))),
                list_without(DeviceKind::AudioInput),
            ]
        }
        Code::MicMutedBySystem => vec![Fact::MicTrack(MicTrack::Muted), mic(silence())],
        Code::MicSilent => vec![mic(silence())],
        Code::WrongMic => vec![mic(silence()), Fact::Sound(id("headset"), voice())],
        Code::NotAMicrophone => {
            let mix = listed(DeviceKind::AudioInput, "mic", "Stereomix (Realtek(R) Audio)");
            let others = devices().into_iter().filter(|device| device.id != mix.id);
            vec![list(others.chain([mix.clone()]).collect()), mic(silence())]
        }
        Code::MicTooQuiet => vec![mic(Sound { voice: Dbfs::whole(-55), ..voice() })],
        Code::MicClipping => vec![mic(Sound { full_scale: 40, ..voice() })],
        Code::MicNoisy => vec![quiet(|sound| sound.floor = Dbfs::whole(-35))],
        Code::HeadsetSplit => {
            let buds = listed(DeviceKind::AudioInput, "mic", "Headset (Galaxy Buds Hands-Free AG Audio)");
            let music = listed(DeviceKind::AudioOutput, "speaker", "Kopfhörer (Galaxy Buds Stereo)");
            let camera = listed(DeviceKind::VideoInput, "cam", "Integrated Camera");
            vec![list(vec![buds, music, camera])]
        }
        Code::TalkingWhileMuted => vec![Fact::OwnSwitch(OwnSwitch::Off)],
        Code::EchoRisk => vec![Fact::TestTone(TestTone::Found)],
        Code::SoundLocked => vec![Fact::Output(Output::Locked), Fact::Chime(Chime::NotHeard)],
        Code::SpeakerNotHeard => vec![Fact::Chime(Chime::NotHeard)],
        Code::SpeakerUnplugged => vec![Fact::Speaker(Speaker::Gone(id("speaker")))],
        Code::CameraMissing => vec![refused(Camera, Refusal::NotFound), list_without(DeviceKind::VideoInput)],
        Code::CameraInUse => vec![refused(Camera, Refusal::InUse)],
        Code::CameraFailed => vec![refused(Camera, Refusal::Other)],
        Code::CameraUnplugged => {
            vec![Fact::Capture(Camera, CaptureState::Ended(id("cam"))), list_without(DeviceKind::VideoInput)]
        }
        Code::CameraBlack => {
            vec![cam(Picture { luma: 4, spread: 1, centre: 4, border: 4, same: Millis(2_000), ..picture() })]
        }
        Code::CameraDark => vec![cam(Picture { luma: 30, centre: 30, border: 30, frames: 6, ..picture() })],
        Code::CameraFrozen => vec![cam(Picture { frames: 0, ..picture() })],
        Code::CameraSlow => vec![cam(Picture { frames: 6, ..picture() })],
        Code::Offline => vec![Fact::Online(Online::No), Fact::Health(Health::None), web_socket(Reach::Fails)],
        Code::ServerUnreachable => vec![Fact::Health(Health::None), web_socket(Reach::Fails)],
        Code::Intercepted => vec![
            Fact::Health(Health::Foreign),
            web_socket(Reach::Fails),
            Fact::Media(MediaPath::Udp, Reach::Fails),
            Fact::Media(MediaPath::Tcp, Reach::Fails),
        ],
        Code::WebsocketBlocked => vec![web_socket(Reach::Fails)],
        Code::UdpBlocked => {
            vec![Fact::Media(MediaPath::Udp, Reach::Fails), Fact::RoundTrip(RoundTrip(Millis(600)))]
        }
        Code::MediaBlocked => {
            vec![Fact::Media(MediaPath::Udp, Reach::Fails), Fact::Media(MediaPath::Tcp, Reach::Fails)]
        }
        Code::HighLatency => vec![Fact::RoundTrip(RoundTrip(Millis(450)))],
        Code::PacketLoss => vec![Fact::Loss(Loss(Permille(50)))],
        Code::Jitter => vec![Fact::Jitter(Jitter(Millis(50)))],
        Code::UplinkSlow => vec![capacity(Direction::Up, 400)],
        Code::DownlinkSlow => vec![capacity(Direction::Down, 100)],
        Code::ConnectionChanged => vec![
            Fact::NetworkChanged(NetworkChanged),
            Fact::Transport(Transport::Broken),
            Fact::Loss(Loss(Permille(400))),
        ],
        Code::InvitationUnknown => vec![Fact::Answer(Answer::InvitationUnknown)],
        Code::InvitationExpired => vec![Fact::Answer(Answer::InvitationExpired)],
        Code::InvitationRevoked => vec![Fact::Answer(Answer::InvitationRevoked)],
        Code::MeetingNotOpen => vec![Fact::Answer(Answer::MeetingNotOpen)],
        Code::MeetingOver => vec![Fact::Answer(Answer::MeetingOver)],
        Code::Rejected => vec![Fact::Answer(Answer::Rejected)],
        Code::Removed => vec![Fact::Answer(Answer::Removed)],
        Code::PlaceKept => vec![Fact::PlaceKept(PlaceKept)],
    }
}

/// How long after its evidence a fault is looked for: the longest that a rule waits.
pub const PATIENCE: u64 = 4_000;

/// A fault that begins at `began`, to be looked for [`PATIENCE`] later.
pub fn fault(code: Code, began: u64) -> Story {
    let mut story = at(began, evidence(code));
    // First the microphone is switched off, and then the member talks.
    if code == Code::TalkingWhileMuted {
        story.extend(at(began + PATIENCE, [mic(voice())]));
    }
    story
}
