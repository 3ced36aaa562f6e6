//! Keys to a meeting, signed as an operator signs them: with the configured name and secret.

use std::time::Duration;

use e2e::{KEY, SECRET};
use sfu::{Grant, MeetingTokens};

/// How long a ticket is good.
const LIFE: Duration = Duration::from_secs(3600);

/// A ticket for somebody to a room.
pub fn ticket(room: &str, identity: &str) -> String {
    MeetingTokens::new(KEY, SECRET).issue(&Grant::member(room, identity, identity, LIFE))
}
