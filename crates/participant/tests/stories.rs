//! A member's session, told as stories: what happens, what the page then does, what it shows.

mod story;

use participant::{CaptureKind, DeviceId, DeviceKind, DeviceProblem, Effect, Event, Timer, View, view::Link};
use story::{Story, access, in_the_meeting, invited, listed, page, waiting};
use wire::{
    AttemptId, FindingCode, PROTOCOL,
    checks::CheckStatus,
    names::Screen,
    page::Visitor,
    participant::{FromParticipant, InvitationProblem, Standing, ToParticipant},
};

#[test]
fn a_stranger_is_told_so_and_asked_for_nothing() {
    let story = Story::begins(page(Visitor::Stranger), false).shows(Screen::Refused);
    assert!(story.effects.is_empty());
}

#[test]
fn a_link_taken_back_is_told_so() {
    let problem = InvitationProblem::Revoked;
    let story = Story::begins(page(Visitor::Refused { problem }), false);
    assert_eq!(story.session.view(), View::Refused { problem });
}

#[test]
fn nothing_is_opened_before_the_member_presses() {
    let story = Story::begins(invited(), false).shows(Screen::Arrival);
    assert!(story.effects.is_empty());
}

#[test]
fn entering_knocks_once_and_asks_for_one_device_at_a_time() {
    let story = Story::begins(invited(), false).then(Event::EnterPressed);
    let captures = |story: &Story| {
        let opened = story.effects.iter().filter_map(|effect| match effect {
            Effect::OpenCapture { kind, .. } => Some(*kind),
            _ => None,
        });
        opened.collect::<Vec<_>>()
    };
    assert_eq!(captures(&story), [CaptureKind::Microphone]);
    let story = story.then(Event::EnterPressed);
    assert!(story.effects.is_empty(), "a second press knocks no second time");
    let story = story.opens(CaptureKind::Microphone);
    assert_eq!(captures(&story), [CaptureKind::Camera]);
    story.arrives(waiting(1)).shows(Screen::Waiting);
}

#[test]
fn a_refused_microphone_is_named_and_the_camera_is_asked_for_all_the_same() {
    let story = Story::waits().refuses(CaptureKind::Microphone, DeviceProblem::Denied);
    assert_eq!(story.waiting_view().speak.check.finding, Some(FindingCode::MicPermissionDenied));
    let story = story.opens(CaptureKind::Camera);
    assert!(story.waiting_view().see.mirror.is_some());
}

#[test]
fn an_answer_that_comes_after_another_device_was_chosen_is_ignored() {
    let story = Story::waits();
    let stale = story.microphone;
    let id = participant::DeviceId("headset".into());
    let story = story.then(Event::DeviceChosen { kind: participant::DeviceKind::AudioInput, id });
    let story = story.then(Event::CaptureOpened {
        attempt: stale,
        kind: CaptureKind::Microphone,
        device: None,
        track: "old".into(),
        picture: None,
    });
    assert!(!story.waiting_view().speak.live);
}

#[test]
fn a_prompt_left_open_is_pointed_at() {
    let story = Story::waits();
    let attempt = story.microphone;
    let story = story.after(4_000).then(Event::TimerElapsed { timer: Timer::MicrophonePending, attempt });
    assert_eq!(story.waiting_view().speak.check.finding, Some(FindingCode::MicPermissionPending));
}

#[test]
fn the_desk_learns_of_a_check_once() {
    let story = Story::waits().opens(CaptureKind::Microphone);
    let attempt = story.microphone;
    let story = story.then(Event::VoiceHeard { attempt });
    let reports = |story: &Story| {
        let reports = story.effects.iter().filter(|effect| {
            matches!(effect, Effect::SendLobby(FromParticipant::ReportChecks { checks })
                if checks.speak.status == CheckStatus::Success)
        });
        reports.count()
    };
    assert_eq!(reports(&story), 1);
    let story = story.then(Event::VoiceHeard { attempt });
    assert_eq!(reports(&story), 0);
}

#[test]
fn a_lost_connection_keeps_the_place_on_screen_and_says_when_it_is_back() {
    let story = Story::waits().socket_closes();
    assert_eq!((story.waiting_view().link, story.waiting_view().place), (Link::Returning, 2));
    let attempt = story.socket;
    let story = story.then(Event::TimerElapsed { timer: Timer::LobbyRetry, attempt }).arrives(waiting(2));
    assert_eq!(story.waiting_view().link, Link::Back);
    let back = story.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::BackRead, attempt, .. } => Some(*attempt),
        _ => None,
    });
    let attempt = back.expect("a time to read it");
    let story = story.then(Event::TimerElapsed { timer: Timer::BackRead, attempt });
    assert_eq!(story.waiting_view().link, Link::Live);
}

#[test]
fn ten_minutes_of_sleep_lose_nothing() {
    let story = Story::waits().after(600_000).then(Event::PageWoke);
    assert!(story.does(&Effect::CloseLobby));
    story.arrives(waiting(2)).shows(Screen::Waiting);
}

#[test]
fn a_reload_while_waiting_goes_straight_back() {
    let story = Story::begins(invited(), true);
    assert!(story.effects.iter().any(|effect| matches!(effect, Effect::OpenLobby { .. })));
    story.arrives(waiting(2)).shows(Screen::Waiting);
}

#[test]
fn the_tab_remembers_that_it_is_inside_and_forgets_it_at_the_end() {
    let story = Story::begins(invited(), false).then(Event::EnterPressed);
    assert!(story.does(&Effect::RememberEntered(true)));
    let story = story.arrives(Standing::Over).shows(Screen::Ended);
    assert!(story.does(&Effect::RememberEntered(false)));
}

#[test]
fn who_is_admitted_connects_with_the_key_that_comes_with_it() {
    let story = Story::waits().opens(CaptureKind::Microphone);
    assert!(!story.connects_to_the_meeting());
    let story =
        story.server_says(ToParticipant::Standing { standing: Standing::Admitted }).shows(Screen::Joining);
    assert!(!story.connects_to_the_meeting());
    let story = story.server_says(ToParticipant::AccessOffered { access: access() });
    assert!(story.connects_to_the_meeting(), "{:?}", story.effects);
}

#[test]
fn who_is_admitted_before_the_meeting_is_loaded_goes_on_when_it_is() {
    let story = Story::waits_unloaded().opens(CaptureKind::Microphone);
    let story = story.server_says(ToParticipant::Standing { standing: Standing::Admitted });
    assert_eq!(story.session.view(), View::Joining { link: Link::Live, no_meeting: false, help: None });
    assert!(
        story.effects.iter().all(|effect| !matches!(effect, Effect::SendLobby(_))),
        "{:?}",
        story.effects
    );
    let story = story.then(Event::MeetingDelayed);
    assert_eq!(story.session.view(), View::Joining { link: Link::Returning, no_meeting: false, help: None });
    let story = story.then(Event::MeetingLoaded);
    assert_eq!(story.session.view(), View::Joining { link: Link::Live, no_meeting: false, help: None });
    let attempt = story.asked_for_access();
    let story = story.gets_access(attempt);
    assert!(story.connects_to_the_meeting(), "{:?}", story.effects);
}

#[test]
fn a_device_opened_before_the_meeting_was_loaded_comes_into_it() {
    let story = Story::waits_unloaded().opens(CaptureKind::Microphone);
    let track = participant::local_track(CaptureKind::Microphone, story.microphone);
    let story = story.then(Event::MeetingLoaded).let_in();
    assert!(
        story.does(&Effect::Rtc(rtc::Effect::SetTrackEnabled { track, enabled: false })),
        "{:?}",
        story.effects
    );
}

#[test]
fn a_key_that_does_not_come_is_asked_for_and_whichever_comes_first_is_used() {
    let story = Story::waits().server_says(ToParticipant::Standing { standing: Standing::Admitted });
    let story = story.waits_in_vain_for_a_key();
    let attempt = story.asked_for_access();
    let story = story.server_says(ToParticipant::AccessOffered { access: access() });
    assert!(story.connects_to_the_meeting(), "{:?}", story.effects);
    let story = story.gets_access(attempt);
    assert!(story.effects.is_empty(), "it joins once: {:?}", story.effects);
    // Nobody who only waits is taken in by it.
    let story = Story::waits().server_says(ToParticipant::AccessOffered { access: access() });
    assert!(story.effects.is_empty(), "{:?}", story.effects);
    story.shows(Screen::Waiting);
}

#[test]
fn who_let_in_sees_who_is_there_before_anything_is_heard() {
    let story = in_the_meeting();
    let link = |story: &Story| match story.session.view() {
        View::Meeting(meeting) => (meeting.link, meeting.people),
        other => panic!("expected the meeting, got {other:?}"),
    };
    assert_eq!(link(&story), (Link::Live, 2));
    // Only where it takes long is that said.
    let timer = story.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::MediaComing, attempt, .. } => Some(*attempt),
        _ => None,
    });
    let attempt = timer.unwrap();
    let story = story.then(Event::TimerElapsed { timer: Timer::MediaComing, attempt });
    assert_eq!(link(&story), (Link::Coming, 2));
}

#[test]
fn who_left_goes_back_with_the_key_in_hand_and_the_waiting_room_has_the_last_word() {
    let story = in_the_meeting().then(Event::LeavePressed).shows(Screen::Ended);
    let story = story.then(Event::RejoinPressed);
    assert!(story.connects_to_the_meeting(), "{:?}", story.effects);
    let opens = |effect: &Effect| matches!(effect, Effect::OpenLobby { .. });
    assert!(story.effects.iter().any(opens), "{:?}", story.effects);
    let story = story.shows(Screen::Joining).arrives(Standing::Admitted).shows(Screen::Joining);
    let waits = |effect: &Effect| matches!(effect, Effect::SetTimer { timer: Timer::AskStanding, .. });
    assert!(!story.effects.iter().any(waits), "it has its key: {:?}", story.effects);
    let story = story.server_says(ToParticipant::AccessOffered { access: access() });
    assert!(!story.connects_to_the_meeting(), "it is on its way: {:?}", story.effects);

    let back = in_the_meeting().then(Event::LeavePressed).then(Event::RejoinPressed);
    let back = back.arrives(Standing::Rejected { sentence: String::new() }).shows(Screen::Rejected);
    let closes = |effect: &Effect| matches!(effect, Effect::Rtc(rtc::Effect::CloseSocket { .. }));
    assert!(back.effects.iter().any(closes), "{:?}", back.effects);
}

#[test]
fn who_let_in_before_the_camera_was_asked_for_comes_in_with_it_all_the_same() {
    let story = Story::waits().let_in();
    let opens_camera =
        |effect: &Effect| matches!(effect, Effect::OpenCapture { kind: CaptureKind::Camera, .. });
    assert!(!story.effects.iter().any(opens_camera), "one question at a time: {:?}", story.effects);
    let story = story.opens(CaptureKind::Microphone);
    assert!(story.effects.iter().any(opens_camera), "{:?}", story.effects);
    let story = story.opens(CaptureKind::Camera);
    let closed = Effect::CloseCapture { kind: CaptureKind::Camera };
    assert!(!story.does(&closed), "{:?}", story.effects);
}

#[test]
fn a_lost_connection_on_the_way_into_the_meeting_is_said() {
    let story = Story::waits().server_says(ToParticipant::Standing { standing: Standing::Admitted });
    assert_eq!(
        story.socket_closes().session.view(),
        View::Joining { link: Link::Returning, no_meeting: false, help: None }
    );
}

#[test]
fn a_token_for_an_older_request_is_not_used() {
    let story = Story::waits().server_says(ToParticipant::Standing { standing: Standing::Admitted });
    let story = story.waits_in_vain_for_a_key();
    let stale = story.asked_for_access();
    let story = story.socket_closes();
    let attempt = story.socket;
    let story =
        story.then(Event::TimerElapsed { timer: Timer::LobbyRetry, attempt }).arrives(Standing::Admitted);
    let story = story.waits_in_vain_for_a_key();
    let fresh = story.asked_for_access();
    assert_ne!(stale, fresh);
    let story = story.gets_access(stale);
    assert!(!story.connects_to_the_meeting());
    assert!(story.gets_access(fresh).connects_to_the_meeting());
}

#[test]
fn a_meeting_that_cannot_be_had_is_asked_for_again_and_the_member_reads_that() {
    let story = Story::waits().server_says(ToParticipant::Standing { standing: Standing::Admitted });
    let story = story.waits_in_vain_for_a_key();
    let attempt = story.asked_for_access();
    let story = story.server_says(ToParticipant::MeetingUnavailable { attempt });
    assert_eq!(story.session.view(), View::Joining { link: Link::Live, no_meeting: true, help: None });
    let Some(Effect::SetTimer { timer, attempt: again, .. }) = story.effects.first() else {
        panic!("it sets no timer: {:?}", story.effects)
    };
    let (timer, again) = (*timer, *again);
    // An answer to what is no longer asked changes nothing.
    let story = story.server_says(ToParticipant::MeetingUnavailable { attempt });
    assert!(story.effects.is_empty());
    let story = story.then(Event::TimerElapsed { timer, attempt: again });
    let attempt = story.asked_for_access();
    let story = story.gets_access(attempt);
    assert!(story.connects_to_the_meeting());
    assert_eq!(story.session.view(), View::Joining { link: Link::Live, no_meeting: false, help: None });
}

#[test]
fn a_token_that_comes_after_a_rejection_is_not_used() {
    let story = Story::waits().server_says(ToParticipant::Standing { standing: Standing::Admitted });
    let story = story.waits_in_vain_for_a_key();
    let attempt = story.asked_for_access();
    let sentence = "Bitte melden Sie sich beim Ausschuss.".to_owned();
    let story = story.server_says(ToParticipant::Standing { standing: Standing::Rejected { sentence } });
    let story = story.gets_access(attempt).shows(Screen::Rejected);
    assert!(!story.connects_to_the_meeting());
}

#[test]
fn who_is_rejected_is_no_longer_listened_to_and_may_still_be_admitted() {
    let story = Story::waits().opens(CaptureKind::Microphone).opens(CaptureKind::Camera);
    let rejected = Standing::Rejected { sentence: "Nein".into() };
    let story = story.server_says(ToParticipant::Standing { standing: rejected });
    assert!(story.does(&Effect::CloseCapture { kind: CaptureKind::Microphone }));
    assert!(story.does(&Effect::CloseCapture { kind: CaptureKind::Camera }));
    let story =
        story.server_says(ToParticipant::Standing { standing: Standing::Admitted }).shows(Screen::Joining);
    assert!(story.effects.iter().any(|effect| matches!(effect, Effect::OpenCapture { .. })));
}

#[test]
fn a_second_tab_is_told_and_can_take_over() {
    let story = Story::waits().opens(CaptureKind::Microphone).server_says(ToParticipant::Elsewhere);
    let story = story.shows(Screen::Elsewhere);
    assert!(story.does(&Effect::CloseLobby));
    let story = story.then(Event::ContinueHerePressed).socket_opens();
    assert!(
        story.effects.iter().any(|effect| matches!(
            effect,
            Effect::SendLobby(FromParticipant::Arrive { take_over: true, .. })
        ))
    );
}

#[test]
fn a_message_seen_again_after_a_reconnection_is_shown_once() {
    let message = || ToParticipant::Message { number: 1, text: "Wir beginnen gleich.".into() };
    let story = Story::waits().server_says(message()).server_says(message());
    assert_eq!(story.waiting_view().messages, ["Wir beginnen gleich."]);
}

#[test]
fn an_old_page_is_loaded_anew() {
    let mut old = invited();
    old.protocol = PROTOCOL + 1;
    assert!(Story::begins(old, false).does(&Effect::ReloadPage));
    assert!(Story::waits().server_says(ToParticipant::Outdated).does(&Effect::ReloadPage));
}

#[test]
fn going_without_a_camera_lets_go_of_it() {
    let story =
        Story::waits().opens(CaptureKind::Microphone).opens(CaptureKind::Camera).then(Event::CameraSkipped);
    assert!(story.does(&Effect::CloseCapture { kind: CaptureKind::Camera }));
    assert_eq!(story.waiting_view().see.check.status, CheckStatus::Skipped);
}

/// The devices that the browser lists.
const BUILT_IN: (DeviceKind, &str) = (DeviceKind::AudioInput, "built-in");
const HEADSET: (DeviceKind, &str) = (DeviceKind::AudioInput, "headset");
const EARS: (DeviceKind, &str) = (DeviceKind::AudioOutput, "ears");

impl Story {
    fn opens_as(self, name: &str) -> Self {
        let attempt = self.microphone;
        self.then(Event::CaptureOpened {
            attempt,
            kind: CaptureKind::Microphone,
            device: Some(DeviceId(name.into())),
            track: name.into(),
            picture: None,
        })
    }

    fn asks_for_a_microphone(&self) -> Option<Option<DeviceId>> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::OpenCapture { kind: CaptureKind::Microphone, device, .. } => Some(device.clone()),
            _ => None,
        })
    }

    fn notices(&self) -> Vec<(&'static str, String)> {
        let notices = self.waiting_view().notices;
        notices.into_iter().map(|notice| (notice.code.name(), notice.device)).collect()
    }
}

#[test]
fn a_pulled_headset_falls_back_to_the_next_and_says_so_and_is_taken_again() {
    let story = Story::waits().opens_as("headset").then(listed(&[BUILT_IN, HEADSET]));
    let attempt = story.microphone;
    let story = story.then(Event::CaptureEnded { attempt, kind: CaptureKind::Microphone });
    assert_eq!(story.asks_for_a_microphone(), Some(None));
    let story = story.opens_as("built-in").then(listed(&[BUILT_IN]));
    assert_eq!(story.notices(), [("mic-replaced", "The built-in".to_owned())]);

    let story = story.then(listed(&[BUILT_IN, HEADSET]));
    assert_eq!(story.asks_for_a_microphone(), Some(Some(DeviceId("headset".into()))));
    let story = story.opens_as("headset");
    assert_eq!(story.notices(), [("mic-returned", "The headset".to_owned())]);
    let read = story.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::NoticeRead, attempt, .. } => Some(*attempt),
        _ => None,
    });
    let attempt = read.expect("a time to read it");
    let story = story.then(Event::TimerElapsed { timer: Timer::NoticeRead, attempt });
    assert!(story.notices().is_empty());
}

#[test]
fn a_browser_that_only_lists_tells_of_a_pulled_device_too() {
    let story = Story::waits().opens_as("headset").then(listed(&[BUILT_IN, HEADSET]));
    let story = story.then(listed(&[BUILT_IN]));
    assert_eq!(story.asks_for_a_microphone(), Some(None));
    // What the old device says afterwards is stale.
    let attempt = AttemptId(story.microphone.0 - 1);
    let story = story.then(Event::CaptureEnded { attempt, kind: CaptureKind::Microphone });
    assert_eq!(story.asks_for_a_microphone(), None);
}

#[test]
fn the_first_list_with_names_is_no_change() {
    // The browser gave another one than the member chose last time, and had its reasons.
    let chosen = Event::DeviceChosen { kind: DeviceKind::AudioInput, id: DeviceId("headset".into()) };
    let story = Story::waits().then(chosen).opens_as("built-in").then(listed(&[BUILT_IN, HEADSET]));
    assert_eq!(story.asks_for_a_microphone(), None);
    assert!(story.notices().is_empty());
}

#[test]
fn a_loudspeaker_that_goes_leaves_the_sound_on() {
    let chosen = Event::DeviceChosen { kind: DeviceKind::AudioOutput, id: DeviceId("ears".into()) };
    let story = Story::waits().opens_as("built-in").then(listed(&[BUILT_IN, EARS])).then(chosen);
    let story = story.then(listed(&[BUILT_IN]));
    assert!(story.does(&Effect::UseSink(DeviceId(String::new()))));
    assert_eq!(story.notices(), [("speaker-replaced", String::new())]);
    let story = story.then(listed(&[BUILT_IN, EARS]));
    assert!(story.does(&Effect::UseSink(DeviceId("ears".into()))));
    assert_eq!(story.notices(), [("speaker-returned", "The ears".to_owned())]);
}
