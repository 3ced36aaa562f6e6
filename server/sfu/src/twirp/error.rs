//! Errors of Twirp, the protocol of LiveKit's server API: a code, a sentence, and the HTTP status that goes with the code
//! (Twirp wire protocol, version 7).

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a call was not answered as wished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {msg}")]
pub struct TwirpError {
    /// The kind.
    pub code: TwirpCode,
    /// A sentence for developers.
    #[serde(default)]
    pub msg: String,
}

impl TwirpError {
    /// An error.
    pub fn new(code: TwirpCode, msg: impl Into<String>) -> Self {
        Self { code, msg: msg.into() }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $status:literal;)+) => {
        /// The kinds of errors.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum TwirpCode { $($(#[$doc])* $variant,)+ }

        impl TwirpCode {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name on the wire.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The HTTP status of an answer with this code.
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }
        }
    };
}

codes! {
    /// The caller gave up.
    Canceled = "canceled", 408;
    /// Wrong whatever the state of things.
    InvalidArgument = "invalid_argument", 400;
    /// A body that cannot be read.
    Malformed = "malformed", 400;
    /// Took too long.
    DeadlineExceeded = "deadline_exceeded", 408;
    /// There is no such thing.
    NotFound = "not_found", 404;
    /// There is no such call.
    BadRoute = "bad_route", 404;
    /// There is such a thing already.
    AlreadyExists = "already_exists", 409;
    /// Known, and not allowed to.
    PermissionDenied = "permission_denied", 403;
    /// Not known, or without the grant that it takes.
    Unauthenticated = "unauthenticated", 401;
    /// Too much of something.
    ResourceExhausted = "resource_exhausted", 429;
    /// Not as things stand.
    FailedPrecondition = "failed_precondition", 412;
    /// Broken off.
    Aborted = "aborted", 409;
    /// Past the end.
    OutOfRange = "out_of_range", 400;
    /// Not answered by this server.
    Unimplemented = "unimplemented", 501;
    /// The server's own fault.
    Internal = "internal", 500;
    /// Not now; later perhaps.
    Unavailable = "unavailable", 503;
    /// Lost for good.
    #[serde(rename = "dataloss")]
    DataLoss = "dataloss", 503;
    /// Nothing more is known.
    #[serde(other)]
    Unknown = "unknown", 500;
}

impl fmt::Display for TwirpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reads_as_it_was_written() {
        for code in TwirpCode::ALL {
            let error = TwirpError::new(*code, "so it is");
            let text = serde_json::to_string(&error).unwrap();
            assert_eq!(text, format!(r#"{{"code":"{}","msg":"so it is"}}"#, code.name()));
            assert_eq!(serde_json::from_str::<TwirpError>(&text).unwrap(), error);
        }
    }

    #[test]
    fn a_code_of_a_later_version_is_an_error_all_the_same() {
        let error: TwirpError = serde_json::from_str(r#"{"code":"teapot","meta":{"a":"b"}}"#).unwrap();
        assert_eq!(error, TwirpError::new(TwirpCode::Unknown, ""));
    }
}
