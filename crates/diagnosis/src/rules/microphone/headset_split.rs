//! Microphone and sound of a wireless headset run in different modes, or only one of them is in use.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{Device, DeviceKind, Speaker},
    labels::{differ_in_mode, is_wireless},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::HeadsetSplit,
    severity: Severity::Hint,
    explains: &[Code::MicTooQuiet],
    remedies: &[Action::Choose(DeviceKind::AudioOutput), Action::Choose(DeviceKind::AudioInput)],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let (input, devices) = (known.microphone()?, &known.devices()?.value);
    let output = match &known.speaker()?.value {
        Speaker::Chosen(id) => devices.get(DeviceKind::AudioOutput, id)?,
        // What the system chooses it chooses for both.
        Speaker::Default | Speaker::Gone(_) => return None,
    };
    if !are_split(input, output) {
        return None;
    }
    let belongs = |other: &&Device| is_wireless(&other.label) && !are_split(input, other);
    let other = devices.of(DeviceKind::AudioOutput).find(belongs);
    Some(other.map_or(Evidence::Seen, |other| Evidence::Other(other.id.clone())))
}

fn are_split(input: &Device, output: &Device) -> bool {
    let groups_known = !input.group.0.is_empty() && !output.group.0.is_empty();
    let two_devices = is_wireless(&output.label) && groups_known && input.group != output.group;
    is_wireless(&input.label) && (two_devices || differ_in_mode(&input.label, &output.label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        fact::CaptureKind,
        testing::{check, device, id, list, live},
    };

    const CALL: &str = "Headset (WH-1000XM4 Hands-Free AG Audio)";

    fn pair(input: (&str, &str), output: (&str, &str)) -> Option<Evidence> {
        let devices = [
            device(DeviceKind::AudioInput, "mic", input.0, input.1),
            device(DeviceKind::AudioOutput, "out", output.0, output.1),
        ];
        let speaker = Fact::Speaker(Speaker::Chosen(id("out")));
        check(&RULE, [(0, live(CaptureKind::Microphone)), (0, list(devices)), (0, speaker)], 0)
    }

    #[test]
    fn telephone_mode_in_and_music_mode_out_are_split() {
        assert!(pair(("a", CALL), ("a", "Headphones (WH-1000XM4 Stereo)")).is_some());
        assert!(pair(("a", CALL), ("b", CALL)).is_some());
    }

    #[test]
    fn the_sound_that_belongs_to_the_microphone_is_offered() {
        let music = device(DeviceKind::AudioOutput, "out", "a", "Headphones (WH-1000XM4 Stereo)");
        let call = device(DeviceKind::AudioOutput, "call", "a", CALL);
        let found = |outputs: &[Device]| {
            let mut all = vec![device(DeviceKind::AudioInput, "mic", "a", CALL)];
            all.extend_from_slice(outputs);
            let speaker = Fact::Speaker(Speaker::Chosen(id("out")));
            check(&RULE, [(0, live(CaptureKind::Microphone)), (0, list(all)), (0, speaker)], 0)
        };
        let built_in = device(DeviceKind::AudioOutput, "built-in", "b", "Lautsprecher (Realtek)");
        assert_eq!(found(&[music.clone(), built_in.clone()]), Some(Evidence::Seen));
        assert_eq!(found(&[music, built_in, call]), Some(Evidence::Other(id("call"))));
    }

    #[test]
    fn a_headset_in_one_mode_and_a_wired_one_are_left_alone() {
        assert!(pair(("a", CALL), ("a", CALL)).is_none());
        assert!(pair(("", CALL), ("b", CALL)).is_none());
        assert!(pair(("a", "Jabra Evolve 40 Mono"), ("b", "Lautsprecher (Realtek)")).is_none());
    }
}
