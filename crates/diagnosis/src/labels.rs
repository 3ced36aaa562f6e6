//! What the names of devices give away. Systems write them in their own language and drivers as they like, so only words
//! that no honest device bears are looked for.

/// Names of inputs that record the device's own sound, in lower case. Source: Windows ("Stereo Mix", in German
/// "Stereomix"), PulseAudio and PipeWire ("Monitor of"), VB-Audio, BlackHole, Soundflower, and the devices that Zoom and
/// Teams install.
const LOOPBACKS: &[&str] = &[
    "stereo mix",
    "stereomix",
    "stereo-mix",
    "what u hear",
    "wave out mix",
    "monitor of",
    "monitor von",
    ".monitor",
    "cable output",
    "virtual cable",
    "vb-audio",
    "voicemeeter",
    "blackhole",
    "soundflower",
    "loopback",
    "zoomaudio",
    "microsoft teams audio",
];

/// Words of wireless devices, in lower case.
const WIRELESS: &[&str] =
    &["bluetooth", "hands-free", "handsfree", "airpods", "buds", "a2dp", "(hfp)", "ag audio"];

/// Words of the telephone mode (HFP) of Bluetooth: a microphone, and sound as in a telephone.
const CALL_MODE: &[&str] = &["hands-free", "handsfree", "hfp", "ag audio", "headset ("];

/// Words of the music mode (A2DP) of Bluetooth: good sound, and no microphone.
const MUSIC_MODE: &[&str] = &["stereo", "a2dp", "headphones ("];

/// Whether an input of this name records the device's own sound.
pub fn is_loopback(label: &str) -> bool {
    has_one_of(LOOPBACKS, label)
}

/// Whether a device of this name is wireless.
pub(crate) fn is_wireless(label: &str) -> bool {
    has_one_of(WIRELESS, label)
}

/// Whether a wireless input and output of these names run in different modes.
pub(crate) fn differ_in_mode(input: &str, output: &str) -> bool {
    has_one_of(CALL_MODE, input) && has_one_of(MUSIC_MODE, output) && !has_one_of(CALL_MODE, output)
}

fn has_one_of(words: &[&str], label: &str) -> bool {
    let label = label.to_lowercase();
    words.iter().any(|word| label.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_records_the_device_itself_is_known_by_its_name() {
        for label in [
            "Stereo Mix (Realtek(R) Audio)",
            "Stereomix (Realtek High Definition Audio)",
            "Monitor of Built-in Audio Analog Stereo",
            "CABLE Output (VB-Audio Virtual Cable)",
            "BlackHole 2ch (Virtual)",
        ] {
            assert!(is_loopback(label), "{label}");
        }
    }

    #[test]
    fn an_honest_microphone_is_not_suspected() {
        for label in [
            "Mikrofonarray (Realtek(R) Audio)",
            "MacBook Pro-Mikrofon",
            "Built-in Audio Analog Stereo",
            "Jabra Evolve 40 Mono",
            "Fake Default Audio Input",
        ] {
            assert!(!is_loopback(label), "{label}");
            assert!(!is_wireless(label), "{label}");
        }
    }

    #[test]
    fn the_telephone_mode_beside_the_music_mode_is_seen() {
        let call = "Headset (WH-1000XM4 Hands-Free AG Audio)";
        assert!(differ_in_mode(call, "Kopfhörer (WH-1000XM4 Stereo)"));
        assert!(!differ_in_mode(call, "Headset (WH-1000XM4 Hands-Free AG Audio)"));
    }
}
