//! The address of the signalling socket.

use crate::{ParticipantSid, SocketUrl, Token, session::Config};

/// The version of LiveKit's protocol that is spoken here: what the server sends to a client of this version is
/// understood, what came later is not asked for.
const PROTOCOL: &str = "15";

/// Where to connect, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) url: String,
    pub(crate) token: Token,
}

impl Access {
    /// The address to join anew.
    pub(crate) fn join(&self, config: &Config) -> SocketUrl {
        SocketUrl::new(self.address(config))
    }

    /// The address to pick up a stay that broke.
    pub(crate) fn resume(&self, config: &Config, sid: &ParticipantSid) -> SocketUrl {
        let mut address = self.address(config);
        address.push_str("&reconnect=1&sid=");
        escape(&sid.0, &mut address);
        SocketUrl::new(address)
    }

    fn address(&self, config: &Config) -> String {
        let mut address = self.url.trim_end_matches('/').to_owned();
        address.push_str("/rtc?access_token=");
        escape(self.token.reveal(), &mut address);
        address.push_str("&auto_subscribe=1&adaptive_stream=1&sdk=");
        escape(config.sdk, &mut address);
        address.push_str("&version=");
        escape(config.version, &mut address);
        address.push_str("&protocol=");
        address.push_str(PROTOCOL);
        address
    }
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
fn escape(text: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(DIGITS[usize::from(byte >> 4)]));
            into.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config { sdk: "js", version: "1.0", seed: 0 }
    }

    #[test]
    fn a_token_stays_one_value_whatever_it_holds() {
        let access = Access { url: "wss://example.org/".into(), token: Token::new("a&b=c/ö") };
        assert_eq!(
            access.join(&config()).reveal(),
            "wss://example.org/rtc?access_token=a%26b%3Dc%2F%C3%B6&auto_subscribe=1&adaptive_stream=1&sdk=js\
             &version=1.0&protocol=15"
        );
    }

    #[test]
    fn resuming_names_the_stay() {
        let access = Access { url: "ws://localhost:7880/livekit".into(), token: Token::new("t") };
        let url = access.resume(&config(), &"PA_1".into());
        assert!(url.reveal().starts_with("ws://localhost:7880/livekit/rtc?"));
        assert!(url.reveal().ends_with("&reconnect=1&sid=PA_1"));
    }
}
