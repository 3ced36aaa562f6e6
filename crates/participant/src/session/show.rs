//! The two screens with much on them, made from what the machines know.

use super::Session;
use crate::{checks, devices::DeviceKind, meeting, view};
use wire::{
    Checks,
    checks::{Check, CheckStatus},
    names::{NoticeCode, Step},
};

impl Session {
    pub(super) fn messages(&self) -> Vec<String> {
        self.messages.iter().map(|(_, text)| text.clone()).collect()
    }

    pub(super) fn waiting(&self, place: u32, meeting_open: bool) -> view::Waiting {
        let choice = |kind, used| checks::choice(&self.devices, kind, used);
        let checks = self.checks();
        view::Waiting {
            link: meeting::link(self.lobby.is_live(), self.back.is_some()),
            place,
            meeting_open,
            messages: self.messages(),
            hear: view::Hear {
                check: checks.hear,
                stage: self.hear.stage(),
                choice: choice(DeviceKind::AudioOutput, self.hear.sink.as_ref()),
            },
            speak: view::Speak {
                check: checks.speak,
                live: self.microphone.is_live(),
                choice: choice(DeviceKind::AudioInput, self.microphone.device()),
                echo: self.echo_view(checks.speak.status),
            },
            see: view::See {
                check: checks.see,
                mirror: meeting::mirror(&self.camera),
                choice: choice(DeviceKind::VideoInput, self.camera.device()),
            },
            connection: checks.connection,
            notices: self.notices.view(&self.devices),
            help: self.help(),
            reporting: self.reporting.clone(),
        }
    }

    /// How far the four checks are: as their machines know, and as the diagnosis knows better.
    pub(super) fn checks(&self) -> Checks {
        let own = checks::checks(&self.hear, &self.microphone, &self.camera, &self.lobby);
        let judged = |step, check: Check| match (self.diagnosing.of_step(step), check.finding) {
            (Some(found), None) => Check { status: CheckStatus::Failed, finding: Some(found) },
            (Some(_) | None, _) => check,
        };
        let speak = judged(Step::Speak, own.speak);
        Checks {
            hear: judged(Step::Hear, own.hear),
            heard: speak.status == CheckStatus::Success && self.is_heard(),
            speak,
            see: judged(Step::See, own.see),
            connection: judged(Step::Connection, own.connection),
        }
    }

    pub(super) fn joining(&self) -> view::View {
        // Over HTTP no meeting can be had.
        let live = self.lobby.has_socket() && !self.rtc.is_failing();
        view::View::Joining {
            link: meeting::link(live, false),
            no_meeting: self.no_meeting,
            help: self.help(),
        }
    }

    /// Nothing before the meeting's code is loaded.
    pub(super) fn meeting(&self) -> Option<view::Meeting> {
        Some(self.meeting_view(&self.rtc.view()?))
    }

    // Never copied into what calls it, as what follows: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    fn meeting_view(&self, meeting: &rtc::MeetingView) -> view::Meeting {
        view::Meeting {
            link: match meeting.connection {
                rtc::ConnectionState::Joining if self.media_slow => view::Link::Coming,
                _ => meeting::link(meeting::is_live(meeting), self.back.is_some()),
            },
            people: meeting.others.len() + 1,
            me: meeting::own_tile(self.me.id.clone(), &self.me.name, meeting, &self.camera),
            others: self.tiles(meeting),
            sounds: meeting.others.iter().filter_map(meeting::sound).collect(),
            arrangement: self.gallery.arrangement(meeting),
            pages: self.gallery.pages(meeting),
            can_change_layout: self.gallery.can_change_layout(meeting),
            share: self.gallery.shared(meeting).map(meeting::share),
            microphone: meeting::switch(&self.microphone, meeting.me.microphone),
            camera: meeting::switch(&self.camera, meeting.me.camera),
            screen: self.screen_switch(meeting.me.screen.publishing),
            less: self.less.is_some(),
            help: self.help(),
            notices: self.notices_in_meeting(&meeting.me),
            messages: self.messages(),
        }
    }

    #[inline(never)]
    fn tiles(&self, meeting: &rtc::MeetingView) -> Vec<view::Tile> {
        let large = self.gallery.large_person(meeting);
        let shown = self.gallery.shown(meeting);
        let tile = |id: &wire::ParticipantId| {
            let other = meeting.others.iter().find(|other| other.identity.0 == id.0)?;
            Some(meeting::tile(other, Some(id) == large))
        };
        shown.iter().filter_map(tile).collect()
    }

    /// None where the browser cannot, or where this member may not.
    fn screen_switch(&self, publishing: rtc::Publishing) -> Option<view::Switch> {
        let may = publishing != rtc::Publishing::Refused;
        (self.screen.is_possible() && may).then(|| view::Switch {
            on: self.screen.is_live() && publishing == rtc::Publishing::On,
            busy: self.screen.is_wanted() && publishing != rtc::Publishing::On,
        })
    }

    /// What happened to the devices, and as long as it is so that somebody else switched the microphone off or that the
    /// meeting does not take what it would be sent.
    fn notices_in_meeting(&self, me: &rtc::MeView) -> Vec<view::Notice> {
        let refused = |local: rtc::LocalTrackView| local.publishing == rtc::Publishing::Refused;
        let lasting = [
            (NoticeCode::MutedByStaff, self.silenced && me.microphone.muted),
            (NoticeCode::MicRefused, self.microphone.is_live() && refused(me.microphone)),
            (NoticeCode::CameraRefused, self.camera.is_live() && refused(me.camera)),
        ];
        let lasting = lasting.into_iter().filter(|(_, is_so)| *is_so);
        let lasting = lasting.map(|(code, _)| view::Notice { code, device: String::new() });
        self.notices.view(&self.devices).into_iter().chain(lasting).collect()
    }
}
