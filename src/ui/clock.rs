//! The time left until the meeting starts.

use gloo_timers::callback::Interval;
use texts::Texts;
use wire::UnixMillis;
use yew::prelude::*;

use crate::stage::Stage;

/// How often the time left is looked at, in milliseconds. It is shown in minutes and drawn only when it changes.
const LOOK_EVERY_MS: u32 = 2_000;

/// What the clock needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The language.
    pub texts: Texts,
    /// When the meeting starts.
    pub starts_at: UnixMillis,
}

/// The time left, in words.
#[component]
pub fn TimeLeft(props: &Props) -> Html {
    let stage = use_context::<Stage>();
    let Props { texts, starts_at } = *props;
    let now = stage.as_ref().map_or(starts_at.0, |stage| stage.now_unix());
    let minutes = use_state_eq(|| minutes_left(now, starts_at));
    use_effect_with((stage, starts_at), {
        let minutes = minutes.setter();
        move |(stage, starts_at)| {
            let (stage, starts_at) = (stage.clone(), *starts_at);
            let look = move || {
                if let Some(stage) = &stage {
                    minutes.set(minutes_left(stage.now_unix(), starts_at));
                }
            };
            look();
            let interval = Interval::new(LOOK_EVERY_MS, look);
            move || drop(interval)
        }
    });
    html! { <span class="time-left">{ left(texts, *minutes) }</span> }
}

/// Whole minutes, rounded up; 0 when the time has come.
fn minutes_left(now: i64, starts_at: UnixMillis) -> usize {
    usize::try_from((starts_at.0 - now + 59_999).div_euclid(60_000)).unwrap_or_default()
}

fn left(texts: Texts, minutes: usize) -> AttrValue {
    match minutes {
        0 => texts.waiting_any_moment().into(),
        1..=89 => texts.waiting_minutes(minutes).into(),
        90..=2_879 => texts.waiting_hours((minutes + 30) / 60).into(),
        _ => texts.waiting_days(minutes / 1_440).into(),
    }
}
