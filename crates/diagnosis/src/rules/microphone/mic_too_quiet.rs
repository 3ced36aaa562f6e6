//! There is a voice, and it is too quiet to be followed.

use crate::{Action, Code, Dbfs, Evidence, Known, Millis, Rule, Severity, Unit, fact::DeviceKind};

/// A voice (RMS) below this is too quiet. Source: fault catalogue; testrtc only asks for -60 dBFS, and BBB#25400 shows
/// that this is too little: "Default" on Windows may be very quiet.
const QUIET: Dbfs = Dbfs::whole(-45);
/// How much voice it takes to say so. Source: ours; a few words.
const VOICE: Millis = Millis(1_000);

pub(crate) const RULE: Rule = Rule {
    code: Code::MicTooQuiet,
    severity: Severity::Problem,
    explains: &[],
    remedies: &[Action::ShowSteps, Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let sound = known.sound()?.value;
    (sound.voiced >= VOICE && sound.voice < QUIET)
        .then(|| Evidence::crossed(sound.voice.0, QUIET.0, Unit::TenthsOfDbfs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::CaptureKind,
        testing::{check, heard, live, sound},
    };

    fn speaking(voiced: u64, voice: Dbfs) -> Option<Evidence> {
        let spoken = sound(|sound| (sound.voiced, sound.voice) = (Millis(voiced), voice));
        check(&RULE, [(0, live(CaptureKind::Microphone)), (3_000, heard(spoken))], 3_000)
    }

    #[test]
    fn only_a_voice_can_be_too_quiet() {
        assert!(speaking(1_000, Dbfs(-451)).is_some());
        assert!(speaking(1_000, Dbfs::whole(-45)).is_none());
        assert!(speaking(999, Dbfs(-451)).is_none());
    }
}
