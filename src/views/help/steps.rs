//! The steps that only the member can take: each in one sentence, and a picture of where to press.

use diagnosis::StepId;
use texts::Texts;
use yew::prelude::*;

use super::picture::Picture;

/// The numbered list.
pub fn steps(texts: Texts, steps: &[StepId]) -> Html {
    let one = |step: &StepId| {
        html! { <li key={step.name()} data-instruction={step.name()}>{ picture(*step).show() }<span>{ words(texts, *step) }</span></li> }
    };
    html! { <ol class="how">{ for steps.iter().map(one) }</ol> }
}

pub(super) fn words(texts: Texts, step: StepId) -> &'static str {
    match step {
        StepId::PressAllow => texts.step_press_allow(),
        StepId::LookUnderAddress => texts.step_look_under_address(),
        StepId::PressSignBesideAddress => texts.step_press_sign_beside_address(),
        StepId::PressCrossedOutDevice => texts.step_press_crossed_out_device(),
        StepId::RemoveBlocked => texts.step_remove_blocked(),
        StepId::PressLock => texts.step_press_lock(),
        StepId::OpenPermissions => texts.step_open_permissions(),
        StepId::OpenSafariWebsiteSettings => texts.step_open_safari_website_settings(),
        StepId::PressPageMenu => texts.step_press_page_menu(),
        StepId::PressWebsiteSettings => texts.step_press_website_settings(),
        StepId::AllowMicrophone => texts.step_allow_microphone(),
        StepId::AllowCamera => texts.step_allow_camera(),
        StepId::OpenSiteSettings => texts.step_open_site_settings(),
        StepId::AllowSiteData => texts.step_allow_site_data(),
        StepId::LeavePrivateWindow => texts.step_leave_private_window(),
        StepId::ReloadPage => texts.step_reload_page(),
        StepId::OpenSettings => texts.step_open_settings(),
        StepId::OpenPrivacy => texts.step_open_privacy(),
        StepId::OpenMicrophonePrivacy => texts.step_open_microphone_privacy(),
        StepId::OpenCameraPrivacy => texts.step_open_camera_privacy(),
        StepId::LetDesktopApps => texts.step_let_desktop_apps(),
        StepId::SwitchBrowserOn => texts.step_switch_browser_on(),
        StepId::OpenBrowserInApps => texts.step_open_browser_in_apps(),
        StepId::RestartBrowser => texts.step_restart_browser(),
        StepId::ReturnToPage => texts.step_return_to_page(),
        StepId::SwitchOnInQuickSettings => texts.step_switch_on_in_quick_settings(),
        StepId::OpenSoundInput => texts.step_open_sound_input(),
        StepId::RaiseInput => texts.step_raise_input(),
        StepId::LowerInput => texts.step_lower_input(),
        StepId::OpenDateAndTime => texts.step_open_date_and_time(),
        StepId::SetTimeAutomatically => texts.step_set_time_automatically(),
        StepId::RaiseVolume => texts.step_raise_volume(),
        StepId::SwitchNetworkOn => texts.step_switch_network_on(),
        StepId::AcceptGuestNetwork => texts.step_accept_guest_network(),
        StepId::PressMuteSwitch => texts.step_press_mute_switch(),
        StepId::PlugIn => texts.step_plug_in(),
        StepId::CloseOtherPrograms => texts.step_close_other_programs(),
        StepId::OpenShutter => texts.step_open_shutter(),
        StepId::SwitchLampOn => texts.step_switch_lamp_on(),
        StepId::TurnFromWindow => texts.step_turn_from_window(),
        StepId::ComeNearer => texts.step_come_nearer(),
        StepId::MoveAway => texts.step_move_away(),
        StepId::SilenceRoom => texts.step_silence_room(),
        StepId::PutHeadphonesOn => texts.step_put_headphones_on(),
        StepId::GoNearRouter => texts.step_go_near_router(),
        StepId::UseOtherNetwork => texts.step_use_other_network(),
        StepId::PressAppMenu => texts.step_press_app_menu(),
        StepId::PressOpenInBrowser => texts.step_press_open_in_browser(),
        StepId::PressOpenInSafari => texts.step_press_open_in_safari(),
        StepId::OpenBrowser => texts.step_open_browser(),
        StepId::PasteLink => texts.step_paste_link(),
        StepId::FindNewestInvitation => texts.step_find_newest_invitation(),
        StepId::OpenWholeLink => texts.step_open_whole_link(),
    }
}

pub(super) fn picture(step: StepId) -> Picture {
    match step {
        StepId::PressAllow => Picture::Allow,
        StepId::LookUnderAddress => Picture::UnderAddress,
        StepId::PressSignBesideAddress => Picture::SignBesideAddress,
        StepId::PressCrossedOutDevice => Picture::CrossedOut,
        StepId::RemoveBlocked => Picture::RemoveBlocked,
        StepId::PressLock => Picture::SignOnPhone,
        StepId::OpenPermissions
        | StepId::PressWebsiteSettings
        | StepId::OpenSiteSettings
        | StepId::PressOpenInBrowser
        | StepId::PressOpenInSafari => Picture::Row,
        StepId::OpenSafariWebsiteSettings => Picture::MenuBar,
        StepId::PressPageMenu => Picture::PageMenu,
        StepId::AllowMicrophone => Picture::SwitchMicrophone,
        StepId::AllowCamera => Picture::SwitchCamera,
        StepId::AllowSiteData
        | StepId::LetDesktopApps
        | StepId::SwitchBrowserOn
        | StepId::SetTimeAutomatically => Picture::Switch,
        StepId::LeavePrivateWindow => Picture::OtherWindow,
        StepId::ReloadPage => Picture::Reload,
        StepId::OpenSettings => Picture::Settings,
        StepId::OpenPrivacy => Picture::RowPrivacy,
        StepId::OpenMicrophonePrivacy => Picture::RowMicrophone,
        StepId::OpenCameraPrivacy => Picture::RowCamera,
        StepId::OpenBrowserInApps => Picture::RowApp,
        StepId::RestartBrowser => Picture::Restart,
        StepId::ReturnToPage => Picture::Return,
        StepId::SwitchOnInQuickSettings => Picture::QuickSettings,
        StepId::OpenSoundInput => Picture::RowSound,
        StepId::RaiseInput => Picture::Louder,
        StepId::LowerInput => Picture::Quieter,
        StepId::OpenDateAndTime => Picture::RowClock,
        StepId::RaiseVolume => Picture::Volume,
        StepId::SwitchNetworkOn => Picture::Network,
        StepId::AcceptGuestNetwork => Picture::GuestNetwork,
        StepId::PressMuteSwitch => Picture::MuteSwitch,
        StepId::PlugIn => Picture::Plug,
        StepId::CloseOtherPrograms => Picture::ClosePrograms,
        StepId::OpenShutter => Picture::Shutter,
        StepId::SwitchLampOn => Picture::Lamp,
        StepId::TurnFromWindow => Picture::BrightWindow,
        StepId::ComeNearer => Picture::Nearer,
        StepId::MoveAway => Picture::Away,
        StepId::SilenceRoom => Picture::Silence,
        StepId::PutHeadphonesOn => Picture::Headphones,
        StepId::GoNearRouter => Picture::Router,
        StepId::UseOtherNetwork => Picture::OtherNetwork,
        StepId::PressAppMenu => Picture::AppMenu,
        StepId::OpenBrowser => Picture::Browser,
        StepId::PasteLink => Picture::Paste,
        StepId::FindNewestInvitation => Picture::Letter,
        StepId::OpenWholeLink => Picture::Link,
    }
}
