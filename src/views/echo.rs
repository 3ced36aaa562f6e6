//! The trial of the member's voice, in the step of speaking: "you are heard" stands here and nowhere else.

use participant::{
    EchoEvent, Event,
    view::{Echo, EchoStage as Stage},
};
use texts::Texts;
use wire::names::Action;
use yew::prelude::*;

use crate::ui::{
    Button, Look,
    notice::{Tone, block},
    on,
};

/// Where it stands, and what can be done.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn echo(texts: Texts, view: Echo, dispatch: &Callback<Event>) -> Html {
    let button = |action, label, look, event: fn() -> Event| {
        Button::new(action, label).look(look).show(on(dispatch, event))
    };
    let start = |label, look| button(Action::StartEcho, label, look, || Event::Echo(EchoEvent::Pressed));
    let again = || start(texts.echo_again(), Look::Plain);
    let (said, actions) = match view.stage {
        Stage::Ready => (plain(texts.echo_ready()), start(texts.echo_start(), Look::Plain)),
        Stage::Preparing | Stage::Speak => {
            let words = if view.stage == Stage::Speak { texts.echo_speak() } else { texts.echo_preparing() };
            let stop = button(Action::StopEcho, texts.echo_stop(), Look::Quiet, || {
                Event::Echo(EchoEvent::StopPressed)
            });
            (html! { <p class="asked">{ words }</p> }, stop)
        }
        Stage::Heard => {
            let play = button(Action::PlayEcho, texts.echo_play(), Look::Plain, || {
                Event::Echo(EchoEvent::PlayPressed)
            });
            let again = start(texts.echo_again(), Look::Quiet);
            (block(Tone::Good, texts.echo_heard().into()), html! { <>{ play }{ again }</> })
        }
        Stage::NoRoom => (block(Tone::Plain, texts.echo_no_room().into()), again()),
        Stage::NoPath => (block(Tone::Warning, texts.echo_no_path().into()), again()),
        Stage::Silent => (block(Tone::Warning, texts.echo_silent().into()), again()),
        Stage::Lost => (block(Tone::Warning, texts.echo_lost().into()), again()),
    };
    let runs = matches!(view.stage, Stage::Preparing | Stage::Speak);
    html! {
        <div class="echo" data-echo={view.stage.name()}>
            <div role="status">{ said }</div>
            if runs {
                <progress max="100" value={view.percent.to_string()} aria-label={texts.echo_progress()} />
            }
            <p class="actions">{ actions }</p>
        </div>
    }
}

fn plain(words: &'static str) -> Html {
    html! { <p>{ words }</p> }
}
