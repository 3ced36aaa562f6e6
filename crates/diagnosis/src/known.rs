//! The facts that hold at one moment: what a rule sees.
//!
//! A rule never sees a fact that is too old, nor a measurement of a device that is not in use, so no rule can forget
//! to look.

use crate::{
    fact::{
        Answer, Capability, Capacity, CaptureKind, CaptureState, Chime, ClockOffset, Device, DeviceId,
        Devices, Direction, Encoder, Health, Jitter, Loss, MediaPath, MicTrack, NetworkChanged, Online,
        Output, OwnSwitch, PermissionState, Picture, PlaceKept, Presence, Reach, Refusal, RoundTrip, Seat,
        Sound, Speaker, SpeedTest, TestTone, Transport,
    },
    facts::Facts,
    platform::Platform,
    units::Millis,
    validity::Timed,
};

/// What holds at `now`.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    facts: &'a Facts,
    now: Millis,
}

impl<'a> Known<'a> {
    pub(crate) fn new(facts: &'a Facts, now: Millis) -> Self {
        Self { facts, now }
    }

    /// The moment itself.
    pub fn now(self) -> Millis {
        self.now
    }

    /// Whether the browser was found to lack something.
    pub fn lacks(self, capability: Capability) -> bool {
        self.facts.capabilities.at(&capability, self.now).is_some_and(|it| it.value == Presence::Absent)
    }

    /// Which browser on which system.
    pub fn platform(self) -> Option<Platform> {
        Some(self.facts.platform.at(self.now)?.value)
    }

    /// How wrong the device's clock is.
    pub fn clock_offset(self) -> Option<ClockOffset> {
        Some(self.facts.clock.at(self.now)?.value)
    }

    /// What the browser says about permission, since when.
    pub fn permission(self, kind: CaptureKind) -> Option<Timed<PermissionState>> {
        self.facts.permissions.at(&kind, self.now).copied()
    }

    /// How far a device is, since when.
    pub fn capture(self, kind: CaptureKind) -> Option<&'a Timed<CaptureState>> {
        self.facts.captures.at(&kind, self.now)
    }

    /// Why a device was not opened, since when.
    pub fn refusal(self, kind: CaptureKind) -> Option<Timed<Refusal>> {
        let Timed { at, value } = self.capture(kind)?;
        match value {
            CaptureState::Refused(why) => Some(Timed { at: *at, value: *why }),
            CaptureState::Off | CaptureState::Asking | CaptureState::Live(_) | CaptureState::Ended(_) => None,
        }
    }

    /// The device that is open, since when.
    pub fn live(self, kind: CaptureKind) -> Option<Timed<&'a DeviceId>> {
        let Timed { at, value } = self.capture(kind)?;
        match value {
            CaptureState::Live(device) => Some(Timed { at: *at, value: device }),
            CaptureState::Off | CaptureState::Asking | CaptureState::Refused(_) | CaptureState::Ended(_) => {
                None
            }
        }
    }

    /// Whether a device is neither open nor unwanted: then it matters that it could not be opened.
    pub fn is_wanting(self, kind: CaptureKind) -> bool {
        match self.capture(kind).map(|capture| &capture.value) {
            None | Some(CaptureState::Asking | CaptureState::Refused(_) | CaptureState::Ended(_)) => true,
            Some(CaptureState::Off | CaptureState::Live(_)) => false,
        }
    }

    /// The list of devices, since when.
    pub fn devices(self) -> Option<&'a Timed<Devices>> {
        self.facts.devices.at(self.now)
    }

    /// The microphone that is open, as it is listed.
    pub fn microphone(self) -> Option<&'a Device> {
        let kind = CaptureKind::Microphone;
        self.devices()?.value.get(kind.device_kind(), self.live(kind)?.value)
    }

    /// What the open microphone gave, all of it since it was opened.
    pub fn sound(self) -> Option<Timed<Sound>> {
        let live = self.live(CaptureKind::Microphone)?;
        let sound = *self.facts.sounds.at(live.value, self.now)?;
        (sound.began() >= live.at).then_some(sound)
    }

    /// What the other microphones gave.
    pub fn other_sounds(self) -> impl Iterator<Item = (&'a DeviceId, Sound)> {
        let chosen = self.live(CaptureKind::Microphone).map(|live| live.value);
        self.facts
            .sounds
            .all_at(self.now)
            .filter(move |(device, _)| Some(*device) != chosen)
            .map(|(device, sound)| (device, sound.value))
    }

    /// Whether sound flows in the track of the open microphone, since when.
    pub fn mic_track(self) -> Option<Timed<MicTrack>> {
        let live = self.live(CaptureKind::Microphone)?;
        self.facts.mic_track.at(self.now).filter(|track| track.at >= live.at).copied()
    }

    /// The member's own switch, since when.
    pub fn own_switch(self) -> Option<Timed<OwnSwitch>> {
        self.facts.own_switch.at(self.now).copied()
    }

    /// Whether our tone came back through the microphone that is open, to the loudspeaker that is in use.
    pub fn test_tone(self) -> Option<TestTone> {
        let tone = self.facts.test_tone.at(self.now)?;
        let speaker_since = self.facts.speaker.at(self.now).map_or(Millis(0), |speaker| speaker.at);
        let since = self.live(CaptureKind::Microphone)?.at.max(speaker_since);
        (tone.at >= since).then_some(tone.value)
    }

    /// Whether the browser lets sound play, since when.
    pub fn output(self) -> Option<Timed<Output>> {
        self.facts.output.at(self.now).copied()
    }

    /// Where sound is played, since when.
    pub fn speaker(self) -> Option<&'a Timed<Speaker>> {
        self.facts.speaker.at(self.now)
    }

    /// The member's answer to the chime, if it was played where sound is played now.
    pub fn chime(self) -> Option<Chime> {
        let chime = self.facts.chime.at(self.now)?;
        let current = self.speaker().is_none_or(|speaker| chime.at >= speaker.at);
        current.then_some(chime.value)
    }

    /// What the open camera gave, all of it since it was opened.
    pub fn picture(self) -> Option<Picture> {
        let live = self.live(CaptureKind::Camera)?;
        let picture = self.facts.pictures.at(live.value, self.now)?;
        (picture.began() >= live.at).then_some(picture.value)
    }

    /// What `navigator.onLine` says.
    pub fn online(self) -> Option<Online> {
        Some(self.facts.online.at(self.now)?.value)
    }

    /// What the server answered.
    pub fn health(self) -> Option<Health> {
        Some(self.facts.health.at(self.now)?.value)
    }

    /// Whether a WebSocket opens.
    pub fn web_socket(self) -> Option<Reach> {
        Some(self.facts.web_socket.at(self.now)?.value.0)
    }

    /// Whether media get through one way.
    pub fn media(self, path: MediaPath) -> Option<Reach> {
        Some(self.facts.media.at(&path, self.now)?.value)
    }

    /// To the server and back.
    pub fn round_trip(self) -> Option<RoundTrip> {
        let live = self.facts.round_trip.at(self.now).map(|live| live.value);
        live.or_else(|| Some(RoundTrip(self.speed_test()?.round_trip)))
    }

    /// What is lost.
    pub fn loss(self) -> Option<Loss> {
        Some(self.facts.loss.at(self.now)?.value)
    }

    /// How unevenly packets arrive.
    pub fn jitter(self) -> Option<Jitter> {
        Some(self.facts.jitter.at(self.now)?.value)
    }

    /// What the line carries.
    pub fn capacity(self, direction: Direction) -> Option<Capacity> {
        let live = self.facts.capacity.at(&direction, self.now).map(|live| live.value);
        live.or_else(|| {
            let test = self.speed_test()?;
            Some(Capacity(match direction {
                Direction::Up => test.up,
                Direction::Down => test.down,
            }))
        })
    }

    /// What the line gave when it was tried out. While the meeting's transport stands, its statistics alone count.
    fn speed_test(self) -> Option<SpeedTest> {
        let stands = self.transport().is_some_and(|transport| transport.value == Transport::Connected);
        Some(self.facts.speed_test.at(self.now).filter(|_| !stands)?.value)
    }

    /// How the encoder keeps up.
    pub fn encoder(self) -> Option<Encoder> {
        Some(self.facts.encoder.at(self.now)?.value)
    }

    /// The meeting's transport, since when.
    pub fn transport(self) -> Option<Timed<Transport>> {
        self.facts.transport.at(self.now).copied()
    }

    /// The newest change of network.
    pub fn network_changed(self) -> Option<Timed<NetworkChanged>> {
        self.facts.network_changed.at(self.now).copied()
    }

    /// The server's newest answer.
    pub fn answer(self) -> Option<Answer> {
        Some(self.facts.answer.at(self.now)?.value)
    }

    /// Whether this page holds the member's place.
    pub fn seat(self) -> Option<Seat> {
        Some(self.facts.seat.at(self.now)?.value)
    }

    /// The place was kept, and that is news.
    pub fn place_kept(self) -> Option<PlaceKept> {
        Some(self.facts.place_kept.at(self.now)?.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Fact,
        testing::{heard, id, live, seen, sound},
    };

    fn facts(given: impl IntoIterator<Item = (u64, Fact)>) -> Facts {
        given.into_iter().map(|(at, fact)| (Millis(at), fact)).collect()
    }

    #[test]
    fn what_was_measured_before_a_device_was_opened_says_nothing_of_it() {
        // Each stretch begins with the first moment.
        let measured = [(3_000, heard(sound(|_| ()))), (2_000, seen(|_| ()))];
        for (opened, counts) in [(0, true), (1, false)] {
            let open = CaptureKind::ALL.map(|kind| (opened, live(kind)));
            let facts = facts(open.into_iter().chain(measured.clone()));
            let known = facts.known(Millis(3_000));
            assert_eq!(known.sound().is_some(), counts);
            assert_eq!(known.picture().is_some(), counts);
        }
    }

    #[test]
    fn what_another_microphone_gave_says_nothing_of_the_open_one() {
        let other = Fact::Sound(id("other"), sound(|_| ()));
        let facts = facts([(0, live(CaptureKind::Microphone)), (3_000, other)]);
        let known = facts.known(Millis(3_000));
        assert_eq!(known.sound(), None);
        assert_eq!(known.other_sounds().count(), 1);
    }
}
