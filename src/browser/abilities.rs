//! What the browser has of what a meeting needs, and what it says it is. Looked at, and where looking is not enough tried.

use super::{js, storage};

/// Something that a meeting needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ability {
    /// The page is served securely.
    SecureContext,
    /// Microphones and cameras.
    MediaDevices,
    /// WebRTC.
    PeerConnection,
    /// Web Audio.
    AudioContext,
    /// A place for the tab to remember that it is inside.
    SessionStorage,
}

impl Ability {
    /// Every one of them.
    pub const ALL: [Self; 5] = [
        Self::SecureContext,
        Self::MediaDevices,
        Self::PeerConnection,
        Self::AudioContext,
        Self::SessionStorage,
    ];

    /// Whether it is there.
    pub fn is_there(self) -> bool {
        let has = |name| js::get(&js::window(), name).is_function();
        match self {
            Self::SecureContext => js::window().is_secure_context(),
            Self::MediaDevices => js::get(&js::window().navigator(), "mediaDevices").is_object(),
            Self::PeerConnection => has("RTCPeerConnection"),
            Self::AudioContext => has("AudioContext"),
            Self::SessionStorage => storage::keeps(),
        }
    }
}

/// `navigator.userAgent`.
pub fn user_agent() -> String {
    js::window().navigator().user_agent().unwrap_or_default()
}

/// How many fingers the screen feels at a time: an iPad says that it is a Mac, and no Mac feels any.
pub fn touch_points() -> u32 {
    js::get(&js::window().navigator(), "maxTouchPoints").as_f64().unwrap_or_default() as u32
}
