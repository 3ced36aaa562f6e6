//! STUN and TURN servers of the operator's own, and what members are told of them.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// One server, at one or more addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceServer {
    /// `stun:host:port`, `turn:host:port?transport=udp` and the like (RFC 7064, RFC 7065).
    pub urls: Vec<String>,
    /// What it asks of those who use it.
    pub access: IceAccess,
}

/// What a STUN or TURN server asks of those who use it.
#[derive(Clone, PartialEq, Eq)]
pub enum IceAccess {
    /// Nothing: a STUN server.
    Open,
    /// A name and a password, the same for everybody.
    Password {
        /// The name.
        username: String,
        /// The password.
        credential: String,
    },
    /// Credentials that hold for a while, made from a secret that the TURN server knows too: the name begins with the
    /// time of their end, the password is the name's HMAC-SHA1 ("A REST API For Access To TURN Services", as coturn's
    /// `use-auth-secret` and LiveKit have it).
    Shared {
        /// The secret.
        secret: String,
        /// For how long credentials hold; whole seconds. A member who stays longer loses the relay.
        lifetime: Duration,
    },
}

impl IceServer {
    /// As `who` is told of it at `now`.
    pub(crate) fn told(&self, who: &str, now: SystemTime) -> livekit_protocol::IceServer {
        let (username, credential) = match &self.access {
            IceAccess::Open => Default::default(),
            IceAccess::Password { username, credential } => (username.clone(), credential.clone()),
            IceAccess::Shared { secret, lifetime } => time_limited(secret, who, now + *lifetime),
        };
        livekit_protocol::IceServer { urls: self.urls.clone(), username, credential }
    }
}

impl fmt::Debug for IceAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IceAccess(…)")
    }
}

fn time_limited(secret: &str, who: &str, until: SystemTime) -> (String, String) {
    let until = until.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let username = format!("{until}:{who}");
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    let password = BASE64_STANDARD.encode(hmac::sign(&key, username.as_bytes()));
    (username, password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(access: IceAccess) -> IceServer {
        IceServer { urls: vec!["turn:turn.example:3478".into()], access }
    }

    #[test]
    fn time_limited_credentials_are_those_that_coturn_expects() {
        let access = IceAccess::Shared { secret: "north".into(), lifetime: Duration::from_secs(3600) };
        let told = server(access).told("PA_x", UNIX_EPOCH + Duration::from_secs(1_700_000_000));
        assert_eq!(told.username, "1700003600:PA_x");
        // printf 1700003600:PA_x | openssl dgst -sha1 -hmac north -binary | base64
        assert_eq!(told.credential, "tA50pxOTHHdD4r0oNHoos0M90wI=");
        assert_eq!(told.urls, ["turn:turn.example:3478"]);
    }

    #[test]
    fn who_asks_for_nothing_is_told_without_credentials() {
        let told = server(IceAccess::Open).told("PA_x", SystemTime::now());
        assert_eq!((told.username.as_str(), told.credential.as_str()), ("", ""));
    }

    #[test]
    fn no_secret_is_ever_printed() {
        for access in [
            IceAccess::Password { username: "hunter2".into(), credential: "hunter2".into() },
            IceAccess::Shared { secret: "hunter2".into(), lifetime: Duration::ZERO },
        ] {
            assert!(!format!("{:?}", server(access)).contains("hunter2"));
        }
    }
}
