//! Every screen in fixed states, to be looked at: `?screen=waiting&case=denied&lang=de`; without a query, a list.
//!
//! The views are the shipped ones. There is no session, no server and no device behind them: nothing that is pressed
//! is answered, but dialogs open and close, and pictures are drawn. Nothing of this is part of the client that is shipped.

mod desk_cases;
mod member_cases;
mod people;

use std::rc::Rc;

use client::{
    stage::{Stage, StagePort},
    views::{self, Frame},
};
use participant::view::{Picture, Sound};
use texts::{Language, Texts};
use web_sys::{HtmlAudioElement, HtmlElement, HtmlVideoElement};
use wire::{
    InvitationToken, UnixMillis,
    page::{House, Invited, MeetingInfo, Page, Role, Visitor},
};
use yew::prelude::*;

/// Tuesday, 25 November 2025, 17:18 UTC: twelve minutes before the meeting.
const NOW: i64 = 1_764_091_080_000;

/// What a case shows.
enum Shown {
    Member(Box<participant::View>),
    Desk(desk::View),
}

struct Drawn;

impl StagePort for Drawn {
    fn show_picture(&self, element: HtmlVideoElement, picture: Option<&Picture>) {
        let number = match picture {
            Some(Picture::Own(_)) => 5,
            Some(Picture::Remote(track)) => track.0,
            None => return,
        };
        element.set_poster(&people::portrait(number));
    }

    fn play_sound(&self, _: HtmlAudioElement, _: Option<&Sound>) {}

    fn measure_tiles(&self, _: Option<HtmlElement>) {}

    fn feed_meter(&self, element: Option<HtmlElement>) {
        if let Some(element) = element {
            // A property of a style cannot fail to be set.
            let _ = element.style().set_property("--level", "0.62");
        }
    }

    fn now_unix(&self) -> i64 {
        NOW
    }
}

fn page(role: Role) -> Page {
    let meeting =
        MeetingInfo { title: "Sitzung des Stadtrates".to_owned(), starts_at: UnixMillis(NOW + 12 * 60_000) };
    Page {
        protocol: wire::PROTOCOL,
        server_time: UnixMillis(NOW),
        house: House {
            name: "Stadt Musterstadt".to_owned(),
            helper_phone: "0123 456 78 90".to_owned(),
            utc_offset_minutes: 60,
        },
        visitor: Visitor::Invited(Invited {
            invitation: InvitationToken::new("gallery"),
            name: "Dr. Hannelore Wiesenthal".to_owned(),
            role,
            meeting,
            dial_in: None,
        }),
    }
}

/// All cases: screen, case, what is shown.
fn cases() -> Vec<(&'static str, &'static str, Shown)> {
    let members = member_cases::all()
        .into_iter()
        .map(|(screen, case, view)| (screen, case, Shown::Member(Box::new(view))));
    let desks = desk_cases::all().into_iter().map(|(case, view)| ("desk", case, Shown::Desk(view)));
    members.chain(desks).collect()
}

#[derive(Properties, PartialEq)]
struct Props {
    query: String,
}

#[component]
fn Gallery(props: &Props) -> Html {
    let value = |name: &str| {
        let mut pairs =
            props.query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    };
    let asked = value("lang").and_then(|tag| Language::from_tag(&tag)).unwrap_or_default();
    let language = use_state(|| asked);
    let stage = use_memo((), |()| Stage::new(Rc::new(Drawn)));
    let turned = use_state(|| None::<&'static str>);
    let (Some(screen), Some(case)) = (value("screen"), value("case")) else { return list() };
    let case = turned.unwrap_or(&case);
    let Some((_, _, shown)) = cases().into_iter().find(|one| one.0 == screen && one.1 == case) else {
        return list();
    };
    let role = if screen == "desk" { Role::Staff } else { Role::Member };
    let setter = language.setter();
    let frame = Frame {
        texts: Texts::new(*language),
        page: Rc::new(page(role)),
        on_language: Callback::from(move |language| setter.set(language)),
    };
    let drawn = match &shown {
        Shown::Member(view) => views::member(&frame, view, &Callback::noop()),
        Shown::Desk(view) => views::desk(&frame, view, &turning(turned.setter())),
    };
    html! { <ContextProvider<Stage> context={(*stage).clone()}>{ drawn }</ContextProvider<Stage>> }
}

/// Opens and closes the dialogs of the desk by going from case to case.
fn turning(turned: UseStateSetter<Option<&'static str>>) -> Callback<desk::Event> {
    Callback::from(move |event| match event {
        desk::Event::RejectPressed(_) => turned.set(Some("reject")),
        desk::Event::WritePressed(Some(_)) => turned.set(Some("write")),
        desk::Event::WritePressed(None) => turned.set(Some("write-all")),
        desk::Event::EndPressed => turned.set(Some("end")),
        desk::Event::DialogCancelled => turned.set(Some("open")),
        _ => {}
    })
}

fn list() -> Html {
    let link = |(screen, case, _): (&str, &str, Shown)| {
        let query = format!("?screen={screen}&case={case}");
        html! { <li><a href={query}>{ format!("{screen}: {case}") }</a></li> }
    };
    html! { <main class="screen"><h1>{ "Gallery" }</h1><ul>{ for cases().into_iter().map(link) }</ul></main> }
}

fn main() {
    let Some(window) = web_sys::window() else { return };
    let root = window.document().and_then(|document| document.get_element_by_id("app"));
    let query = window.location().search().unwrap_or_default();
    if let Some(root) = root {
        yew::Renderer::<Gallery>::with_root_and_props(root, Props { query }).render();
    }
}
