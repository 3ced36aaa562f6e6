//! One person: their picture or their initials, their name, whether they speak, whether their microphone is off, how
//! good their connection is.

use participant::view::{Share, Tile};
use rtc::ConnectionQuality;
use texts::Texts;
use yew::prelude::*;

use crate::ui::{Icon, picture::Picture};

/// The tile. The member's own picture is shown as in a mirror. `start` is the column of a tile that begins a last row
/// which is not full.
pub fn tile(texts: Texts, tile: &Tile, me: bool, start: Option<u32>) -> Html {
    let name = if me { texts.meeting_me(&tile.name) } else { tile.name.clone() };
    let class = classes!(
        "tile",
        tile.speaking.then_some("speaking"),
        me.then_some("me"),
        tile.large.then_some("large"),
        tile.paused.then_some("paused"),
    );
    html! {
        <li
            key={tile.id.0.clone()}
            {class}
            data-participant={tile.id.0.clone()}
            data-start={start.map(|column| column.to_string())}
        >
            if let Some(picture) = &tile.picture {
                <Picture picture={picture.clone()} mirrored={me} label={name.clone()} />
            } else {
                <span class="initials" aria-hidden="true">{ initials(&tile.name) }</span>
            }
            <p class="name">
                if tile.muted {
                    { Icon::MicrophoneOff.show() }
                }
                <span>{ name }</span>
                if tile.muted {
                    <span class="hidden">{ texts.meeting_muted() }</span>
                }
                if tile.speaking {
                    <span class="speaks">{ texts.meeting_speaking() }</span>
                }
                if tile.paused {
                    <span class="held">{ texts.meeting_paused() }</span>
                }
                if let Some((icon, quality, words)) = quality(texts, tile.quality) {
                    <span class="quality" data-quality={quality}>
                        { icon.show() }
                        <span class="hidden">{ words }</span>
                    </span>
                }
            </p>
        </li>
    }
}

/// A screen that somebody shares.
pub fn share(texts: Texts, share: &Share) -> Html {
    let words = texts.meeting_shows(&share.name);
    html! {
        <li key="shared-screen" class="tile large share" data-share={share.id.0.clone()}>
            if let Some(picture) = &share.picture {
                <Picture picture={picture.clone()} label={words.clone()} />
            }
            <p class="name">{ Icon::Screen.show() }<span>{ words }</span></p>
        </li>
    }
}

fn quality(texts: Texts, quality: ConnectionQuality) -> Option<(Icon, &'static str, &'static str)> {
    match quality {
        ConnectionQuality::Unknown => None,
        ConnectionQuality::Lost => Some((Icon::Cross, "lost", texts.meeting_quality_lost())),
        ConnectionQuality::Poor => Some((Icon::Bars1, "poor", texts.meeting_quality_poor())),
        ConnectionQuality::Good => Some((Icon::Bars2, "good", texts.meeting_quality_good())),
        ConnectionQuality::Excellent => Some((Icon::Bars3, "excellent", texts.meeting_quality_excellent())),
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().next();
    let mut words = name.split_whitespace();
    let first = words.next().and_then(letter);
    first.into_iter().chain(words.next_back().and_then(letter)).collect()
}
