//! What happens now: the connection, the start, the place, and what staff wrote.

use participant::view::{Link, Waiting};
use wire::FindingCode;
use yew::prelude::*;

use super::super::Frame;
use crate::ui::{
    clock::TimeLeft,
    icon::Icon,
    notice::{Tone, notice_of},
};

/// The panel.
pub fn now(frame: &Frame, view: &Waiting) -> Html {
    let texts = frame.texts;
    let (finding, tone, said) = match view.link {
        Link::Returning => (None, Tone::Warning, texts.waiting_link_returning()),
        Link::Back => (Some(FindingCode::PlaceKept), Tone::Good, texts.waiting_link_back()),
        Link::Coming | Link::Live if view.meeting_open => (None, Tone::Good, texts.waiting_open()),
        Link::Coming | Link::Live => {
            (Some(FindingCode::MeetingNotOpen), Tone::Plain, texts.waiting_scheduled())
        }
    };
    let start = frame.invited().map(|invited| {
        let starts_at = invited.meeting.starts_at;
        html! {
            <div>
                <dt>{ texts.waiting_begins() }</dt>
                <dd><TimeLeft {texts} {starts_at} /><small>{ frame.moment(starts_at).time(texts) }</small></dd>
            </div>
        }
    });
    html! {
        <section class="now card" aria-labelledby="now-heading">
            <h2 id="now-heading">{ texts.waiting_now() }</h2>
            { notice_of(finding, Some((tone, said.into()))) }
            <dl class="facts">
                { start.unwrap_or_default() }
                <div><dt>{ texts.waiting_place() }</dt><dd data-place={view.place.to_string()} data-link={view.link.name()}>{ view.place }</dd></div>
            </dl>
            { messages(texts.waiting_messages(), &view.messages) }
            <p class="hint">{ texts.waiting_stay() }</p>
        </section>
    }
}

/// What staff wrote. The list is there before the first message, so that a screen reader notices it.
pub fn messages(title: &'static str, messages: &[String]) -> Html {
    let one = |text: &String| html! { <li>{ Icon::Message.show() }<span>{ text }</span></li> };
    html! {
        <div class="messages" role="log" aria-label={title}>
            if !messages.is_empty() {
                // Another key for every message: a list that was folded opens for a new one.
                <details key={messages.len()} open=true>
                    <summary>{ title }</summary>
                    <ul>{ for messages.iter().map(one) }</ul>
                </details>
            }
        </div>
    }
}
