//! The rules: one per file, by group, each with its thresholds and its test.

mod browser;
mod camera;
mod capture;
mod microphone;
mod network;
mod permission;
mod session;
mod speaker;

use crate::{code::Code, rule::Rule};

/// All of them, in the order of the catalogue. The order decides nothing: see [`precedence`](crate::precedence).
pub static ALL: &[Rule] = &[
    browser::insecure_context::RULE,
    browser::browser_unsupported::RULE,
    browser::in_app_browser::RULE,
    browser::storage_blocked::RULE,
    browser::joined_elsewhere::RULE,
    browser::clock_skew::RULE,
    browser::cpu_overload::RULE,
    permission::pending::MICROPHONE,
    permission::pending::CAMERA,
    permission::dismissed::MICROPHONE,
    permission::dismissed::CAMERA,
    permission::denied::MICROPHONE,
    permission::denied::CAMERA,
    permission::blocked_by_system::MICROPHONE,
    permission::blocked_by_system::CAMERA,
    permission::blocked_by_policy::MICROPHONE,
    permission::blocked_by_policy::CAMERA,
    capture::missing::MICROPHONE,
    capture::missing::CAMERA,
    capture::in_use::MICROPHONE,
    capture::in_use::CAMERA,
    capture::failed::MICROPHONE,
    capture::failed::CAMERA,
    capture::unplugged::MICROPHONE,
    capture::unplugged::CAMERA,
    microphone::mic_silent::RULE,
    microphone::mic_muted_by_system::RULE,
    microphone::wrong_mic::RULE,
    microphone::not_a_microphone::RULE,
    microphone::mic_too_quiet::RULE,
    microphone::mic_clipping::RULE,
    microphone::mic_noisy::RULE,
    microphone::headset_split::RULE,
    microphone::talking_while_muted::RULE,
    microphone::echo_risk::RULE,
    speaker::sound_locked::RULE,
    speaker::speaker_not_heard::RULE,
    speaker::speaker_unplugged::RULE,
    camera::camera_black::RULE,
    camera::camera_dark::RULE,
    camera::camera_frozen::RULE,
    camera::camera_slow::RULE,
    network::offline::RULE,
    network::server_unreachable::RULE,
    network::intercepted::RULE,
    network::websocket_blocked::RULE,
    network::udp_blocked::RULE,
    network::media_blocked::RULE,
    network::high_latency::RULE,
    network::packet_loss::RULE,
    network::jitter::RULE,
    network::slow::UPLINK,
    network::slow::DOWNLINK,
    network::connection_changed::RULE,
    session::invitation_unknown::RULE,
    session::invitation_expired::RULE,
    session::invitation_revoked::RULE,
    session::meeting_not_open::RULE,
    session::meeting_over::RULE,
    session::rejected::RULE,
    session::removed::RULE,
    session::place_kept::RULE,
];

/// The one that finds this code.
pub fn of(code: Code) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_rule_and_every_rule_a_code_of_its_own() {
        for code in Code::ALL {
            let rules = ALL.iter().filter(|rule| rule.code == *code).count();
            assert_eq!(rules, 1, "{} has {rules} rules", code.name());
        }
        assert_eq!(ALL.len(), Code::ALL.len());
    }

    #[test]
    fn every_finding_has_something_to_press() {
        for rule in ALL {
            assert!(!rule.remedies.is_empty(), "{} helps with nothing", rule.code.name());
        }
    }
}
