//! Meeting tokens: JSON Web Tokens (RFC 7519) with LiveKit's grants, HS256.
//!
//! Signs and checks, nothing else: who deserves a token is decided elsewhere.

mod service;

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, errors::ErrorKind};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use service::ServiceClaims;

/// By how many seconds the clocks of who signs and who checks may differ.
const LEEWAY_SECONDS: u64 = 10;

/// The longest room name, identity or name, in bytes. LiveKit's own limits are of this size.
pub(crate) const LONGEST_NAME: usize = 256;

/// Issues and checks tokens for one key. Cloning is cheap enough to hand it around.
#[derive(Clone)]
pub struct MeetingTokens {
    key: String,
    sign: EncodingKey,
    check: DecodingKey,
}

impl MeetingTokens {
    /// `key` names who signs (the token's `iss`); `secret` is shared with whoever else may sign or check.
    pub fn new(key: impl Into<String>, secret: &str) -> Self {
        Self {
            key: key.into(),
            sign: EncodingKey::from_secret(secret.as_bytes()),
            check: DecodingKey::from_secret(secret.as_bytes()),
        }
    }

    /// A token for what is granted, valid from now on.
    pub fn issue(&self, grant: &Grant) -> String {
        self.issue_at(grant, SystemTime::now())
    }

    /// A token for what is granted, valid from `now` on.
    pub(crate) fn issue_at(&self, grant: &Grant, now: SystemTime) -> String {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let claims = WireClaims {
            iss: self.key.clone(),
            sub: grant.identity.clone(),
            nbf: Some(now.as_secs()),
            iat: Some(now.as_micros() as f64 / 1_000_000.0),
            exp: now.as_secs() + grant.lifetime.as_secs(),
            name: grant.name.clone(),
            metadata: grant.metadata.clone(),
            video: VideoGrant {
                room: grant.room.clone(),
                room_join: true,
                can_publish: Some(grant.can_publish),
                can_subscribe: Some(grant.can_subscribe),
                can_publish_data: Some(grant.can_publish_data),
            },
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
            .expect("claims of strings and numbers serialise, and HMAC takes a key of any length")
    }

    /// What a token grants, when it was signed with our secret, is in its time, and is for joining a room.
    pub fn verify(&self, token: &str) -> Result<Claims, TokenError> {
        let claims: WireClaims = self.decode(token, &["exp", "iss", "sub"])?;
        let fits = |text: &str| text.len() <= LONGEST_NAME;
        if !claims.video.room_join
            || claims.video.room.is_empty()
            || claims.sub.is_empty()
            || !fits(&claims.video.room)
            || !fits(&claims.sub)
            || !fits(&claims.name)
        {
            return Err(TokenError::NotForJoining);
        }
        Ok(Claims {
            issued_at: claims
                .iat
                .or(claims.nbf.map(|seconds| seconds as f64))
                .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
                .and_then(|since| UNIX_EPOCH.checked_add(since)),
            room: claims.video.room,
            identity: claims.sub,
            name: claims.name,
            metadata: claims.metadata,
            can_publish: claims.video.can_publish.unwrap_or(true),
            can_subscribe: claims.video.can_subscribe.unwrap_or(true),
            can_publish_data: claims.video.can_publish_data.unwrap_or(true),
        })
    }

    /// The claims of a token that is signed with our secret and in its time.
    fn decode<T: DeserializeOwned>(&self, token: &str, required: &[&str]) -> Result<T, TokenError> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.leeway = LEEWAY_SECONDS;
        rules.validate_exp = true;
        rules.validate_nbf = true;
        rules.validate_aud = false;
        rules.set_issuer(&[&self.key]);
        rules.set_required_spec_claims(required);
        let decoded = jsonwebtoken::decode::<T>(token, &self.check, &rules);
        decoded.map(|decoded| decoded.claims).map_err(|error| TokenError::from(error.kind()))
    }
}

impl fmt::Debug for MeetingTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MeetingTokens(…)")
    }
}

/// What a token is to grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The only room it opens.
    pub room: String,
    /// Who joins; unique in the room.
    pub identity: String,
    /// The name the others see.
    pub name: String,
    /// Free text the others' programs see.
    pub metadata: String,
    /// How long it is valid; whole seconds.
    pub lifetime: Duration,
    /// Whether its bearer may send sound and pictures.
    pub can_publish: bool,
    /// Whether its bearer may receive sound and pictures.
    pub can_subscribe: bool,
    /// Whether its bearer may send data messages.
    pub can_publish_data: bool,
}

impl Grant {
    /// Everything a member of a meeting needs: send, receive, and data messages.
    pub fn member(
        room: impl Into<String>,
        identity: impl Into<String>,
        name: impl Into<String>,
        lifetime: Duration,
    ) -> Self {
        Self {
            room: room.into(),
            identity: identity.into(),
            name: name.into(),
            metadata: String::new(),
            lifetime,
            can_publish: true,
            can_subscribe: true,
            can_publish_data: true,
        }
    }
}

/// What a valid token said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The only room it opens.
    pub room: String,
    /// Who joins.
    pub identity: String,
    /// The name the others see; may be empty.
    pub name: String,
    /// Free text the others' programs see; may be empty.
    pub metadata: String,
    /// When it was issued, if it says so.
    pub issued_at: Option<SystemTime>,
    /// Whether its bearer may send sound and pictures. Granted when the token is silent, as LiveKit has it.
    pub can_publish: bool,
    /// Whether its bearer may receive sound and pictures. Granted when the token is silent.
    pub can_subscribe: bool,
    /// Whether its bearer may send data messages. Granted when the token is silent.
    pub can_publish_data: bool,
}

impl Claims {
    /// The grant that would issue the same token again, for `lifetime`.
    pub(crate) fn renewed(&self, lifetime: Duration) -> Grant {
        Grant {
            room: self.room.clone(),
            identity: self.identity.clone(),
            name: self.name.clone(),
            metadata: self.metadata.clone(),
            lifetime,
            can_publish: self.can_publish,
            can_subscribe: self.can_subscribe,
            can_publish_data: self.can_publish_data,
        }
    }
}

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token, or one without the claims it needs.
    #[error("not a meeting token")]
    Malformed,
    /// Signed with another secret or in another manner.
    #[error("not signed by this server")]
    WrongSignature,
    /// Signed in another one's name.
    #[error("issued by somebody else")]
    WrongIssuer,
    /// Past its time.
    #[error("expired")]
    Expired,
    /// Before its time.
    #[error("not valid yet")]
    NotYetValid,
    /// Valid, but not for joining a room.
    #[error("not for joining a room")]
    NotForJoining,
    /// Valid, but its bearer was removed, or the meeting ended, after it was issued.
    #[error("withdrawn")]
    Withdrawn,
}

impl From<&ErrorKind> for TokenError {
    fn from(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidSignature
            | ErrorKind::InvalidAlgorithm
            | ErrorKind::InvalidAlgorithmName
            | ErrorKind::MissingAlgorithm => Self::WrongSignature,
            ErrorKind::InvalidIssuer => Self::WrongIssuer,
            ErrorKind::ExpiredSignature => Self::Expired,
            ErrorKind::ImmatureSignature => Self::NotYetValid,
            // The library's enum is open; whatever else is wrong with a token, it is not one of ours.
            _ => Self::Malformed,
        }
    }
}

/// The token's JSON, in LiveKit's spelling.
#[derive(Serialize, Deserialize)]
struct WireClaims {
    iss: String,
    sub: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    /// Seconds with a fraction (RFC 7519, section 2): a token issued right after a removal is not mistaken for an older one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    iat: Option<f64>,
    exp: u64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    metadata: String,
    #[serde(default)]
    video: VideoGrant,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct VideoGrant {
    #[serde(default)]
    room: String,
    #[serde(default)]
    room_join: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    can_publish: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    can_subscribe: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    can_publish_data: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant::member("hall", "anna", "Anna", Duration::from_secs(60))
    }

    fn tokens() -> MeetingTokens {
        MeetingTokens::new("house", "a secret that nobody else knows at all")
    }

    #[test]
    fn a_token_says_what_was_granted() {
        let mut grant = grant();
        grant.can_publish = false;
        let claims = tokens().verify(&tokens().issue(&grant)).unwrap();
        assert_eq!((&*claims.room, &*claims.identity, &*claims.name), ("hall", "anna", "Anna"));
        assert!(!claims.can_publish && claims.can_subscribe && claims.can_publish_data);
        assert!(claims.issued_at.is_some());
    }

    #[test]
    fn a_token_of_another_secret_opens_nothing() {
        let forged = MeetingTokens::new("house", "another secret").issue(&grant());
        assert_eq!(tokens().verify(&forged), Err(TokenError::WrongSignature));
    }

    #[test]
    fn a_token_in_another_ones_name_opens_nothing() {
        let other = MeetingTokens::new("neighbour", "a secret that nobody else knows at all").issue(&grant());
        assert_eq!(tokens().verify(&other), Err(TokenError::WrongIssuer));
    }

    #[test]
    fn a_token_past_its_time_opens_nothing() {
        let old = tokens().issue_at(&grant(), SystemTime::now() - Duration::from_secs(75));
        assert_eq!(tokens().verify(&old), Err(TokenError::Expired));
        let within_leeway = tokens().issue_at(&grant(), SystemTime::now() - Duration::from_secs(63));
        assert!(tokens().verify(&within_leeway).is_ok());
    }

    #[test]
    fn a_token_before_its_time_opens_nothing() {
        let early = tokens().issue_at(&grant(), SystemTime::now() + Duration::from_secs(30));
        assert_eq!(tokens().verify(&early), Err(TokenError::NotYetValid));
    }

    #[test]
    fn an_unsigned_token_opens_nothing() {
        let token = tokens().issue(&grant());
        let claims = token.split('.').nth(1).unwrap();
        // {"alg":"none","typ":"JWT"}
        for signature in ["", token.split('.').nth(2).unwrap()] {
            let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.{signature}");
            assert!(tokens().verify(&unsigned).is_err());
        }
    }

    #[test]
    fn a_token_for_something_else_than_joining_opens_nothing() {
        let mut grant = grant();
        grant.room = String::new();
        assert_eq!(tokens().verify(&tokens().issue(&grant)), Err(TokenError::NotForJoining));
        assert_eq!(tokens().verify("no token"), Err(TokenError::Malformed));
    }

    #[test]
    fn the_secret_is_never_printed() {
        let printed = format!("{:?}", MeetingTokens::new("house", "hunter2"));
        assert!(!printed.contains("hunter2") && !printed.contains("house"));
    }
}
