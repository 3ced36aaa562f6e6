//! The button: a native `<button>` with its stable name (`data-action`).
//!
//! While its press is being carried out it is busy, not disabled: a disabled button would drop the focus
//! (WCAG 2.2, 2.4.3).

use wire::names::Action;
use yew::prelude::*;

use super::icon::Icon;

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The one thing to do on a screen.
    Primary,
    /// Something else that can be done.
    Plain,
    /// Something that takes away or ends.
    Danger,
    /// Something small beside the rest.
    Quiet,
    /// A large button of the meeting: icon above, words below.
    Control,
    /// The same, for leaving.
    ControlDanger,
}

impl Look {
    /// The look of the button that goes on: there is one thing to do next, and the rest can wait.
    pub fn next(next: bool) -> Self {
        if next { Self::Primary } else { Self::Plain }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Danger => "button danger",
            Self::Quiet => "button quiet",
            Self::Control => "button control",
            Self::ControlDanger => "button control danger",
        }
    }
}

/// A button being put together.
pub struct Button {
    action: Action,
    label: AttrValue,
    name: Option<AttrValue>,
    look: Look,
    icon: Option<Icon>,
    status: Option<&'static str>,
    busy: bool,
}

impl Button {
    /// A plain button.
    pub fn new(action: Action, label: impl Into<AttrValue>) -> Self {
        let label = label.into();
        Self { action, label, name: None, look: Look::Plain, icon: None, status: None, busy: false }
    }

    /// Looks like this.
    pub fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// Has an icon before its label.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Is called this by a screen reader, where the label alone does not say whom it is about. The name contains
    /// the label (WCAG 2.5.3).
    pub fn name(self, name: impl Into<AttrValue>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Shows what it switches is so (`data-status`).
    pub fn status(self, status: &'static str) -> Self {
        Self { status: Some(status), ..self }
    }

    /// Is being carried out, so that pressing does nothing.
    pub fn busy(self, busy: bool) -> Self {
        Self { busy, ..self }
    }

    /// The button. `press` is what it does.
    pub fn show(self, press: Callback<MouseEvent>) -> Html {
        let onclick = if self.busy { Callback::noop() } else { press };
        html! {
            <button
                type="button"
                class={self.look.class()}
                data-action={self.action.name()}
                data-status={self.status}
                aria-label={self.name}
                aria-disabled={self.busy.then_some("true")}
                {onclick}
            >
                { self.icon.map(Icon::show).unwrap_or_default() }
                <span>{ self.label }</span>
            </button>
        }
    }
}

/// What a press does: dispatch one event.
pub fn on<E: 'static>(dispatch: &Callback<E>, event: impl Fn() -> E + 'static) -> Callback<MouseEvent> {
    dispatch.reform(move |_| event())
}
