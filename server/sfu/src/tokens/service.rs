//! Tokens of who runs meetings from outside: LiveKit's grants for its server API.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::{Algorithm, Header};
use serde::{Deserialize, Serialize};

use super::{MeetingTokens, TokenError};

/// What a valid token lets its bearer call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceClaims {
    /// The only room that `admin` is about; may be empty.
    pub room: String,
    /// Whether its bearer may see, mute and remove the participants of that room.
    pub admin: bool,
    /// Whether its bearer may make and delete rooms.
    pub create: bool,
    /// Whether its bearer may list rooms.
    pub list: bool,
}

impl MeetingTokens {
    /// A token that lets its bearer do everything with one room, and list all rooms. `room` may be empty.
    pub fn issue_service(&self, room: &str, lifetime: Duration) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let claims = WireClaims {
            iss: self.key.clone(),
            nbf: Some(now),
            exp: now + lifetime.as_secs(),
            video: VideoGrant { room: room.to_owned(), room_admin: true, room_create: true, room_list: true },
        };
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
            .expect("claims of strings and numbers serialise, and HMAC takes a key of any length")
    }

    /// What a token lets its bearer call, when it was signed with our secret and is in its time.
    pub fn verify_service(&self, token: &str) -> Result<ServiceClaims, TokenError> {
        let VideoGrant { room, room_admin, room_create, room_list } =
            self.decode::<WireClaims>(token, &["exp", "iss"])?.video;
        Ok(ServiceClaims { room, admin: room_admin, create: room_create, list: room_list })
    }
}

/// The token's JSON, in LiveKit's spelling.
#[derive(Serialize, Deserialize)]
struct WireClaims {
    iss: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<u64>,
    exp: u64,
    #[serde(default)]
    video: VideoGrant,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct VideoGrant {
    room: String,
    room_admin: bool,
    room_create: bool,
    room_list: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grant;

    fn tokens() -> MeetingTokens {
        MeetingTokens::new("house", "a secret that nobody else knows at all")
    }

    #[test]
    fn who_runs_meetings_may_do_everything_with_the_room_that_is_named() {
        let token = tokens().issue_service("hall", Duration::from_secs(60));
        let claims = tokens().verify_service(&token).unwrap();
        assert_eq!(claims, ServiceClaims { room: "hall".into(), admin: true, create: true, list: true });
        assert_eq!(tokens().verify(&token), Err(TokenError::Malformed), "it is for no one to join with");
    }

    #[test]
    fn a_members_token_runs_nothing() {
        let token = tokens().issue(&Grant::member("hall", "anna", "Anna", Duration::from_secs(60)));
        let claims = tokens().verify_service(&token).unwrap();
        assert_eq!(claims, ServiceClaims { room: "hall".into(), ..ServiceClaims::default() });
    }

    #[test]
    fn a_token_of_another_secret_runs_nothing() {
        let forged =
            MeetingTokens::new("house", "another secret").issue_service("hall", Duration::from_secs(60));
        assert_eq!(tokens().verify_service(&forged), Err(TokenError::WrongSignature));
    }
}
