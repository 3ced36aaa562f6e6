//! The member's own screen, shared with the others: asked for, shown, ended. The browser asks which window it is to be.

use wire::AttemptId;

use crate::effect::Effect;

/// The shared screen.
#[derive(Debug)]
pub struct Screen {
    attempt: AttemptId,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// This browser cannot.
    Impossible,
    Off,
    Asking,
    Live,
}

impl Default for Screen {
    fn default() -> Self {
        Self { attempt: AttemptId::default(), state: State::Impossible }
    }
}

impl Screen {
    /// The browser can.
    pub fn possible(&mut self) {
        match self.state {
            State::Impossible => self.state = State::Off,
            State::Off | State::Asking | State::Live => {}
        }
    }

    /// Asks for it, unless it was asked for or is shown already.
    pub fn ask(&mut self) -> Vec<Effect> {
        match self.state {
            State::Off => {
                self.state = State::Asking;
                vec![Effect::OpenScreen { attempt: self.attempt.advance() }]
            }
            State::Impossible | State::Asking | State::Live => vec![],
        }
    }

    /// Whether that is the answer to the newest question.
    pub fn opened(&mut self, attempt: AttemptId) -> bool {
        let awaited = attempt == self.attempt && self.state == State::Asking;
        if awaited {
            self.state = State::Live;
        }
        awaited
    }

    /// The member thought better of it, or ended it in the browser. Returns whether that is news.
    pub fn ended(&mut self, attempt: AttemptId) -> bool {
        let news = attempt == self.attempt && self.is_wanted();
        if news {
            self.state = State::Off;
        }
        news
    }

    /// Ends it. A late answer is stale from here on.
    pub fn close(&mut self) -> Vec<Effect> {
        if !self.is_wanted() {
            return vec![];
        }
        self.attempt.advance();
        self.state = State::Off;
        vec![Effect::CloseScreen]
    }

    /// Whether there is a button for it.
    pub fn is_possible(&self) -> bool {
        self.state != State::Impossible
    }

    /// Whether it is shown, or the browser is being asked.
    pub fn is_wanted(&self) -> bool {
        matches!(self.state, State::Asking | State::Live)
    }

    /// Whether it is shown.
    pub fn is_live(&self) -> bool {
        self.state == State::Live
    }
}
