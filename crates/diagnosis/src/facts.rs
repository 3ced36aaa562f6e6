//! Everything that is known: the newest fact of each kind, with its time.
//!
//! Facts may come in any order and more than once: the newest counts, and of two from one moment the greater one, so
//! that the order does not matter. Nothing is forgotten here; what no longer holds is left out by [`Known`].

use crate::{
    fact::{
        Answer, Capability, Capacity, CaptureKind, CaptureState, Chime, ClockOffset, DeviceId, Devices,
        Direction, Encoder, Fact, Health, Jitter, Loss, MediaPath, MicTrack, NetworkChanged, Online, Output,
        OwnSwitch, PermissionState, Picture, PlaceKept, Presence, Reach, RoundTrip, Seat, Sound, Speaker,
        SpeedTest, TestTone, Transport, WebSocketReach,
    },
    known::Known,
    newest::{Newest, NewestOf},
    platform::Platform,
    units::Millis,
};

/// What is known of one member's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub(crate) capabilities: NewestOf<Capability, Presence>,
    pub(crate) platform: Newest<Platform>,
    pub(crate) clock: Newest<ClockOffset>,
    pub(crate) permissions: NewestOf<CaptureKind, PermissionState>,
    pub(crate) captures: NewestOf<CaptureKind, CaptureState>,
    pub(crate) devices: Newest<Devices>,
    pub(crate) sounds: NewestOf<DeviceId, Sound>,
    pub(crate) mic_track: Newest<MicTrack>,
    pub(crate) own_switch: Newest<OwnSwitch>,
    pub(crate) test_tone: Newest<TestTone>,
    pub(crate) output: Newest<Output>,
    pub(crate) speaker: Newest<Speaker>,
    pub(crate) chime: Newest<Chime>,
    pub(crate) pictures: NewestOf<DeviceId, Picture>,
    pub(crate) online: Newest<Online>,
    pub(crate) health: Newest<Health>,
    pub(crate) web_socket: Newest<WebSocketReach>,
    pub(crate) media: NewestOf<MediaPath, Reach>,
    pub(crate) round_trip: Newest<RoundTrip>,
    pub(crate) loss: Newest<Loss>,
    pub(crate) jitter: Newest<Jitter>,
    pub(crate) capacity: NewestOf<Direction, Capacity>,
    pub(crate) speed_test: Newest<SpeedTest>,
    pub(crate) encoder: Newest<Encoder>,
    pub(crate) transport: Newest<Transport>,
    pub(crate) network_changed: Newest<NetworkChanged>,
    pub(crate) answer: Newest<Answer>,
    pub(crate) seat: Newest<Seat>,
    pub(crate) place_kept: Newest<PlaceKept>,
}

impl Facts {
    /// Takes in what was observed or began at `at`.
    // Never copied into what calls it: that may be fetched earlier.
    #[inline(never)]
    pub fn learn(&mut self, at: Millis, fact: Fact) {
        match fact {
            Fact::Capability(of, presence) => self.capabilities.learn(of, at, presence),
            Fact::Platform(platform) => self.platform.learn(at, platform),
            Fact::ClockOffset(offset) => self.clock.learn(at, offset),
            Fact::Permission(kind, state) => self.permissions.learn(kind, at, state),
            Fact::Capture(kind, state) => self.captures.learn(kind, at, state),
            Fact::Devices(devices) => self.devices.learn(at, devices),
            Fact::Sound(device, sound) => self.sounds.learn(device, at, sound),
            Fact::MicTrack(track) => self.mic_track.learn(at, track),
            Fact::OwnSwitch(switch) => self.own_switch.learn(at, switch),
            Fact::TestTone(tone) => self.test_tone.learn(at, tone),
            Fact::Output(output) => self.output.learn(at, output),
            Fact::Speaker(speaker) => self.speaker.learn(at, speaker),
            Fact::Chime(chime) => self.chime.learn(at, chime),
            Fact::Picture(device, picture) => self.pictures.learn(device, at, picture),
            Fact::Online(online) => self.online.learn(at, online),
            Fact::Health(health) => self.health.learn(at, health),
            Fact::WebSocket(reach) => self.web_socket.learn(at, reach),
            Fact::Media(path, reach) => self.media.learn(path, at, reach),
            Fact::RoundTrip(time) => self.round_trip.learn(at, time),
            Fact::Loss(loss) => self.loss.learn(at, loss),
            Fact::Jitter(jitter) => self.jitter.learn(at, jitter),
            Fact::Capacity(direction, capacity) => self.capacity.learn(direction, at, capacity),
            Fact::SpeedTest(test) => self.speed_test.learn(at, test),
            Fact::Encoder(encoder) => self.encoder.learn(at, encoder),
            Fact::Transport(transport) => self.transport.learn(at, transport),
            Fact::NetworkChanged(changed) => self.network_changed.learn(at, changed),
            Fact::Answer(answer) => self.answer.learn(at, answer),
            Fact::Seat(seat) => self.seat.learn(at, seat),
            Fact::PlaceKept(kept) => self.place_kept.learn(at, kept),
        }
    }

    /// What of it holds at `now`.
    pub fn known(&self, now: Millis) -> Known<'_> {
        Known::new(self, now)
    }
}

impl FromIterator<(Millis, Fact)> for Facts {
    fn from_iter<I: IntoIterator<Item = (Millis, Fact)>>(facts: I) -> Self {
        let mut known = Self::default();
        for (at, fact) in facts {
            known.learn(at, fact);
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::KilobitsPerSecond;

    const LOUD: Jitter = Jitter(Millis(90));

    #[test]
    fn an_older_fact_does_not_replace_a_newer_one() {
        let mut facts = Facts::default();
        facts.learn(Millis(2), Fact::Online(Online::No));
        facts.learn(Millis(1), Fact::Online(Online::Yes));
        assert_eq!(facts.online.at(Millis(2)).map(|online| online.value), Some(Online::No));
    }

    #[test]
    fn a_measurement_that_is_not_repeated_stops_to_count_and_a_state_does_not() {
        let facts: Facts =
            [(Millis(0), Fact::Jitter(LOUD)), (Millis(0), Fact::Online(Online::No))].into_iter().collect();
        assert!(facts.jitter.at(Millis(10_000)).is_some());
        assert!(facts.jitter.at(Millis(10_001)).is_none());
        assert!(facts.online.at(Millis(u64::MAX)).is_some());
    }

    #[test]
    fn what_was_tried_out_counts_until_there_are_statistics_and_not_in_a_meeting_that_stands() {
        let test =
            SpeedTest { round_trip: Millis(600), up: KilobitsPerSecond(90), down: KilobitsPerSecond(7_000) };
        let mut facts: Facts = [(Millis(0), Fact::SpeedTest(test))].into_iter().collect();
        let known = |facts: &Facts| {
            let known = facts.known(Millis(1));
            (known.round_trip(), known.capacity(Direction::Up), known.capacity(Direction::Down))
        };
        let tried = (
            Some(RoundTrip(Millis(600))),
            Some(Capacity(KilobitsPerSecond(90))),
            Some(Capacity(KilobitsPerSecond(7_000))),
        );
        assert_eq!(known(&facts), tried);
        facts.learn(Millis(1), Fact::RoundTrip(RoundTrip(Millis(30))));
        assert_eq!(known(&facts).0, Some(RoundTrip(Millis(30))));
        facts.learn(Millis(1), Fact::Transport(Transport::Connected));
        assert_eq!(known(&facts), (Some(RoundTrip(Millis(30))), None, None));
    }

    #[test]
    fn a_fact_from_a_moment_that_has_not_come_counts() {
        let facts: Facts = [(Millis(5), Fact::Jitter(LOUD))].into_iter().collect();
        assert!(facts.jitter.at(Millis(4)).is_some());
    }
}
