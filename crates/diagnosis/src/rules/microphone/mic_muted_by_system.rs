//! The system, or a switch on the device, holds the sound back: before the meeting and in it (jitsi#17818).

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{DeviceKind, MicTrack},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::MicMutedBySystem,
    severity: Severity::Blocker,
    explains: &[Code::WrongMic],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let track = known.mic_track()?;
    match track.value {
        MicTrack::Muted => Some(Evidence::Since(track.at)),
        MicTrack::Flowing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact, Millis,
        fact::CaptureKind,
        testing::{check, live},
    };

    #[test]
    fn a_track_that_is_muted_from_outside_is_told_until_it_flows() {
        let open = (0, live(CaptureKind::Microphone));
        let muted = (1, Fact::MicTrack(MicTrack::Muted));
        let freed = (2, Fact::MicTrack(MicTrack::Flowing));
        assert_eq!(check(&RULE, [open.clone(), muted.clone()], 1), Some(Evidence::Since(Millis(1))));
        assert_eq!(check(&RULE, [open, muted.clone(), freed], 2), None);
        // Another microphone was opened since then.
        assert_eq!(check(&RULE, [muted, (2, live(CaptureKind::Microphone))], 2), None);
    }
}
