//! Which other microphone hears the member while the chosen one gives nothing: the others are listened to in turn, one
//! at a time and each for a moment.
//!
//! It decides whom to listen to, and for how long. Whether there is a reason is the session's business, and what was
//! heard is judged by the diagnosis.

use diagnosis::{Browser, Platform, System, fact::Sound, is_loopback};
use wire::AttemptId;

use crate::{
    Millis,
    devices::{Device, DeviceId, DeviceKind, hardware},
    effect::Effect,
};

/// For so long the chosen one must have given nothing, in milliseconds. Sooner than it is called silent, so that the
/// better one is known by then.
const SILENT_FOR_MS: u64 = 2_000;

/// How long each one is listened to, in milliseconds of sound: a few words. Source: ours; Jitsi decides within 3 s.
const LISTEN_MS: u64 = 1_500;

/// So long after it was asked for one must have given that, in milliseconds. A Bluetooth headset takes two seconds to
/// open; what takes longer is a question of the browser's, which nobody expects.
const PATIENCE_MS: u64 = 5_000;

/// How often all of them are listened to while the chosen one is silent: the member may not have said anything yet, but a
/// headset that clicks again and again helps nobody.
const ROUNDS: u32 = 3;

/// How long everything is left alone between two rounds, in milliseconds.
const PAUSE_MS: u64 = 4_000;

/// The search of one page.
#[derive(Debug, Default)]
pub struct Searching {
    state: State,
    attempt: AttemptId,
    /// The chosen one has given nothing for long enough.
    silent: bool,
    /// Whose turn has been in this round.
    asked: Vec<DeviceId>,
    /// The one that heard most of a voice so far, and what.
    best: Option<(DeviceId, Sound)>,
    rounds: u32,
    /// This browser lends one microphone at a time: nobody is listened to any more.
    barred: bool,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    Listening {
        to: DeviceId,
        since: Millis,
        heard: Option<Sound>,
    },
    Pausing {
        until: Millis,
    },
    /// The best one hears the member.
    Found,
    /// Nobody hears anything, as often as was asked.
    Over,
}

impl Searching {
    /// The chosen one gave this.
    #[inline(never)]
    pub fn chosen_gave(&mut self, sound: &Sound) {
        self.silent = sound.is_silence() && sound.over.0 >= SILENT_FOR_MS;
    }

    /// Whether the chosen one gives nothing, and others may be listened to.
    pub fn is_wanted(&self) -> bool {
        self.silent && !self.barred
    }

    /// What is to be done when these are the others, of which one is known to hear the member or not.
    #[inline(never)]
    pub fn go_on(&mut self, now: Millis, others: &[DeviceId], found: bool) -> Vec<Effect> {
        match &self.state {
            State::Listening { .. } if found && self.best.is_some() => {
                self.state = State::Found;
                vec![Effect::StopListening]
            }
            State::Listening { to, heard: Some(sound), .. }
                if sound.over.0 < LISTEN_MS && others.contains(to) =>
            {
                vec![]
            }
            State::Listening { heard: None, since, .. } if now.saturating_sub(*since) < PATIENCE_MS => vec![],
            State::Listening { heard: None, .. } => self.bar(),
            State::Pausing { until } if now < *until => vec![],
            State::Found if self.best.as_ref().is_some_and(|(best, _)| others.contains(best)) => vec![],
            State::Over => vec![],
            State::Idle | State::Listening { .. } | State::Pausing { .. } | State::Found => {
                self.next(now, others)
            }
        }
    }

    /// There is no reason any more.
    #[inline(never)]
    pub fn stop(&mut self) -> Vec<Effect> {
        let was_listening = self.is_listening();
        let (attempt, barred) = (self.attempt, self.barred);
        *self = Self { attempt, barred, ..Self::default() };
        if was_listening { vec![Effect::StopListening] } else { vec![] }
    }

    /// The one that is listened to gave this. Returns which one it is, unless that is another one by now.
    #[inline(never)]
    pub fn other_gave(&mut self, attempt: AttemptId, sound: Sound) -> Option<DeviceId> {
        let State::Listening { to, heard, .. } = &mut self.state else { return None };
        if attempt != self.attempt {
            return None;
        }
        *heard = Some(sound);
        let most = self.best.as_ref().map_or(0, |(_, best)| best.voiced.0);
        if sound.voiced.0 > most {
            self.best = Some((to.clone(), sound));
        }
        Some(to.clone())
    }

    /// The one that is listened to cannot be, or no longer.
    #[inline(never)]
    pub fn refused(&mut self, attempt: AttemptId) {
        if attempt == self.attempt {
            self.disturbed();
        }
    }

    /// Something happened to the chosen one. If that was while another one was listened to, this browser lends one
    /// microphone at a time.
    pub fn disturbed(&mut self) {
        self.barred |= self.is_listening();
    }

    /// The one that hears the member, with what it heard.
    pub fn found(&self) -> Option<(&DeviceId, Sound)> {
        let (device, sound) = self.best.as_ref()?;
        matches!(self.state, State::Found).then_some((device, *sound))
    }

    fn is_listening(&self) -> bool {
        matches!(self.state, State::Listening { .. })
    }

    fn bar(&mut self) -> Vec<Effect> {
        self.barred = true;
        self.stop()
    }

    fn next(&mut self, now: Millis, others: &[DeviceId]) -> Vec<Effect> {
        let was_listening = self.is_listening();
        if let Some(to) = others.iter().find(|other| !self.asked.contains(other)) {
            self.asked.push(to.clone());
            self.best.take_if(|(best, _)| best == to || !others.contains(best));
            self.state = State::Listening { to: to.clone(), since: now, heard: None };
            return vec![Effect::ListenTo { attempt: self.attempt.advance(), device: to.clone() }];
        }
        self.asked.clear();
        self.rounds += 1;
        self.state =
            if self.rounds < ROUNDS { State::Pausing { until: now + PAUSE_MS } } else { State::Over };
        if was_listening { vec![Effect::StopListening] } else { vec![] }
    }
}

/// The microphones to listen to in place of the chosen one: each once, and nothing that records the device's own sound.
pub fn others(devices: &[Device], chosen: &DeviceId) -> Vec<DeviceId> {
    let kind = DeviceKind::AudioInput;
    let real = |device: &&Device| {
        let known = device.kind == kind && !device.id.0.is_empty() && device.id != *chosen;
        known
            && hardware(devices, kind, &device.id).as_ref() == Some(&device.id)
            && !is_loopback(&device.label)
    };
    devices.iter().filter(real).map(|device| device.id.clone()).collect()
}

/// Whether a system lends two microphones at a time. WebKit mutes the first one when a second one is opened, and on a
/// telephone the second one changes what the first one hears.
pub fn lends_several(platform: Platform) -> bool {
    let system = match platform.system {
        System::Windows | System::MacOs | System::Linux => true,
        System::IpadOs | System::Ios | System::Android | System::Other => false,
    };
    system && platform.browser != Browser::Safari
}
