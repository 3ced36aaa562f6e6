//! The report for those who help: to be looked at, copied or saved. What is handed out is what stands there, and the same
//! once more for programs.

use participant::{
    Event, Found, Report, ReportEvent,
    view::{EchoStage, Reporting},
};
use texts::Texts;
use wire::{checks::Check, names::Action};
use yew::prelude::*;

use super::{Frame, named::named};
use crate::ui::{
    Button, Look,
    notice::{Tone, notice},
    on,
    step::words,
};

/// The offer, or the report.
// Never copied into what calls it: that is fetched earlier (docs/adr/0010).
#[inline(never)]
pub fn report(frame: &Frame, view: &Reporting, dispatch: &Callback<Event>) -> Html {
    let texts = frame.texts;
    let button = |action, label, look, event: ReportEvent| {
        Button::new(action, label).look(look).show(on(dispatch, move || Event::Report(event.clone())))
    };
    let (report, handed_out) = match view {
        Reporting::Away => return Html::default(),
        Reporting::Offered => {
            let show = button(Action::ShowReport, texts.report_show(), Look::Quiet, ReportEvent::Pressed);
            return html! { <p class="actions">{ show }</p> };
        }
        Reporting::Shown { report, handed_out } => (report, *handed_out),
    };
    let rows = rows(frame, report);
    let text = in_words(texts, &rows, report);
    let copy =
        button(Action::CopyReport, texts.report_copy(), Look::Plain, ReportEvent::CopyPressed(text.clone()));
    let save = button(Action::SaveReport, texts.report_save(), Look::Plain, ReportEvent::SavePressed(text));
    let close = button(Action::CloseReport, texts.report_close(), Look::Quiet, ReportEvent::ClosePressed);
    let row = |(label, value): &(&str, String)| {
        html! { <div key={*label}><dt>{ *label }</dt><dd>{ value.clone() }</dd></div> }
    };
    html! {
        <section class="report" aria-labelledby="report-heading" data-report={report.screen}>
            <h3 id="report-heading">{ texts.report_title() }</h3>
            <p>{ texts.report_about() }</p>
            <dl>{ for rows.iter().map(row) }</dl>
            { notice(handed_out.then(|| (Tone::Good, texts.report_handed_out().into()))) }
            <p class="actions">{ copy }{ save }{ close }</p>
        </section>
    }
}

/// What is known, with what it is called.
fn rows(frame: &Frame, report: &Report) -> Vec<(&'static str, String)> {
    let texts = frame.texts;
    let mut rows = vec![];
    if let Some(at) = report.at {
        rows.push((texts.report_at(), frame.moment(at).in_full(texts)));
    }
    if !report.browser.is_empty() {
        rows.push((texts.report_browser(), format!("{}, {}", report.browser, report.system)));
    }
    let findings: Vec<String> = report.findings.iter().map(|found| finding(texts, found)).collect();
    let nothing = || texts.report_nothing().to_owned();
    rows.push((texts.report_findings(), if findings.is_empty() { nothing() } else { findings.join("; ") }));
    let checks = report.checks;
    for (title, check) in [
        (texts.hear_title(), checks.hear),
        (texts.speak_title(), checks.speak),
        (texts.see_title(), checks.see),
        (texts.connection_title(), checks.connection),
    ] {
        rows.push((title, checked(texts, check)));
    }
    if let Some(voice) = report.voice {
        rows.push((texts.report_voice(), tried(texts, voice).to_owned()));
    }
    let devices = format!("{} / {} / {}", report.microphones, report.cameras, report.loudspeakers);
    rows.push((texts.report_devices(), devices));
    let works = |works: bool| if works { texts.report_works() } else { texts.report_fails() };
    for (label, way) in [("WebSocket", report.web_socket), ("UDP", report.udp), ("TCP", report.tcp)] {
        rows.extend(way.map(|way| (label, works(way).to_owned())));
    }
    rows.extend(report.round_trip_ms.map(|ms| (texts.report_round_trip(), format!("{ms} ms"))));
    rows.extend(report.loss_permille.map(|loss| (texts.report_loss(), format!("{loss} ‰"))));
    rows.extend(report.jitter_ms.map(|ms| (texts.report_jitter(), format!("{ms} ms"))));
    rows.extend(report.uplink_kbit.map(|rate| (texts.report_up(), format!("{rate} kbit/s"))));
    rows.extend(report.downlink_kbit.map(|rate| (texts.report_down(), format!("{rate} kbit/s"))));
    rows.extend(report.clock_offset_ms.map(|ms| (texts.report_clock(), format!("{ms} ms"))));
    rows
}

fn finding(texts: Texts, found: &Found) -> String {
    let name = format!("{} ({})", named(texts, found.code), found.code.name());
    match (found.value, found.limit) {
        (Some(value), Some(limit)) => format!("{name}: {value} / {limit}"),
        (_, None) | (None, _) => name,
    }
}

fn tried(texts: Texts, voice: EchoStage) -> &'static str {
    match voice {
        EchoStage::Ready => texts.status_idle(),
        EchoStage::Preparing | EchoStage::Speak => texts.status_running(),
        EchoStage::Heard => texts.echo_heard(),
        EchoStage::NoRoom => texts.echo_no_room(),
        EchoStage::NoPath => texts.echo_no_path(),
        EchoStage::Silent => texts.echo_silent(),
        EchoStage::Lost => texts.echo_lost(),
    }
}

fn checked(texts: Texts, check: Check) -> String {
    let status = words(texts, check.status);
    match check.finding {
        Some(code) => format!("{status}: {}", named(texts, code)),
        None => status.to_owned(),
    }
}

/// As it is handed out.
fn in_words(texts: Texts, rows: &[(&str, String)], report: &Report) -> String {
    let mut text = format!("Vorzimmer {}: {}\n\n", report.version, texts.report_title());
    for (label, value) in rows {
        text.push_str(&format!("{label}: {value}\n"));
    }
    // A report is made of strings and numbers, which JSON always takes.
    text.push_str(&format!("\n{}\n", serde_json::to_string(report).unwrap_or_default()));
    text
}
