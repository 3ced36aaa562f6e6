//! The page of the Sitzungsdienst: who waits and who is in, and what to do about it.

mod board;
mod dialogs;
mod notices;
mod row;

use ::desk::{Event, View};
use yew::prelude::*;

use super::{Frame, arrival::arrival, refused::refused};

/// The page.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn desk(frame: &Frame, view: &View, dispatch: &Callback<Event>) -> Html {
    let screen = match view {
        View::Arriving { unreachable } => arrival(frame, true, *unreachable, None),
        View::Refused { problem } => refused(frame, *problem),
        View::Board(board) => board::board(frame, board, dispatch),
    };
    frame.page(screen)
}
