//! What comes out of a microphone that is open.

pub(super) mod echo_risk;
pub(super) mod headset_split;
pub(super) mod mic_clipping;
pub(super) mod mic_muted_by_system;
pub(super) mod mic_noisy;
pub(super) mod mic_silent;
pub(super) mod mic_too_quiet;
pub(super) mod not_a_microphone;
pub(super) mod talking_while_muted;
pub(super) mod wrong_mic;
