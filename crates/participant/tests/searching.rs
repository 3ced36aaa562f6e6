//! The chosen microphone is silent: which other one hears the member?

mod story;

use diagnosis::{
    Dbfs, Fact, Millis, Platform,
    fact::{self, PermissionState, Sound},
};
use participant::{
    CaptureKind, DeviceId, DeviceKind, Effect, Event,
    view::{Remedy, View},
};
use story::{Story, in_the_meeting, listed};
use wire::{AttemptId, FindingCode};

const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 \
                      Safari/537.36";
const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0";
const SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/26.0 Safari/605.1.15";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile \
                       Safari/537.36";

fn sound(over: u64) -> Sound {
    Sound {
        over: Millis(over),
        peak: Dbfs::NOTHING,
        voiced: Millis(0),
        voice: Dbfs::NOTHING,
        floor: Dbfs::NOTHING,
        hum: Dbfs::NOTHING,
        full_scale: 0,
    }
}

fn voice(over: u64) -> Sound {
    Sound { peak: Dbfs(-100), voiced: Millis(over / 2), voice: Dbfs(-250), ..sound(over) }
}

fn permission(state: PermissionState) -> Event {
    Event::Observed(Fact::Permission(fact::CaptureKind::Microphone, state))
}

const GRANTED: PermissionState = PermissionState::Granted;

impl Story {
    /// Four inputs are listed, of which one is the system's word for another one, and one no microphone; the array is open.
    fn opens_the_array(self) -> Self {
        let (attempt, kind, device) =
            (self.microphone, CaptureKind::Microphone, Some(DeviceId("array".into())));
        let story =
            self.then(Event::CaptureOpened { attempt, kind, device, track: "cid".into(), picture: None });
        let inputs = ["default", "array", "webcam", "headset", "Stereo Mix"];
        let mut all = inputs.map(|name| (DeviceKind::AudioInput, name)).to_vec();
        all.push((DeviceKind::VideoInput, "eye"));
        story.opens(CaptureKind::Camera).then(listed(&all)).then(Event::SoundRuns(true))
    }

    fn in_a(self, agent: &str) -> Self {
        self.then(Event::Observed(Fact::Platform(Platform::of(agent, 0))))
    }

    /// In the waiting room in a browser that lends any microphone.
    fn with_microphones() -> Self {
        Self::waits().in_a(CHROME).then(permission(GRANTED)).opens_the_array()
    }

    /// Half a second later; the chosen one gave that.
    fn chosen_gives(self, sound: Sound) -> Self {
        let attempt = self.microphone;
        // What follows from it is done at the next occasion.
        self.after(490).then(Event::SoundMeasured { attempt, sound })
    }

    fn other_gives(self, attempt: AttemptId, sound: Sound) -> Self {
        self.after(490).then(Event::OtherSoundMeasured { attempt, sound })
    }

    /// Who is listened to from here on.
    fn listens(&self) -> Option<(String, AttemptId)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::ListenTo { attempt, device } => Some((device.0.clone(), *attempt)),
            _ => None,
        })
    }

    #[track_caller]
    fn listens_to(&self, name: &str) -> AttemptId {
        let (device, attempt) = self.listens().unwrap_or_else(|| panic!("{:?}", self.effects));
        assert_eq!(device, name);
        attempt
    }

    fn stops(&self) -> bool {
        self.does(&Effect::StopListening)
    }

    fn says(&self) -> Option<FindingCode> {
        match self.session.view() {
            View::Waiting(waiting) => waiting.help.map(|help| help.code),
            View::Meeting(meeting) => meeting.help.map(|help| help.code),
            other => panic!("no help stands there: {other:?}"),
        }
    }
}

#[test]
fn the_others_are_listened_to_in_turn_and_the_one_that_hears_the_member_is_offered() {
    let story = Story::with_microphones().chosen_gives(sound(1_500));
    assert_eq!(story.listens(), None, "it may be a pause");
    let story = story.chosen_gives(sound(2_000));
    let webcam = story.listens_to("webcam");
    let story = story.other_gives(webcam, sound(500)).other_gives(webcam, sound(1_000));
    assert_eq!(story.listens(), None);
    let story = story.other_gives(webcam, sound(1_500));
    let headset = story.listens_to("headset");
    // Too late.
    let story = story.other_gives(webcam, voice(2_000)).chosen_gives(sound(3_000));
    assert_eq!(story.says(), Some(FindingCode::MicSilent));
    let story = story.other_gives(headset, voice(1_000));
    assert_eq!(story.says(), Some(FindingCode::WrongMic));
    let mut story = story.chosen_gives(sound(3_000));
    assert!(story.stops(), "{:?}", story.effects);
    // Who reads does not speak; what was heard holds.
    for _ in 0..40 {
        story = story.chosen_gives(sound(3_000));
        assert_eq!((story.says(), story.listens()), (Some(FindingCode::WrongMic), None));
    }
    let story = story.then(Event::RemedyPressed(Remedy::Choose(fact::DeviceKind::AudioInput)));
    let opens = |effect: &Effect| match effect {
        Effect::OpenCapture { device, .. } => *device == Some(DeviceId("headset".into())),
        _ => false,
    };
    assert!(story.effects.iter().any(opens), "{:?}", story.effects);
    assert_eq!(story.says(), None);
}

#[test]
fn one_that_heard_the_member_before_the_chosen_one_was_known_to_be_silent_stays_the_one() {
    let story = Story::with_microphones().chosen_gives(sound(2_000));
    let webcam = story.listens_to("webcam");
    let story = story.other_gives(webcam, voice(1_500));
    let headset = story.listens_to("headset");
    let mut story = story.other_gives(headset, sound(500)).after(1_500).chosen_gives(sound(3_000));
    assert_eq!(story.says(), Some(FindingCode::WrongMic));
    for _ in 0..20 {
        story = story.chosen_gives(sound(3_000));
        assert_eq!((story.says(), story.listens()), (Some(FindingCode::WrongMic), None));
    }
    let story = story.then(Event::RemedyPressed(Remedy::Choose(fact::DeviceKind::AudioInput)));
    let chosen = story.effects.iter().find_map(|effect| match effect {
        Effect::OpenCapture { device, .. } => device.clone(),
        _ => None,
    });
    assert_eq!(chosen, Some(DeviceId("webcam".into())));
}

#[test]
fn a_sound_of_the_chosen_one_ends_it_and_so_does_another_choice() {
    let listening = || Story::with_microphones().chosen_gives(sound(2_000));
    let story = listening().chosen_gives(voice(2_500));
    assert!(story.stops(), "{:?}", story.effects);
    assert_eq!(story.chosen_gives(voice(3_000)).listens(), None);
    let id = DeviceId("headset".into());
    let story = listening().then(Event::DeviceChosen { kind: DeviceKind::AudioInput, id });
    let place = |wanted: fn(&Effect) -> bool| story.effects.iter().position(wanted);
    let (closed, opened) = (
        place(|effect| *effect == Effect::StopListening),
        place(|effect| matches!(effect, Effect::OpenCapture { .. })),
    );
    assert!(closed.is_some() && closed < opened, "{:?}", story.effects);
}

#[test]
fn three_times_nothing_is_enough() {
    let mut story = Story::with_microphones();
    let mut turns = vec![];
    let mut other = None;
    for _ in 0..120 {
        story = story.chosen_gives(sound(3_000));
        if let Some((name, attempt)) = story.listens() {
            turns.push(name);
            other = Some(attempt);
        }
        if let Some(attempt) = other {
            story = story.other_gives(attempt, sound(1_500));
            if let Some((name, attempt)) = story.listens() {
                turns.push(name);
                other = Some(attempt);
            }
        }
    }
    assert_eq!(turns, ["webcam", "headset"].repeat(3));
    assert_eq!(story.says(), Some(FindingCode::MicSilent));
    // From here on it is another silence.
    let story = story.chosen_gives(voice(3_000)).chosen_gives(sound(3_000));
    story.listens_to("webcam");
}

#[test]
fn nobody_is_listened_to_where_that_would_ask_or_silence_somebody() {
    let in_a = |agent| Story::waits().in_a(agent).then(permission(GRANTED)).opens_the_array();
    let late = Story::waits().in_a(FIREFOX).opens_the_array().then(permission(GRANTED));
    let cases = [
        ("Chrome on Windows", Story::with_microphones(), true),
        ("Firefox that gives every microphone", in_a(FIREFOX), true),
        ("Firefox that gives this one", late, false),
        ("Safari", in_a(SAFARI), false),
        ("a telephone", in_a(ANDROID), false),
        (
            "a browser that would ask",
            Story::with_microphones().then(permission(PermissionState::Prompt)),
            false,
        ),
        ("a page without sound", Story::with_microphones().then(Event::SoundRuns(false)), false),
    ];
    for (what, story, listens) in cases {
        assert_eq!(story.chosen_gives(sound(2_000)).listens().is_some(), listens, "{what}");
    }
    let story = Story::with_microphones();
    let attempt = story.microphone;
    let story = story.then(Event::MicrophoneMuted { attempt, muted: true }).chosen_gives(sound(2_000));
    assert_eq!(story.listens(), None, "the system holds the sound back");
}

#[test]
fn a_system_that_lends_one_microphone_at_a_time_is_known_by_what_it_does() {
    let again = |story: Story| story.chosen_gives(sound(2_000)).chosen_gives(sound(2_500)).listens();
    let listening = || {
        let story = Story::with_microphones().chosen_gives(sound(2_000));
        let attempt = story.listens_to("webcam");
        (story, attempt)
    };
    let (story, attempt) = listening();
    let story = story.then(Event::OtherRefused { attempt });
    assert!(story.stops(), "{:?}", story.effects);
    assert_eq!(again(story), None, "refused");

    let (story, _) = listening();
    let attempt = story.microphone;
    let story = story.then(Event::MicrophoneMuted { attempt, muted: true });
    let story = story.then(Event::MicrophoneMuted { attempt, muted: false });
    assert_eq!(again(story), None, "the chosen one was held back");

    let (story, _) = listening();
    let story = story.after(5_000).chosen_gives(sound(3_000));
    assert!(story.stops(), "{:?}", story.effects);
    assert_eq!(again(story), None, "no answer");
}

#[test]
fn in_the_meeting_it_is_done_for_those_who_want_to_be_heard() {
    let story = in_the_meeting().in_a(CHROME).then(permission(GRANTED)).opens_the_array();
    let story = story.chosen_gives(sound(3_000));
    assert_eq!(story.listens(), None);
    story.then(Event::MutePressed).chosen_gives(sound(3_000)).listens_to("webcam");
}
