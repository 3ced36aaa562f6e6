//! The dialogs of the desk: reject with a sentence, write, end the meeting.

use ::desk::{Event, view::Dialog as View};
use texts::Texts;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use wire::{SENTENCE_LIMIT, names::Action};
use yew::prelude::*;

use crate::ui::{Button, Look, dialog::Dialog, on};

/// The dialog that is open.
pub fn dialog(texts: Texts, dialog: &View, dispatch: &Callback<Event>) -> Html {
    let (heading, content) = match dialog {
        View::Reject { name, .. } => (
            texts.desk_reject_title(name),
            html! {
                <Sentence
                    {texts}
                    label={texts.desk_reject_label()}
                    hint={texts.desk_reject_hint()}
                    action={Action::ConfirmReject}
                    button={texts.desk_reject_confirm()}
                    look={Look::Danger}
                    done={dispatch.reform(|sentence| Event::RejectConfirmed { sentence })}
                    cancelled={dispatch.reform(|()| Event::DialogCancelled)}
                />
            },
        ),
        View::Write { to } => {
            let everybody = || texts.desk_write_all_title().to_owned();
            let heading = to.as_ref().map_or_else(everybody, |(_, name)| texts.desk_write_title(name));
            (
                heading,
                html! {
                    <Sentence
                        {texts}
                        label={texts.desk_write_label()}
                        needed=true
                        action={Action::Send}
                        button={texts.desk_write_send()}
                        look={Look::Primary}
                        done={dispatch.reform(|text| Event::SendConfirmed { text })}
                        cancelled={dispatch.reform(|()| Event::DialogCancelled)}
                    />
                },
            )
        }
        View::End => (
            texts.desk_end_title().to_owned(),
            html! {
                <>
                    <p>{ texts.desk_end_sentence() }</p>
                    <p class="actions">
                        { Button::new(Action::Cancel, texts.cancel()).show(on(dispatch, || Event::DialogCancelled)) }
                        { Button::new(Action::ConfirmEnd, texts.desk_end_confirm())
                            .look(Look::Danger)
                            .show(on(dispatch, || Event::EndConfirmed)) }
                    </p>
                </>
            },
        ),
    };
    let on_cancel = dispatch.reform(|()| Event::DialogCancelled);
    html! { <Dialog {heading} {on_cancel}>{ content }</Dialog> }
}

/// What typing a sentence needs.
#[derive(Properties, PartialEq)]
struct SentenceProps {
    texts: Texts,
    label: &'static str,
    #[prop_or_default]
    hint: Option<&'static str>,
    /// Whether an empty sentence is no sentence.
    #[prop_or_default]
    needed: bool,
    action: Action,
    button: &'static str,
    look: Look,
    done: Callback<String>,
    cancelled: Callback<()>,
}

/// A sentence being typed, with the number of characters left.
#[component]
fn Sentence(props: &SentenceProps) -> Html {
    let text = use_state(String::new);
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            let area = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(area) = area {
                text.set(area.value());
            }
        })
    };
    let left = SENTENCE_LIMIT.saturating_sub(text.chars().count());
    let nothing = props.needed && text.trim().is_empty();
    let done = {
        let (done, text) = (props.done.clone(), text.trim().to_owned());
        Callback::from(move |_| done.emit(text.clone()))
    };
    html! {
        <>
            <label class="field">
                <span>{ props.label }</span>
                { props.hint.map(|hint| html! { <small>{ hint }</small> }).unwrap_or_default() }
                <textarea rows="4" maxlength={SENTENCE_LIMIT.to_string()} {oninput} />
            </label>
            <p class="hint">{ props.texts.desk_characters_left(left) }</p>
            <p class="actions">
                { Button::new(Action::Cancel, props.texts.cancel()).show(props.cancelled.reform(|_| ())) }
                { Button::new(props.action, props.button).look(props.look).busy(nothing).show(done) }
            </p>
        </>
    }
}
