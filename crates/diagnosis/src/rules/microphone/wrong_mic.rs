//! The chosen microphone gives nothing while another one hears a voice.

use super::mic_silent::gives_nothing;
use crate::{Action, Code, Evidence, Known, Millis, Rule, Severity, fact::DeviceKind};

/// How much voice the other one must have heard. Source: ours; two syllables. Jitsi decides within 3 s.
const VOICE: Millis = Millis(400);

pub(crate) const RULE: Rule = Rule {
    code: Code::WrongMic,
    severity: Severity::Blocker,
    explains: &[Code::MicSilent],
    remedies: &[Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let silent = gives_nothing(known, known.sound()?);
    let hears = known.other_sounds().filter(|(_, sound)| sound.voiced >= VOICE);
    // The one that hears best is offered; of two that hear alike always the same one.
    let (device, _) = hears.max_by_key(|(device, sound)| (sound.voice, *device))?;
    silent.then(|| Evidence::Other(device.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Dbfs, Fact,
        fact::CaptureKind,
        testing::{check, heard, id, live, running, silence, sound},
    };

    fn beside(chosen: Fact, others: &[(&str, i16)]) -> Option<Evidence> {
        let mut given = vec![(0, live(CaptureKind::Microphone)), (0, running()), (5_000, chosen)];
        for (name, level) in others {
            let level = Dbfs::whole(*level);
            given.push((5_000, Fact::Sound(id(name), sound(|sound| sound.voice = level))));
        }
        check(&RULE, given, 5_000)
    }

    #[test]
    fn the_one_that_hears_best_is_offered() {
        let others = [("headset", -20), ("webcam", -40)];
        assert_eq!(beside(heard(silence()), &others), Some(Evidence::Other(id("headset"))));
    }

    #[test]
    fn a_cough_into_another_one_proves_nothing() {
        for (voiced, hears) in [(399, false), (400, true)] {
            let other = Fact::Sound(id("headset"), sound(|sound| sound.voiced = Millis(voiced)));
            let open = [(0, live(CaptureKind::Microphone)), (0, running())];
            let given = open.into_iter().chain([(5_000, heard(silence())), (5_000, other)]);
            assert_eq!(check(&RULE, given, 5_000).is_some(), hears, "{voiced} ms");
        }
    }

    #[test]
    fn a_chosen_one_that_hears_something_is_the_right_one() {
        assert_eq!(beside(heard(sound(|_| ())), &[("headset", -10)]), None);
        assert_eq!(beside(heard(silence()), &[]), None);
    }
}
