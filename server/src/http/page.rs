//! The page for one visitor: `/` and personal links.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use wire::{
    InvitationToken, PROTOCOL, UnixMillis,
    page::{DialIn, House as HouseOnPage, Invited, Page, Role, Visitor},
    participant::InvitationProblem,
};

use super::{language::Language, shell::Filling};
use crate::{
    clock,
    house::House,
    house_time,
    invitations::{self, Standing},
};

/// `/`: somebody without a personal link.
pub async fn stranger(State(house): State<Arc<House>>, headers: HeaderMap) -> Response {
    answer(&house, &headers, StatusCode::OK, Visitor::Stranger, clock::now())
}

/// A personal link.
pub async fn invited(
    State(house): State<Arc<House>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Response {
    let token = InvitationToken::new(token);
    let now = clock::now();
    let means = house.rooms.means();
    let (status, visitor) = match invitations::look_up(&means.store, means.lifetime, &token, now).await {
        Ok(Standing::Good(found)) => (
            StatusCode::OK,
            Visitor::Invited(Invited {
                invitation: token,
                name: found.name,
                role: found.role,
                meeting: found.meeting,
                dial_in: dial_in(&house, found.pin),
            }),
        ),
        Ok(Standing::Bad(problem)) => (status_of(problem), Visitor::Refused { problem }),
        Err(error) => {
            tracing::error!(%error, "an invitation could not be looked up");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    answer(&house, &headers, status, visitor, now)
}

/// Both or neither: a number without a PIN leads to a voice that asks for one.
fn dial_in(house: &House, pin: String) -> Option<Box<DialIn>> {
    let number = house.config.house.dial_in.clone();
    (!number.is_empty() && !pin.is_empty()).then(|| Box::new(DialIn { number, pin }))
}

const fn status_of(problem: InvitationProblem) -> StatusCode {
    match problem {
        InvitationProblem::Unknown => StatusCode::NOT_FOUND,
        InvitationProblem::Expired | InvitationProblem::Revoked => StatusCode::GONE,
    }
}

fn answer(
    house: &House,
    headers: &HeaderMap,
    status: StatusCode,
    visitor: Visitor,
    now: UnixMillis,
) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = Language::preferred(accepted.unwrap_or_default());
    let (kind, shown) = match &visitor {
        Visitor::Stranger => ("stranger", now),
        Visitor::Refused { .. } => ("refused", now),
        Visitor::Invited(invited) => {
            let kind = if invited.role == Role::Staff { "staff" } else { "invited" };
            (kind, invited.meeting.starts_at)
        }
    };
    let settings = &house.config.house;
    let page = Page {
        protocol: PROTOCOL,
        server_time: now,
        house: HouseOnPage {
            name: settings.name.clone(),
            helper_phone: settings.helper_phone.clone(),
            utc_offset_minutes: house_time::utc_offset_minutes(shown, &settings.time_zone),
        },
        visitor,
    };
    let Ok(json) = serde_json::to_string(&page) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let slots = slots(house, &page.visitor, language);
    let slots: Vec<_> = slots
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let filling = Filling { language: language.tag(), visitor: kind, page: &json, slots: &slots };
    let html = house.shell.current().fill(&filling);
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag())),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    (status, headers, Html(html)).into_response()
}

/// What the shell can say of this visitor before any program runs.
fn slots(house: &House, visitor: &Visitor, language: Language) -> Vec<(&'static str, String)> {
    let settings = &house.config.house;
    let dialled = settings.helper_phone.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
    let mut slots = vec![
        ("house", settings.name.clone()),
        ("helper-phone", settings.helper_phone.clone()),
        ("helper-phone-dialled", dialled),
    ];
    match visitor {
        Visitor::Stranger | Visitor::Refused { .. } => {}
        Visitor::Invited(invited) => {
            let (at, zone) = (invited.meeting.starts_at, &settings.time_zone);
            let [german, english] = [texts::Language::German, texts::Language::English]
                .map(|language| house_time::in_full(at, zone, language));
            slots.push((
                "start",
                match language {
                    Language::De => german.clone(),
                    Language::En => english.clone(),
                },
            ));
            slots.extend([
                ("start-de", german),
                ("start-en", english),
                ("start-time", house_time::rfc3339(at, zone)),
                ("title", invited.meeting.title.clone()),
                ("name", invited.name.clone()),
            ]);
        }
    }
    slots
}
