//! What the edge observes by itself and tells the diagnosis: what the browser has, what it permits, whether there is a
//! network.

use std::{cell::RefCell, rc::Rc};

use diagnosis::{Fact, KilobitsPerSecond, Millis, Platform, fact};
use participant::{Event, ReportEvent};
use wasm_bindgen_futures::spawn_local;
use wire::AttemptId;

use super::Sender;
use crate::browser::{
    abilities::{self, Ability},
    clock, hand_out, health, media, network,
    permissions::{Permission, PermissionWatch},
    sound::{SoundState, SoundWatch},
    speed::{self, Speed},
};

/// Under which name a report is saved.
const REPORT_FILE: &str = "vorzimmer.txt";

/// What is watched while this lives.
pub struct Observing {
    _permissions: Rc<RefCell<Vec<PermissionWatch>>>,
    _sound: SoundWatch,
}

impl Observing {
    /// Tells what is so now, and whatever changes.
    // Never copied into what calls it: that is fetched earlier.
    #[inline(never)]
    pub fn start(sender: &Sender<Event>) -> Self {
        let tell = |fact| sender.send(Event::Observed(fact));
        for ability in Ability::ALL {
            let presence = if ability.is_there() { fact::Presence::Present } else { fact::Presence::Absent };
            tell(Fact::Capability(capability(ability), presence));
        }
        tell(Fact::Platform(Platform::of(&abilities::user_agent(), abilities::touch_points())));
        tell(online(network::online()));
        let permissions = Rc::new(RefCell::new(vec![]));
        for kind in [media::CaptureKind::Microphone, media::CaptureKind::Camera] {
            spawn_local(watch_permission(sender.clone(), permissions.clone(), kind));
        }
        let runs = sender.clone();
        let sound = SoundWatch::start(move |state| runs.send(Event::SoundRuns(state == SoundState::Open)));
        Self { _permissions: permissions, _sound: sound }
    }
}

/// What `navigator.onLine` says, as the diagnosis is told.
pub fn online(is: bool) -> Fact {
    Fact::Online(if is { fact::Online::Yes } else { fact::Online::No })
}

/// How wrong the device's clock is, by what the server's said just now.
pub fn clock_offset(server_time: wire::UnixMillis) -> Fact {
    Fact::ClockOffset(fact::ClockOffset(clock::unix_ms() - server_time.0))
}

/// Asks the server by plain HTTP how it is.
pub fn ask_health(sender: Sender<Event>) {
    spawn_local(async move {
        let health = match health::ask().await {
            health::Health::Ours => fact::Health::Ours,
            health::Health::Foreign => fact::Health::Foreign,
            health::Health::None => fact::Health::None,
        };
        sender.send(Event::Observed(Fact::Health(health)));
    });
}

/// Tries out what the line gives.
// Never copied into what calls it: that is fetched earlier.
#[inline(never)]
pub fn test_speed(sender: Sender<Event>, attempt: AttemptId) {
    spawn_local(async move {
        let result = speed::test().await.map(speed_test);
        sender.send(Event::SpeedTested { attempt, result });
    });
}

fn speed_test(Speed { round_trip, up, down }: Speed) -> fact::SpeedTest {
    fact::SpeedTest {
        round_trip: Millis(round_trip as u64),
        up: KilobitsPerSecond(up as u32),
        down: KilobitsPerSecond(down as u32),
    }
}

/// Copies a text, within the press that is being handled.
#[inline(never)]
pub fn copy(sender: Sender<Event>, text: String) {
    let copied = hand_out::copy(text);
    spawn_local(async move {
        // Where the browser does not let us, the text can be marked on the page, or saved.
        if copied.await.is_ok() {
            sender.send(Event::Report(ReportEvent::HandedOut));
        }
    });
}

/// Saves a text as a file.
#[inline(never)]
pub fn save(sender: &Sender<Event>, text: String) {
    if hand_out::save(REPORT_FILE, text).is_ok() {
        sender.send(Event::Report(ReportEvent::HandedOut));
    }
}

async fn watch_permission(
    sender: Sender<Event>,
    watches: Rc<RefCell<Vec<PermissionWatch>>>,
    kind: media::CaptureKind,
) {
    let told_kind = match kind {
        media::CaptureKind::Microphone => fact::CaptureKind::Microphone,
        media::CaptureKind::Camera => fact::CaptureKind::Camera,
    };
    let tell = move |permission| {
        let state = match permission {
            Permission::Prompt => fact::PermissionState::Prompt,
            Permission::Granted => fact::PermissionState::Granted,
            Permission::Denied => fact::PermissionState::Denied,
        };
        sender.send(Event::Observed(Fact::Permission(told_kind, state)));
    };
    let told = tell.clone();
    if let Some(watch) = PermissionWatch::start(kind, tell).await {
        told(watch.now());
        watches.borrow_mut().push(watch);
    }
}

fn capability(ability: Ability) -> fact::Capability {
    match ability {
        Ability::SecureContext => fact::Capability::SecureContext,
        Ability::MediaDevices => fact::Capability::MediaDevices,
        Ability::PeerConnection => fact::Capability::PeerConnection,
        Ability::AudioContext => fact::Capability::AudioContext,
        Ability::SessionStorage => fact::Capability::SessionStorage,
    }
}
