//! What was found, in one sentence and one button.

use participant::Event;
use texts::Texts;
use wire::{FindingCode, names::Action};
use yew::prelude::*;

use crate::ui::{
    Button, Look,
    notice::{Tone, block},
    on,
};

/// A finding, and what its button does.
pub fn finding(
    texts: Texts,
    code: FindingCode,
    look: Look,
    action: Action,
    dispatch: &Callback<Event>,
    event: impl Fn() -> Event + 'static,
) -> Html {
    let (sentence, label) = words(texts, code);
    html! {
        <div class="finding" data-finding={code.name()}>
            { block(Tone::Warning, sentence.into()) }
            { Button::new(action, label).look(look).show(on(dispatch, event)) }
        </div>
    }
}

fn words(texts: Texts, code: FindingCode) -> (&'static str, &'static str) {
    macro_rules! pair {
        ($sentence:ident, $button:ident) => {
            (texts.$sentence(), texts.$button())
        };
    }
    match code {
        FindingCode::InsecureContext => pair!(finding_insecure_context, finding_insecure_context_button),
        FindingCode::MicPermissionPending => {
            pair!(finding_mic_permission_pending, finding_mic_permission_pending_button)
        }
        FindingCode::MicPermissionDismissed => {
            pair!(finding_mic_permission_dismissed, finding_mic_permission_dismissed_button)
        }
        FindingCode::MicPermissionDenied => {
            pair!(finding_mic_permission_denied, finding_mic_permission_denied_button)
        }
        FindingCode::MicMissing => pair!(finding_mic_missing, finding_mic_missing_button),
        FindingCode::MicInUse => pair!(finding_mic_in_use, finding_mic_in_use_button),
        FindingCode::MicUnplugged => pair!(finding_mic_unplugged, finding_mic_unplugged_button),
        FindingCode::MicFailed => pair!(finding_mic_failed, finding_mic_failed_button),
        FindingCode::CameraPermissionPending => {
            pair!(finding_camera_permission_pending, finding_camera_permission_pending_button)
        }
        FindingCode::CameraPermissionDismissed => {
            pair!(finding_camera_permission_dismissed, finding_camera_permission_dismissed_button)
        }
        FindingCode::CameraPermissionDenied => {
            pair!(finding_camera_permission_denied, finding_camera_permission_denied_button)
        }
        FindingCode::CameraMissing => pair!(finding_camera_missing, finding_camera_missing_button),
        FindingCode::CameraInUse => pair!(finding_camera_in_use, finding_camera_in_use_button),
        FindingCode::CameraUnplugged => pair!(finding_camera_unplugged, finding_camera_unplugged_button),
        FindingCode::CameraFailed => pair!(finding_camera_failed, finding_camera_failed_button),
        FindingCode::SoundLocked => pair!(finding_sound_locked, finding_sound_locked_button),
        FindingCode::SpeakerNotHeard => pair!(finding_speaker_not_heard, finding_speaker_not_heard_button),
        FindingCode::ServerUnreachable => {
            pair!(finding_server_unreachable, finding_server_unreachable_button)
        }
    }
}
