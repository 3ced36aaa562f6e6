//! A gate for candidates: what comes too early waits, in order.

use crate::Candidate;

/// Closed until what the candidates belong to is there.
#[derive(Debug)]
pub(crate) enum Gate {
    Closed(Vec<Candidate>),
    Open,
}

impl Default for Gate {
    fn default() -> Self {
        Self::Closed(Vec::new())
    }
}

impl Gate {
    /// What may go on now.
    pub(crate) fn pass(&mut self, candidate: Candidate) -> Option<Candidate> {
        match self {
            Self::Closed(waiting) => {
                waiting.push(candidate);
                None
            }
            Self::Open => Some(candidate),
        }
    }

    /// Holds back what comes from now on.
    pub(crate) fn close(&mut self) {
        match self {
            Self::Closed(_) => {}
            Self::Open => *self = Self::default(),
        }
    }

    /// Lets everything through from now on, beginning with what waited.
    pub(crate) fn open(&mut self) -> Vec<Candidate> {
        match std::mem::replace(self, Self::Open) {
            Self::Closed(waiting) => waiting,
            Self::Open => Vec::new(),
        }
    }
}
