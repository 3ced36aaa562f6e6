//! Personal links: their secret, its hash, how long they hold, and whom they belong to.

use std::fmt::Write as _;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use wire::{INVITATION_PREFIX, InvitationToken, UnixMillis, participant::InvitationProblem};

use crate::store::{Invitation, Store, StoreError};

/// Bytes of randomness in a link's secret: 192 bits, 32 characters.
const SECRET_BYTES: usize = 24;

/// Bytes of randomness in the id of a person or a meeting.
const ID_BYTES: usize = 10;

/// The operating system gives no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// A new secret for a link.
pub fn new_token() -> Result<InvitationToken, NoRandomness> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(InvitationToken::new(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

/// A new id that tells nothing: `prefix` and 20 hexadecimal digits.
pub fn new_id(prefix: &str) -> Result<String, NoRandomness> {
    let mut bytes = [0; ID_BYTES];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{prefix}{}", hexadecimal(&bytes)))
}

/// What the store keeps of a secret. Without salt: 192 random bits cannot be guessed from it.
pub fn hash(token: &str) -> String {
    hexadecimal(&Sha256::digest(token.as_bytes()))
}

/// Bytes as lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The personal link with this secret.
pub fn link(public_url: &str, token: &InvitationToken) -> String {
    format!("{}{INVITATION_PREFIX}{}", public_url.trim_end_matches('/'), token.reveal())
}

/// The secret in a link; a text that is no link is taken for the secret itself.
pub fn secret_of(link: &str) -> &str {
    let secret = match link.rsplit_once(INVITATION_PREFIX) {
        Some((_, secret)) => secret,
        None => link,
    };
    secret.split(['?', '#', '/']).next().unwrap_or(secret)
}

/// How long invitations hold after the start of their meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// Hours after the start.
    pub hours: u32,
}

impl Lifetime {
    /// When the invitations to a meeting end.
    pub fn end(self, starts_at: UnixMillis) -> UnixMillis {
        UnixMillis(starts_at.0.saturating_add(i64::from(self.hours) * 3_600_000))
    }

    /// Whether they have ended at `now`.
    pub fn is_past(self, starts_at: UnixMillis, now: UnixMillis) -> bool {
        now >= self.end(starts_at)
    }
}

/// What a link is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It lets its person in.
    Good(Invitation),
    /// It lets nobody in.
    Bad(InvitationProblem),
}

/// What the link with this secret is worth at `now`.
pub async fn look_up(
    store: &Store,
    lifetime: Lifetime,
    token: &InvitationToken,
    now: UnixMillis,
) -> Result<Standing, StoreError> {
    let found = store.invitation(&hash(token.reveal())).await?;
    Ok(match found {
        None => Standing::Bad(InvitationProblem::Unknown),
        Some(found) if found.revoked => Standing::Bad(InvitationProblem::Revoked),
        Some(found) if lifetime.is_past(found.meeting.starts_at, now) => {
            Standing::Bad(InvitationProblem::Expired)
        }
        Some(found) => Standing::Good(found),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_32_characters_and_is_never_the_same() {
        let (one, other) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.reveal().len(), 32);
        assert_ne!(one, other);
    }

    #[test]
    fn the_secret_is_found_in_a_link_however_it_was_copied() {
        let token = InvitationToken::new("abc-DEF_123");
        assert_eq!(link("https://stadt.example/", &token), "https://stadt.example/j/abc-DEF_123");
        for text in ["https://stadt.example/j/abc-DEF_123", "/j/abc-DEF_123?utm=1", "abc-DEF_123"] {
            assert_eq!(secret_of(text), "abc-DEF_123");
        }
    }

    #[test]
    fn an_invitation_holds_until_its_hours_are_over() {
        let lifetime = Lifetime { hours: 24 };
        let start = UnixMillis(1_000);
        assert!(!lifetime.is_past(start, UnixMillis(1_000 + 24 * 3_600_000 - 1)));
        assert!(lifetime.is_past(start, UnixMillis(1_000 + 24 * 3_600_000)));
    }
}
