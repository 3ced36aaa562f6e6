//! The link lets nobody in: three problems and no link at all, each with its own remedy.

use wire::{names::Screen, participant::InvitationProblem};
use yew::prelude::*;

use super::Frame;
use crate::ui::header::phone;

/// The link leads nowhere.
pub fn refused(frame: &Frame, problem: InvitationProblem) -> Html {
    let texts = frame.texts;
    let (title, sentence, remedy) = match problem {
        InvitationProblem::Unknown => {
            (texts.unknown_title(), texts.unknown_sentence(), texts.unknown_remedy())
        }
        InvitationProblem::Expired => {
            (texts.expired_title(), texts.expired_sentence(), texts.expired_remedy())
        }
        InvitationProblem::Revoked => {
            (texts.revoked_title(), texts.revoked_sentence(), texts.revoked_remedy())
        }
    };
    screen(frame, Some(problem.name()), title, sentence, remedy)
}

/// There is no link.
pub fn stranger(frame: &Frame) -> Html {
    let texts = frame.texts;
    screen(frame, None, texts.stranger_title(), texts.stranger_sentence(), texts.stranger_remedy())
}

fn screen(
    frame: &Frame,
    finding: Option<&'static str>,
    title: &'static str,
    sentence: &'static str,
    remedy: &'static str,
) -> Html {
    let content = html! {
        <div class="card" data-finding={finding}>
            <p>{ sentence }</p>
            <p><strong>{ remedy }</strong></p>
            { phone(frame.texts, &frame.page.house) }
        </div>
    };
    frame.screen(Screen::Refused, title, content)
}
