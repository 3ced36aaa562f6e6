//! What happened to a device and was mended by itself, in one sentence; and in the meeting what somebody else did.

use participant::view::Notice;
use texts::Texts;
use wire::names::NoticeCode;
use yew::prelude::*;

use crate::ui::notice::{Tone, block};

/// How a notice is said.
pub type Words = fn(Texts, &Notice) -> Option<String>;

/// A live region with what there is to say, in those words.
pub fn noticed(texts: Texts, notices: &[Notice], words: Words) -> Html {
    let said = |notice: &Notice| {
        html! { <div key={notice.code.name()} data-notice={notice.code.name()}>{ block(tone(notice.code), words(texts, notice).unwrap_or_default().into()) }</div> }
    };
    html! { <div class="word" role="status">{ for notices.iter().map(said) }</div> }
}

fn tone(code: NoticeCode) -> Tone {
    match code {
        NoticeCode::MicReplaced
        | NoticeCode::CameraReplaced
        | NoticeCode::SpeakerReplaced
        | NoticeCode::MutedByStaff
        | NoticeCode::MicRefused
        | NoticeCode::CameraRefused => Tone::Warning,
        NoticeCode::MicReturned | NoticeCode::CameraReturned | NoticeCode::SpeakerReturned => Tone::Good,
    }
}

/// What is said of a device.
pub fn of_device(texts: Texts, notice: &Notice) -> Option<String> {
    let device = if notice.device.is_empty() { texts.notice_other_device() } else { &notice.device };
    Some(match notice.code {
        NoticeCode::MicReplaced => texts.notice_mic_replaced(device),
        NoticeCode::MicReturned => texts.notice_mic_returned().to_owned(),
        NoticeCode::CameraReplaced => texts.notice_camera_replaced(device),
        NoticeCode::CameraReturned => texts.notice_camera_returned().to_owned(),
        NoticeCode::SpeakerReplaced => texts.notice_speaker_replaced().to_owned(),
        NoticeCode::SpeakerReturned => texts.notice_speaker_returned().to_owned(),
        // Of the meeting alone, whose part of the program says it.
        NoticeCode::MutedByStaff | NoticeCode::MicRefused | NoticeCode::CameraRefused => return None,
    })
}
