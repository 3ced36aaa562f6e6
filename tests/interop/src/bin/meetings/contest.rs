//! One engine, one room with somebody in it who speaks and is seen and somebody who watches, and two who take turns.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{
    browser::{Devices, Wish},
    home::{Home, SERVER, Weather},
    house::{Engine, House},
    watch,
};
use interop::{guest::Guest, page::Page};
use serde_json::{Value, json};

use crate::contestant::{Contestant, HOST, Ours, Theirs};

/// Longer than any return takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// Between two joins. LiveKit asks a sender for a key frame once a second at most, and who comes right behind another
/// would wait for that.
const BETWEEN_JOINS: Duration = Duration::from_secs(2);

/// Everything that a run needs.
pub struct Contest {
    line: Home,
    ours: Ours,
    theirs: Theirs,
    host: Guest,
    audience: Guest,
    // These go last: everybody above is connected to them.
    _hosts_home: Home,
    _house: House,
}

impl Contest {
    pub async fn open(engine: Engine) -> Result<Self> {
        let (line, hosts_home) = (Home::build(1).await?, Home::build(2).await?);
        let house = House::open_with(engine, SERVER.into()).await?;
        let page = Page::serve_at(SERVER.into())?;
        let meeting = house.invite(&["Ada"]).await?;

        let safe = format!("--unsafely-treat-insecure-origin-as-secure={},{}", house.url(""), page.url());
        let arguments = [safe.as_str()];
        let at = |home, devices| Wish { home: Some(home), arguments: &arguments, ..Wish::new(devices) };
        let voice = Devices::Fake { hertz: 700.0, colour: (220, 90) };
        let host = Guest::arrive_as(at(&hosts_home, voice), HOST, &page).await?;
        host.joins(&house.meeting_url(), &meeting.meeting.id).await?;
        host.microphone(true).await?;
        host.camera(true).await?;

        // As in any meeting, somebody watches already: how long a picture that nobody wants takes to be sent is another question,
        // and its answer depends on who left last.
        let audience = Guest::arrive_as(at(&hosts_home, Devices::Plain), "audience", &page).await?;
        audience.joins(&house.meeting_url(), &meeting.meeting.id).await?;
        audience.person().sees_moving(HOST).await?;

        // The same devices for both, and the same line.
        let mine = Devices::Fake { hertz: 440.0, colour: (90, 220) };
        let ours = Ours::arrive(at(&line, mine), &house, &meeting).await.context("our client")?;
        let theirs =
            Theirs::arrive(at(&line, mine), &house, &meeting, &page).await.context("LiveKit's client")?;
        Ok(Self { line, ours, theirs, host, audience, _hosts_home: hosts_home, _house: house })
    }

    /// From the click to the first frame of the host's picture.
    pub async fn joins(&self, runs: usize) -> Result<Value> {
        let (mut ours, mut theirs) = (vec![], vec![]);
        // The first one of each is for warming up.
        for run in 0..=runs {
            for (contestant, times) in self.in_turns(run, &mut ours, &mut theirs) {
                tokio::time::sleep(BETWEEN_JOINS).await;
                let time = contestant.joins().await?;
                contestant.leaves().await?;
                if run > 0 {
                    times.push(time.as_secs_f64());
                }
            }
        }
        Ok(figure("join: click to first remote frame", &ours, &theirs))
    }

    /// From the end of a cut of so many seconds until the host is heard again.
    pub async fn comes_back(&self, seconds: u64, runs: usize) -> Result<Value> {
        let (mut ours, mut theirs) = (vec![], vec![]);
        for run in 0..runs {
            for (contestant, times) in self.in_turns(run, &mut ours, &mut theirs) {
                contestant.joins().await?;
                let person = contestant.person();
                person.notes_when_heard(HOST).await?;
                person.hears_again_after(watch::now()?, PATIENCE).await?;
                // A joined meeting that has settled, as most cuts find it.
                tokio::time::sleep(Duration::from_secs(4)).await;
                self.line.line().set(Weather::CUT);
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                self.line.line().set(Weather::FINE);
                let mended = watch::now()?;
                let back = person.hears_again_after(mended, PATIENCE).await;
                times.push(back.context("after the cut")?.as_secs_f64());
                contestant.leaves().await?;
            }
        }
        Ok(figure(&format!("{seconds} s cut: end of the cut to sound back"), &ours, &theirs))
    }

    pub async fn close(self) -> Result<()> {
        self.ours.goes().await?;
        self.theirs.goes().await?;
        self.audience.goes().await?;
        self.host.goes().await
    }

    /// Both, and who begins changes from run to run.
    fn in_turns<'a, 'b>(
        &'a self,
        run: usize,
        ours: &'b mut Vec<f64>,
        theirs: &'b mut Vec<f64>,
    ) -> [(&'a dyn Contestant, &'b mut Vec<f64>); 2] {
        let us: (&dyn Contestant, _) = (&self.ours, ours);
        let them: (&dyn Contestant, _) = (&self.theirs, theirs);
        if run.is_multiple_of(2) { [us, them] } else { [them, us] }
    }
}

fn figure(name: &str, ours: &[f64], theirs: &[f64]) -> Value {
    let (our_median, their_median) = (median(ours), median(theirs));
    json!({
        "name": name, "ours_s": our_median, "livekit_client_s": their_median, "ratio": our_median / their_median,
        "ours_runs": ours, "livekit_client_runs": theirs,
    })
}

fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    if times.len().is_multiple_of(2) {
        f64::midpoint(times[middle - 1], times[middle])
    } else {
        times[middle]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_in_the_middle_counts() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }
}
