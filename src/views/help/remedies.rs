//! The one button: what is on it, and its stable name.

use diagnosis::fact::{CaptureKind, DeviceKind};
use participant::view::Remedy;
use texts::Texts;
use wire::names::Action;

/// The name and the label of the button for a remedy. The same remedy has the same label, whatever it helps with.
pub fn button(texts: Texts, remedy: Remedy) -> (Action, &'static str) {
    match remedy {
        Remedy::AskAgain(CaptureKind::Microphone) => (Action::StartMicrophone, texts.remedy_ask_microphone()),
        Remedy::AskAgain(CaptureKind::Camera) => (Action::StartCamera, texts.remedy_ask_camera()),
        Remedy::Choose(DeviceKind::AudioInput) => (Action::UseOtherDevice, texts.remedy_other_microphone()),
        Remedy::Choose(DeviceKind::AudioOutput) => (Action::UseOtherDevice, texts.remedy_other_speaker()),
        Remedy::Choose(DeviceKind::VideoInput) => (Action::UseOtherDevice, texts.remedy_other_camera()),
        Remedy::GoWithoutCamera => (Action::SkipCamera, texts.see_skip()),
        Remedy::SwitchMicrophoneOn => (Action::Mute, texts.meeting_mic_on()),
        Remedy::UnlockSound => (Action::UnlockSound, texts.remedy_unlock_sound()),
        Remedy::PlayChime => (Action::PlayChime, texts.remedy_play_chime()),
        Remedy::UseLess => (Action::UseLess, texts.remedy_use_less()),
        Remedy::RestartIce => (Action::RestartIce, texts.remedy_restart_ice()),
        Remedy::TryAgain => (Action::TryAgain, texts.remedy_try_again()),
        Remedy::Reload => (Action::Reload, texts.remedy_reload()),
        Remedy::CopyLink => (Action::CopyLink, texts.remedy_copy_link()),
        Remedy::ContinueHere => (Action::ContinueHere, texts.elsewhere_continue()),
        Remedy::Telephone => (Action::Telephone, texts.remedy_telephone()),
        Remedy::ShowSteps => (Action::ShowSteps, texts.remedy_show_steps()),
        Remedy::TellStaff => (Action::TellStaff, texts.remedy_tell_staff()),
        Remedy::Acknowledge => (Action::Acknowledge, texts.remedy_acknowledge()),
    }
}
