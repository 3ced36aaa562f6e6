//! What is the same on every screen: the language, who invites to what, and the head of the page.

use std::rc::Rc;

use texts::{Language, Moment, Texts};
use wire::{
    UnixMillis,
    names::Screen,
    page::{Invited, Page, Visitor},
};
use yew::prelude::*;

use crate::ui::{header::header, screen::ScreenRoot};

/// What every screen needs.
#[derive(Clone, PartialEq)]
pub struct Frame {
    /// The texts in the language of the page.
    pub texts: Texts,
    /// What the server wrote into the page.
    pub page: Rc<Page>,
    /// The member chose another language.
    pub on_language: Callback<Language>,
}

impl Frame {
    /// The invitation, unless the page was opened without a good one.
    pub fn invited(&self) -> Option<&Invited> {
        match &self.page.visitor {
            Visitor::Invited(invited) => Some(invited),
            Visitor::Stranger | Visitor::Refused { .. } => None,
        }
    }

    /// A moment by the clocks of the house.
    pub fn moment(&self, at: UnixMillis) -> Moment {
        Moment::at(at.0, self.page.house.utc_offset_minutes)
    }

    /// What the page is about: the meeting or, without one, the house.
    pub fn about(&self) -> &str {
        self.invited().map_or(&self.page.house.name, |invited| &invited.meeting.title)
    }

    /// One screen under the head of the page.
    pub(super) fn page(&self, screen: Html) -> Html {
        html! {
            <>
                { header(self.texts, &self.page.house, &self.on_language) }
                { screen }
            </>
        }
    }

    /// A screen. The key makes another screen another element, so that its heading gets the focus.
    pub(super) fn screen(&self, name: Screen, heading: impl Into<AttrValue>, children: Html) -> Html {
        let about = AttrValue::from(self.about().to_owned());
        html! {
            <ScreenRoot key={name.name()} {name} heading={heading.into()} {about} texts={self.texts}>
                { children }
            </ScreenRoot>
        }
    }
}
