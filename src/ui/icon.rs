//! Our own icons: strokes of one width on a grid of 24, drawn for this project. Never the only carrier of a
//! meaning, and so hidden from screen readers.

use yew::prelude::*;

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The wordmark's door, ajar.
    Door,
    /// Done, in order.
    Check,
    /// Not in order, no.
    Cross,
    /// Look here.
    Attention,
    /// Left out.
    Dash,
    /// Not begun.
    Circle,
    /// A loudspeaker.
    Speaker,
    /// A microphone.
    Microphone,
    /// A microphone that is off.
    MicrophoneOff,
    /// A camera.
    Camera,
    /// A camera that is off.
    CameraOff,
    /// A connection.
    Connection,
    /// A telephone.
    Phone,
    /// A message.
    Message,
    /// The way out.
    Leave,
    /// A screen that is shown to others.
    Screen,
    /// Tiles of one size.
    Tiles,
    /// One large tile and small ones.
    LargeTile,
    /// To the page before.
    Back,
    /// To the next page.
    Forth,
    /// A very good connection.
    Bars3,
    /// A good one.
    Bars2,
    /// A bad one.
    Bars1,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Door => "M3 21h18M6 21V4.5h12V21M10 21V8.5l8-4M13 14h.01",
            Self::Check => "M5 12.5 10 17.5 19.5 7",
            Self::Cross => "M6.5 6.5l11 11M17.5 6.5l-11 11",
            Self::Attention => "M12 5v9M12 18.5h.01",
            Self::Dash => "M6.5 12h11",
            Self::Circle => "M12 11.9v.2",
            Self::Speaker => {
                "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.3a8 8 0 0 1 0 11.4"
            }
            Self::Microphone => {
                "M12 3a3 3 0 0 0-3 3v5.5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"
            }
            Self::MicrophoneOff => {
                "M9 9.5v2a3 3 0 0 0 4.7 2.5M15 11V6a3 3 0 0 0-5.6-1.5M5.5 11.5a6.5 6.5 0 0 0 10 5.5M18.5 11.5a6 6 0 0 1-.5 2.5M12 18v3M4 4l16 16"
            }
            Self::Camera => {
                "M4.5 7h8A1.5 1.5 0 0 1 14 8.500v7a1.5 1.5 0 0 1-1.5 1.500h-8A1.5 1.5 0 0 1 3 15.500v-7A1.5 1.5 0 0 1 4.5 7M14 11l7-3.500v9L14 13"
            }
            Self::CameraOff => {
                "M8.5 7h4A1.5 1.5 0 0 1 14 8.500v4M14 11l7-3.500v9l-3-1.500M13.5 17h-9A1.5 1.5 0 0 1 3 15.500v-7A1.5 1.5 0 0 1 4.5 7M3.5 3.500l17 17"
            }
            Self::Connection => {
                "M3 9.500a13 13 0 0 1 18 0M6 13a8.6 8.6 0 0 1 12 0M9 16.300a4.3 4.3 0 0 1 6 0M12 19.500h.01"
            }
            Self::Phone => {
                "M5.5 4H9l1.5 4.500L8.5 10a11 11 0 0 0 5.5 5.500l1.5-2L20 15v3.500A1.5 1.5 0 0 1 18.5 20 14.5 14.5 0 0 1 4 5.5 1.5 1.5 0 0 1 5.5 4"
            }
            Self::Message => "M4 5.500h16v11H9.500L5.5 20v-3.500H4z",
            Self::Screen => {
                "M3.5 5h17v11.500h-17zM8.500 20h7M12 16.500V20M12 13.500V8.500M9.500 10.500 12 8l2.500 2.500"
            }
            Self::Tiles => "M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 13h7v6h-7z",
            Self::LargeTile => "M4 5h16v9H4zM4 17h4v2.500H4zM10 17h4v2.500h-4zM16 17h4v2.500h-4z",
            Self::Back => "M14.500 6l-6 6 6 6",
            Self::Forth => "M9.500 6l6 6-6 6",
            Self::Bars3 => "M6 19v-3.500M12 19v-8M18 19V6",
            Self::Bars2 => "M6 19v-3.500M12 19v-8M18 19h.01",
            Self::Bars1 => "M6 19v-3.500M12 19h.01M18 19h.01",
            Self::Leave => "M14 4H6v16h8M10.5 12H20M16.5 8.5 20 12l-3.5 3.5",
        }
    }

    /// The icon, as large as the text beside it.
    pub fn show(self) -> Html {
        html! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={self.path()} /></svg> }
    }
}
