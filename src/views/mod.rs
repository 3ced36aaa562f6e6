//! The screens, one per file. Each is a function of a slice of the view model and one `dispatch`: no effect, no
//! state of its own but what is being typed, no text but by its message id.
//!
//! What may be there or not is an `if` in the markup or an `unwrap_or_default`, never a bare `Option` or a `for` over
//! one: those shift their neighbours, and what is shifted is made anew and loses its picture or the focus.

mod arrival;
pub mod desk;
mod echo;
mod elsewhere;
mod ended;
pub mod frame;
pub mod help;
pub mod helping;
mod joining;
mod meeting;
mod named;
mod noticed;
mod refused;
mod rejected;
mod report;
mod waiting;

use participant::{Event, View};
use yew::prelude::*;

pub use desk::desk;
pub use frame::Frame;

/// A member's page.
pub fn member(frame: &Frame, view: &View, dispatch: &Callback<Event>) -> Html {
    let screen = match view {
        View::Arrival { entering, unreachable } => {
            arrival::arrival(frame, *entering, *unreachable, Some(dispatch))
        }
        View::Refused { problem } => refused::refused(frame, *problem),
        View::Stranger => refused::stranger(frame),
        View::Waiting(waiting) => waiting::waiting(frame, waiting, dispatch),
        View::Rejected { sentence } => rejected::rejected(frame, sentence),
        View::Elsewhere => elsewhere::elsewhere(frame, dispatch),
        View::Joining { link, no_meeting, help } => {
            joining::joining(frame, *link, *no_meeting, help.as_ref(), dispatch)
        }
        View::Meeting(meeting) => meeting::meeting(frame, meeting, dispatch),
        View::Ended { how } => ended::ended(frame, *how, dispatch),
    };
    frame.page(screen)
}
