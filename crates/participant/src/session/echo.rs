//! The trial of the member's voice, between its own machine and the rest.

use wire::{FindingCode, checks::CheckStatus};

use super::Session;
use crate::{
    Millis,
    echo::{self, EchoEvent, Surroundings},
    effect::Effect,
    stage::Stage,
    view::{Echo, EchoStage},
    ways,
};

impl Session {
    /// Hands something to it, once it is loaded.
    pub(super) fn echo(&mut self, now: Millis, event: EchoEvent) -> Vec<Effect> {
        if !self.can_try_voice() {
            return vec![];
        }
        if self.ways.as_ref().is_some_and(|ways| event.attempt() == Some(ways.attempt())) {
            return self.try_ways(now, Some(event));
        }
        let microphone = self.microphone.is_live().then(|| self.microphone.attempt());
        let around = Surroundings {
            microphone: microphone.filter(|_| matches!(self.stage, Stage::Waiting { .. })),
            own_url: &self.me.origin,
            sink: self.hear.sink.as_ref(),
            last: &mut self.echo_attempt,
        };
        echo::happened(&mut self.echo, around, now, event)
    }

    /// Tries out whether media find a way, while the member waits and the voice is not tried out.
    pub(super) fn try_ways(&mut self, now: Millis, event: Option<EchoEvent>) -> Vec<Effect> {
        let waits = matches!(self.stage, Stage::Waiting { .. }) && self.can_try_voice();
        if !waits && self.ways.is_none() {
            return vec![];
        }
        // Some browsers show a page without a device not all ways: Firefox knows one address then.
        let has_device = self.microphone.is_live() || self.camera.is_live();
        let around = ways::Surroundings {
            // The engine is reached over a WebSocket only.
            ready: waits && has_device && self.lobby.has_socket() && !self.tries_voice(),
            poor: [FindingCode::UdpBlocked, FindingCode::MediaBlocked]
                .into_iter()
                .any(|code| self.diagnosing.finds(code)),
            own_url: &self.me.origin,
            last: &mut self.echo_attempt,
        };
        ways::follow(&mut self.ways, around, now, event)
    }

    /// It ends with the waiting room, and with the microphone that it is about.
    pub(super) fn follow_echo(&mut self, now: Millis) -> Vec<Effect> {
        if self.echo.is_some() { self.echo(now, EchoEvent::LookedAround) } else { vec![] }
    }

    /// What is shown of it, beside the step of speaking.
    pub(super) fn echo_view(&self, speaks: CheckStatus) -> Option<Echo> {
        match &self.echo {
            Some(echo) => Some(echo::view(echo)),
            // A microphone that does not work is mended first.
            None if self.can_try_voice() && speaks == CheckStatus::Success => {
                Some(Echo { stage: EchoStage::Ready, percent: 0 })
            }
            None => None,
        }
    }

    /// Whether it is under way.
    pub(super) fn tries_voice(&self) -> bool {
        self.echo.as_ref().is_some_and(|echo| {
            let stage = echo::view(echo).stage;
            matches!(stage, EchoStage::Preparing | EchoStage::Speak)
        })
    }

    /// Whether the member was heard with the microphone in use.
    pub(super) fn is_heard(&self) -> bool {
        self.echo.as_ref().is_some_and(|echo| echo::view(echo).stage == EchoStage::Heard)
    }

    /// Whether what it needs is loaded.
    fn can_try_voice(&self) -> bool {
        self.rtc.is_here() && self.diagnosing.is_loaded()
    }
}
