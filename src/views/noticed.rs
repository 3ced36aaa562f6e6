//! What happened to a device and was mended by itself, in one sentence.

use participant::view::Notice;
use texts::Texts;
use wire::names::NoticeCode;
use yew::prelude::*;

use crate::ui::notice::{Tone, block};

/// A live region with what there is to say.
pub fn noticed(texts: Texts, notices: &[Notice]) -> Html {
    let said = |notice: &Notice| {
        html! { <div key={notice.code.name()} data-notice={notice.code.name()}>{ block(tone(notice.code), words(texts, notice).into()) }</div> }
    };
    html! { <div class="word" role="status">{ for notices.iter().map(said) }</div> }
}

fn tone(code: NoticeCode) -> Tone {
    match code {
        NoticeCode::MicReplaced
        | NoticeCode::CameraReplaced
        | NoticeCode::SpeakerReplaced
        | NoticeCode::MutedByStaff => Tone::Warning,
        NoticeCode::MicReturned | NoticeCode::CameraReturned | NoticeCode::SpeakerReturned => Tone::Good,
    }
}

fn words(texts: Texts, notice: &Notice) -> String {
    let device = if notice.device.is_empty() { texts.notice_other_device() } else { &notice.device };
    match notice.code {
        NoticeCode::MicReplaced => texts.notice_mic_replaced(device),
        NoticeCode::MicReturned => texts.notice_mic_returned().to_owned(),
        NoticeCode::CameraReplaced => texts.notice_camera_replaced(device),
        NoticeCode::CameraReturned => texts.notice_camera_returned().to_owned(),
        NoticeCode::SpeakerReplaced => texts.notice_speaker_replaced().to_owned(),
        NoticeCode::SpeakerReturned => texts.notice_speaker_returned().to_owned(),
        NoticeCode::MutedByStaff => texts.meeting_silenced().to_owned(),
    }
}
