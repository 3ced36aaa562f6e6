//! One person: their picture or their initials, their name, whether they speak, whether their microphone is off.

use participant::view::Tile;
use texts::Texts;
use yew::prelude::*;

use crate::ui::{Icon, picture::Picture, sound::Sound};

/// The tile. The member's own picture is shown as in a mirror.
pub fn tile(texts: Texts, tile: &Tile, me: bool) -> Html {
    let name = if me { texts.meeting_me(&tile.name) } else { tile.name.clone() };
    let picture = match &tile.picture {
        Some(picture) => {
            html! { <Picture picture={picture.clone()} mirrored={me} label={name.clone()} /> }
        }
        None => html! { <span class="initials" aria-hidden="true">{ initials(&tile.name) }</span> },
    };
    html! {
        <li
            key={tile.id.0.clone()}
            class={classes!("tile", tile.speaking.then_some("speaking"), me.then_some("me"))}
            data-participant={tile.id.0.clone()}
        >
            { picture }
            { tile.sound.as_ref().map(|sound| html! { <Sound sound={sound.clone()} /> }).unwrap_or_default() }
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
            </p>
        </li>
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().next();
    let mut words = name.split_whitespace();
    let first = words.next().and_then(letter);
    first.into_iter().chain(words.next_back().and_then(letter)).collect()
}
