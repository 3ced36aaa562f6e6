//! The report for those who help: what is wrong is in it, nobody's name and no address.

use anyhow::{Context, Result, ensure};
use e2e::{browser::Kind, faults::Clinic, until};
use wire::names::{Action, FindingCode};

/// Keeps what is copied and what is saved.
const KEEP: &str = "
    navigator.clipboard.writeText = async (text) => { window.copied = text; };
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make(blob); };";

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_what_is_wrong_and_nothing_of_who_it_is() -> Result<()> {
    let clinic = Clinic::open(Kind::Chromium).await?;
    clinic.arrives(KEEP).await?;
    let patient = clinic.patient();
    patient.driver().execute("fault.find('mic-1').set({ speech: 0, noise: 0 })", vec![]).await?;
    patient.sees_finding(FindingCode::MicSilent).await?;
    patient.press(Action::ShowReport).await?;
    let report = patient.waits_for("the report", ".report").await?.text().await?;
    patient.press(Action::CopyReport).await?;
    patient.waits_to_read("Erledigt").await?;
    patient.press(Action::SaveReport).await?;
    let told = |name: &'static str| {
        until(name, move || async move {
            let text = patient.driver().execute(format!("return window.{name} ?? null"), vec![]).await?;
            Ok(text.json().as_str().map(str::to_owned))
        })
    };
    let (copied, saved) = (told("copied").await?, told("saved").await?);
    ensure!(copied == saved, "{copied}\n{saved}");
    let json = copied.lines().find(|line| line.starts_with('{')).context("no JSON in it")?;
    let json: serde_json::Value = serde_json::from_str(json)?;
    ensure!(json["findings"][0]["code"] == "mic-silent", "{json}");
    ensure!(json["microphones"] == 1 && json["screen"] == "waiting", "{json}");
    for text in [&report, &copied] {
        ensure!(text.contains("mic-silent"), "{text}");
        for private in ["Ada", "127.0.0.1", "localhost", "Mikrofonarray", "Webcam"] {
            ensure!(!text.contains(private), "{private} is in it: {text}");
        }
    }
    patient.press(Action::CloseReport).await?;
    patient.waits_until_gone("the report", ".report").await?;
    clinic.close().await
}
