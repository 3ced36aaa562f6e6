//! What the desk learns, and what it asks of the edge.

use wire::{
    AttemptId, ParticipantId,
    desk::{FromDesk, ToDesk},
};

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is there.
    Started,
    /// The socket that was asked for is open.
    SocketOpened {
        /// Which.
        attempt: AttemptId,
    },
    /// The server said something.
    Heard {
        /// On which socket.
        attempt: AttemptId,
        /// What.
        message: ToDesk,
    },
    /// The socket is closed, or could not be opened.
    SocketClosed {
        /// Which.
        attempt: AttemptId,
    },
    /// A timer ran out.
    TimerElapsed {
        /// Which.
        timer: Timer,
        /// The socket it was set for.
        attempt: AttemptId,
    },
    /// The page woke up, or the network came back: try at once.
    PageWoke,
    /// Admit one.
    AdmitPressed(ParticipantId),
    /// Admit all who wait.
    AdmitAllPressed,
    /// Switch the microphone of one in the meeting off.
    MutePressed(ParticipantId),
    /// Begin to reject one: opens the dialog.
    RejectPressed(ParticipantId),
    /// Reject the one of the dialog, with this sentence.
    RejectConfirmed {
        /// What they will read.
        sentence: String,
    },
    /// Begin to write to one, or to everybody who waits.
    WritePressed(Option<ParticipantId>),
    /// Send what was written.
    SendConfirmed {
        /// The text.
        text: String,
    },
    /// Open the meeting.
    OpenPressed,
    /// Begin to end the meeting.
    EndPressed,
    /// End it.
    EndConfirmed,
    /// Close the dialog without doing it.
    DialogCancelled,
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open the WebSocket of the desk.
    OpenSocket {
        /// Carried by every event of this socket.
        attempt: AttemptId,
    },
    /// Say something on it.
    Send(FromDesk),
    /// Close it.
    CloseSocket,
    /// Set a timer.
    SetTimer {
        /// Which.
        timer: Timer,
        /// The socket it belongs to.
        attempt: AttemptId,
        /// In how many milliseconds.
        after: u32,
    },
    /// Load the page anew: it is older than the server.
    ReloadPage,
}

/// The timers of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Try to open the socket again.
    Retry,
    /// Say that the page is still there, and look whether the server is.
    KeepAlive,
}
