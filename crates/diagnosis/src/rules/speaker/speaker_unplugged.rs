//! The loudspeaker that was chosen is gone; the system plays on another one, which may be in another room.

use crate::{
    Action, Code, Evidence, Known, Rule, Severity,
    fact::{DeviceKind, Speaker},
};

pub(crate) const RULE: Rule = Rule {
    code: Code::SpeakerUnplugged,
    severity: Severity::Problem,
    explains: &[Code::SpeakerNotHeard],
    remedies: &[Action::Choose(DeviceKind::AudioOutput), Action::PlayChime],
    when,
};

fn when(known: Known<'_>) -> Option<Evidence> {
    let speaker = known.speaker()?;
    let gone = match &speaker.value {
        Speaker::Gone(_) => true,
        Speaker::Chosen(id) => known.devices().filter(|list| list.at > speaker.at).is_some_and(|list| {
            // Some browsers list no loudspeakers at all.
            let some = list.value.of(DeviceKind::AudioOutput).next().is_some();
            some && list.value.lacks(DeviceKind::AudioOutput, id)
        }),
        Speaker::Default => false,
    };
    gone.then_some(Evidence::Since(speaker.at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{check, device, id, list},
    };

    #[test]
    fn a_loudspeaker_that_a_newer_list_lacks_is_gone() {
        let chosen = (1, Fact::Speaker(Speaker::Chosen(id("headset"))));
        let other = list([device(DeviceKind::AudioOutput, "built-in", "", "")]);
        assert!(check(&RULE, [chosen.clone(), (2, other.clone())], 2).is_some());
        assert!(check(&RULE, [chosen.clone(), (0, other)], 2).is_none());
        assert!(check(&RULE, [chosen, (2, list([]))], 2).is_none());
    }

    #[test]
    fn it_is_told_until_another_one_is_chosen() {
        let gone = (1, Fact::Speaker(Speaker::Gone(id("headset"))));
        assert!(check(&RULE, [gone.clone()], 1).is_some());
        assert!(check(&RULE, [gone, (2, Fact::Speaker(Speaker::Default))], 2).is_none());
    }
}
