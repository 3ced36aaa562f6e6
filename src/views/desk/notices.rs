//! What the last order came to, and whether what is shown may be old.

use ::desk::view::{Board, Notice, OrderKind};
use texts::Texts;
use wire::desk::OrderProblem;
use yew::prelude::*;

use crate::ui::notice::{Tone, notice};

/// The live region.
pub fn notices(texts: Texts, board: &Board) -> Html {
    let said = if board.live {
        board.notice.as_ref().map(|notice| words(texts, notice))
    } else {
        Some((Tone::Warning, texts.desk_not_live()))
    };
    notice(said.map(|(tone, words)| (tone, words.into())))
}

fn words(texts: Texts, notice: &Notice) -> (Tone, &'static str) {
    match notice {
        Notice::Done(kind) => (
            Tone::Good,
            match kind {
                OrderKind::Admitted => texts.desk_done_admitted(),
                OrderKind::AllAdmitted => texts.desk_done_all_admitted(),
                OrderKind::Rejected => texts.desk_done_rejected(),
                OrderKind::Written => texts.desk_done_written(),
                OrderKind::Muted => texts.desk_done_muted(),
                OrderKind::Opened => texts.desk_done_opened(),
                OrderKind::Ended => texts.desk_done_ended(),
            },
        ),
        Notice::Failed(problem) => (
            Tone::Warning,
            match problem {
                OrderProblem::NoSuchPerson => texts.desk_failed_no_such_person(),
                OrderProblem::NotNow => texts.desk_failed_not_now(),
                OrderProblem::BadText => texts.desk_failed_bad_text(),
                OrderProblem::MeetingOver => texts.desk_failed_meeting_over(),
                OrderProblem::NotStored => texts.desk_failed_not_stored(),
                OrderProblem::EngineSilent => texts.desk_failed_engine_silent(),
            },
        ),
        Notice::Unknown => (Tone::Warning, texts.desk_unknown()),
    }
}
