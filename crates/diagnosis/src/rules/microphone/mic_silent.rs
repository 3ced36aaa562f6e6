//! The microphone is open and gives nothing, though everything between it and us works.

use crate::{
    Action, Code, Evidence, Known, Millis, Rule, Severity, Timed, Unit,
    fact::{DeviceKind, MicTrack, Output, OwnSwitch, Sound},
};

/// How long it must last. Source: testrtc 3 s, Jitsi 4 s, Visio 10 s; the catalogue asks for a verdict within 5 s.
const FOR: Millis = Millis(3_000);

pub(crate) const RULE: Rule = Rule {
    code: Code::MicSilent,
    severity: Severity::Blocker,
    explains: &[],
    remedies: &[Action::Choose(DeviceKind::AudioInput), Action::ShowSteps, Action::Telephone],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let sound = known.sound()?;
    gives_nothing(known, sound)
        .then(|| Evidence::crossed(sound.value.peak.0, Sound::SILENCE.0, Unit::TenthsOfDbfs))
}

/// Whether the open microphone gave nothing all the time. Zeros from before sound ran prove nothing: a locked
/// `AudioContext` measures zeros in the loudest room (testrtc#261).
pub(super) fn gives_nothing(known: Known<'_>, sound: Timed<Sound>) -> bool {
    let runs =
        known.output().is_some_and(|output| output.value == Output::Running && output.at <= sound.began());
    let switched_off = known.own_switch().is_some_and(|switch| switch.value == OwnSwitch::Off);
    // Zeros from while the system held sound back prove nothing once it flows again.
    let just_freed =
        known.mic_track().is_some_and(|track| track.value == MicTrack::Flowing && track.at > sound.began());
    runs && !switched_off && !just_freed && sound.value.over >= FOR && sound.value.is_silence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Dbfs, Fact,
        fact::CaptureKind,
        testing::{check, heard, live, running, silence, sound},
    };

    fn open() -> Vec<(u64, Fact)> {
        vec![(0, live(CaptureKind::Microphone)), (0, running())]
    }

    fn listening(sound: Sound) -> Option<Evidence> {
        let mut given = open();
        given.push((5_000, heard(sound)));
        check(&RULE, given, 5_000)
    }

    #[test]
    fn exact_zeros_and_what_no_room_is_as_quiet_as_are_silence() {
        assert!(listening(silence()).is_some());
        assert!(listening(sound(|sound| sound.peak = Dbfs(-751))).is_some());
        assert!(listening(sound(|sound| sound.peak = Dbfs::whole(-75))).is_none());
        assert!(listening(sound(|_| ())).is_none());
    }

    #[test]
    fn less_than_three_seconds_prove_nothing() {
        let mut short = silence();
        short.over = Millis(2_999);
        assert!(listening(short).is_none());
    }

    #[test]
    fn zeros_from_a_locked_page_are_no_silence() {
        let silent = (5_000, heard(silence()));
        let mic = (0, live(CaptureKind::Microphone));
        assert!(check(&RULE, [mic.clone(), silent.clone()], 5_000).is_none());
        let locked = (0, Fact::Output(Output::Locked));
        assert!(check(&RULE, [mic.clone(), locked, silent.clone()], 5_000).is_none());
        assert!(check(&RULE, [mic, (2_001, running()), silent], 5_000).is_none());
    }

    #[test]
    fn who_switched_the_microphone_off_is_not_told_that_it_is_silent() {
        let mut given = open();
        given.extend([(1, Fact::OwnSwitch(OwnSwitch::Off)), (5_000, heard(silence()))]);
        assert!(check(&RULE, given, 5_000).is_none());
    }

    #[test]
    fn silence_from_before_the_system_let_go_is_forgotten() {
        let mut given = open();
        given.extend([(4_500, Fact::MicTrack(MicTrack::Flowing)), (5_000, heard(silence()))]);
        assert!(check(&RULE, given, 5_000).is_none());
    }

    #[test]
    fn silence_that_is_no_longer_measured_does_not_last() {
        let mut given = open();
        given.push((5_000, heard(silence())));
        assert!(check(&RULE, given.clone(), 9_000).is_some());
        assert!(check(&RULE, given, 9_001).is_none());
    }
}
