//! The report for those who help.

use std::rc::Rc;

use wire::UnixMillis;

use super::Session;
use crate::{
    Millis,
    effect::Effect,
    report::{Report, ReportEvent},
    view::Reporting,
};

impl Session {
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub(super) fn report(&mut self, now: Millis, event: ReportEvent) -> Vec<Effect> {
        match event {
            ReportEvent::Pressed => {
                if let Some(report) = self.make_report(now) {
                    self.reporting = Reporting::Shown { report: Rc::new(report), handed_out: false };
                }
            }
            ReportEvent::ClosePressed => self.reporting = Reporting::Offered,
            ReportEvent::CopyPressed(text) => return vec![Effect::CopyText(text)],
            ReportEvent::SavePressed(text) => return vec![Effect::SaveText(text)],
            ReportEvent::HandedOut => {
                if let Reporting::Shown { handed_out, .. } = &mut self.reporting {
                    *handed_out = true;
                }
            }
        }
        vec![]
    }

    fn make_report(&self, now: Millis) -> Option<Report> {
        let facts = self.diagnosing.facts()?;
        let at = self
            .clock
            .map(|(then, server)| UnixMillis(server.0.saturating_add_unsigned(now.saturating_sub(then))));
        let checks = self.checks();
        let voice = self.echo_view(checks.speak.status).map(|echo| echo.stage);
        let found = self.diagnosing.told();
        Some(Report::new(facts, diagnosis::Millis(now), found, at, self.view().screen(), checks, voice))
    }
}
