//! Identifiers, moments, and text that must never reach a log. What is personal or secret prints as `…`.

use std::fmt;

/// Milliseconds of a monotonic clock, or a span of them. Which moment is zero does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

impl Millis {
    /// The span from `earlier` to `self`; zero when `earlier` is later.
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
    };
}

number! {
    /// Ties an answer to its request. Counted upwards by the session and never used twice; what comes back with
    /// an old one is ignored.
    Attempt
}
number! {
    /// One pair of peer connections, publisher and subscriber. A full rejoin makes a new pair.
    PeersId
}
number! {
    /// A track of this device, numbered by the caller who holds it.
    LocalTrackId
}
number! {
    /// A track that arrived from the server, numbered by the caller who holds it.
    RemoteTrackId
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text! {
    /// Who somebody is in the meeting, over all their connections. Random, tells nothing about the person.
    Identity
}
text! {
    /// One stay of one participant in the room (`PA_...`). A full rejoin gets a new one.
    ParticipantSid
}
text! {
    /// One published track (`TR_...`).
    TrackSid
}

macro_rules! private {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// Wraps the text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text itself, for the one place that needs it.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

private! {
    /// A meeting token.
    Token
}
private! {
    /// The address of the signalling socket, with the token in its query.
    SocketUrl
}
private! {
    /// A session description. Holds addresses of the member's network.
    Sdp
}
private! {
    /// An ICE candidate as the JSON text of `RTCIceCandidateInit`. Holds an address of the member's network.
    Candidate
}
private! {
    /// A person's name.
    Name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_or_personal_is_never_printed() {
        let printed = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            Token::new("hunter2"),
            SocketUrl::new("hunter2"),
            Sdp::new("hunter2"),
            Candidate::new("hunter2"),
            Name::new("hunter2")
        );
        assert!(!printed.contains("hunter2"));
    }
}
