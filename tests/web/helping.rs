//! What is wrong, as a member sees it: the sentence, the one button, the steps, and the rest by name.

use std::{cell::RefCell, rc::Rc};

use client::views::{help::Steps, helping::helping};
use diagnosis::{StepId, fact::CaptureKind};
use participant::{
    Event,
    view::{Help, Remedy, Severity},
};
use texts::{Language, Texts};
use wasm_bindgen_test::wasm_bindgen_test;
use wire::{FindingCode, names::Action, page::DialIn};
use yew::prelude::*;

use crate::help::{eventually, js};

const TEXTS: Texts = Texts::new(Language::English);
const REMEDY: Remedy = Remedy::AskAgain(CaptureKind::Microphone);
const STEPS: &[StepId] = &[StepId::PressSignBesideAddress, StepId::AllowMicrophone, StepId::ReloadPage];

#[derive(Properties, PartialEq)]
struct Props {
    found: Option<Help>,
    how: Steps,
    dispatch: Callback<Event>,
}

#[component]
fn Shown(props: &Props) -> Html {
    helping(TEXTS, props.found.as_ref(), props.how, &props.dispatch)
}

fn denied() -> Help {
    Help {
        code: FindingCode::MicPermissionDenied,
        severity: Severity::Blocker,
        button: Some(REMEDY),
        steps: STEPS,
        device: String::new(),
        dial_in: None,
        folded: vec![FindingCode::CameraInUse, FindingCode::ClockSkew],
    }
}

/// Draws it, and tells what is pressed.
async fn shows(found: Option<Help>, how: Steps) -> Rc<RefCell<Vec<Remedy>>> {
    js(
        "document.getElementById('shown')?.remove();
        const place = document.createElement('div');
        place.id = 'shown';
        document.body.append(place)",
        &[],
    );
    let pressed = Rc::new(RefCell::new(vec![]));
    let dispatch = {
        let pressed = pressed.clone();
        Callback::from(move |event| match event {
            Event::RemedyPressed(remedy) => pressed.borrow_mut().push(remedy),
            other => panic!("{other:?}"),
        })
    };
    let place = web_sys::window().and_then(|window| window.document()?.get_element_by_id("shown"));
    let props = Props { found, how, dispatch };
    yew::Renderer::<Shown>::with_root_and_props(place.expect("a place"), props).render();
    eventually("it is drawn", || read("return document.querySelector('#shown .help') && ''")).await;
    pressed
}

fn read(script: &str) -> Option<String> {
    js(script, &[]).as_string()
}

/// The texts of all elements with this selector, one a line.
fn texts_of(selector: &str) -> String {
    let script = "return [...document.querySelectorAll('#shown ' + arguments[0])]
        .map((one) => one.textContent.trim()).join('\\n')";
    js(script, &[selector.into()]).as_string().unwrap_or_default()
}

fn count(selector: &str) -> usize {
    let script = "return String(document.querySelectorAll('#shown ' + arguments[0]).length)";
    js(script, &[selector.into()]).as_string().and_then(|count| count.parse().ok()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn nothing_wrong_is_an_empty_live_region() {
    shows(None, Steps::Open).await;
    assert_eq!(count("[role=status]"), 1);
    assert_eq!((texts_of(".help"), count("[data-finding]"), count("button")), (String::new(), 0, 0));
}

#[wasm_bindgen_test]
async fn one_finding_is_a_sentence_a_button_and_the_steps_in_order() {
    shows(Some(denied()), Steps::Open).await;
    assert_eq!(count("[data-finding=mic-permission-denied][data-severity=blocker]"), 1);
    assert_eq!(texts_of("[role=status]"), TEXTS.finding_mic_permission_denied());
    assert_ne!(texts_of("[role=status]"), "");
    assert_eq!(texts_of("button"), TEXTS.remedy_ask_microphone());
    let steps =
        [TEXTS.step_press_sign_beside_address(), TEXTS.step_allow_microphone(), TEXTS.step_reload_page()];
    assert_eq!(texts_of("ol > li"), steps.join("\n"));
    assert_eq!(count("ol > li > svg[aria-hidden=true]"), 3);
    assert_eq!(count("[data-instruction=allow-microphone]"), 1);
}

#[wasm_bindgen_test]
async fn what_else_is_wrong_stands_in_the_details_by_name_and_only_if_there_is_any() {
    shows(Some(denied()), Steps::Open).await;
    let names = [TEXTS.finding_camera_in_use_short(), TEXTS.finding_clock_skew_short()];
    assert_eq!(texts_of("details:not([open]) [data-folded]"), names.join("\n"));
    assert_eq!(count("[data-folded=camera-in-use]"), 1);
    shows(Some(Help { folded: vec![], ..denied() }), Steps::Open).await;
    assert_eq!(count("details"), 0);
}

#[wasm_bindgen_test]
async fn the_steps_can_be_folded() {
    shows(Some(Help { folded: vec![], ..denied() }), Steps::Folded).await;
    assert_eq!(texts_of("details:not([open]) > summary"), TEXTS.help_steps());
    assert_eq!(count("details > ol > li"), 3);
}

#[wasm_bindgen_test]
async fn the_button_asks_for_the_remedy() {
    let pressed = shows(Some(denied()), Steps::Open).await;
    js(
        "document.querySelector('#shown [data-action=' + arguments[0] + ']').click()",
        &[Action::StartMicrophone.name().into()],
    );
    eventually("the press", || pressed.borrow().first().copied()).await;
    assert_eq!(*pressed.borrow(), [REMEDY]);
}

#[wasm_bindgen_test]
async fn the_telephone_stands_there_with_the_members_own_pin() {
    let dial_in = Some(DialIn { number: "0123 99".to_owned(), pin: "482913".to_owned() });
    shows(Some(Help { dial_in, ..denied() }), Steps::Open).await;
    let said = format!("{} 0123 99, {} 482\u{a0}913", TEXTS.help_dial_in(), TEXTS.help_pin());
    assert_eq!(texts_of(".dial-in"), said);
    assert_eq!(count("a[data-action=telephone][href='tel:012399,,482913%23']"), 1);
}

#[wasm_bindgen_test]
async fn where_only_the_member_can_do_something_there_is_no_button() {
    let hint = Help {
        code: FindingCode::CameraDark,
        severity: Severity::Hint,
        button: None,
        steps: &[StepId::SwitchLampOn],
        device: String::new(),
        dial_in: None,
        folded: vec![],
    };
    shows(Some(hint), Steps::Open).await;
    assert_eq!((count("button"), count("[data-severity=hint] ol > li")), (0, 1));
}
