//! Facts for tests: short to write, and healthy unless said otherwise.

use crate::{
    Evidence, Fact, Facts, Millis, Rule,
    fact::{
        CaptureKind, CaptureState, Device, DeviceId, DeviceKind, Devices, GroupId, Output, Picture, Refusal,
        Sound,
    },
    units::Dbfs,
};

/// What a rule says at `now` about what was observed.
pub(crate) fn check(rule: &Rule, given: impl IntoIterator<Item = (u64, Fact)>, now: u64) -> Option<Evidence> {
    let facts: Facts = given.into_iter().map(|(at, fact)| (Millis(at), fact)).collect();
    (rule.when)(facts.known(Millis(now)))
}

pub(crate) fn id(name: &str) -> DeviceId {
    DeviceId(name.into())
}

/// A microphone "mic" or a camera "cam" that is open.
pub(crate) fn live(kind: CaptureKind) -> Fact {
    let device = match kind {
        CaptureKind::Microphone => "mic",
        CaptureKind::Camera => "cam",
    };
    Fact::Capture(kind, CaptureState::Live(id(device)))
}

pub(crate) fn refused(kind: CaptureKind, why: Refusal) -> Fact {
    Fact::Capture(kind, CaptureState::Refused(why))
}

pub(crate) fn running() -> Fact {
    Fact::Output(Output::Running)
}

/// A voice as it should be, over three seconds, changed as a test needs it.
pub(crate) fn sound(change: impl FnOnce(&mut Sound)) -> Sound {
    let mut sound = Sound {
        over: Millis(3_000),
        peak: Dbfs::whole(-9),
        voiced: Millis(2_000),
        voice: Dbfs::whole(-25),
        floor: Dbfs::whole(-65),
        hum: Dbfs::whole(-80),
        full_scale: 0,
    };
    change(&mut sound);
    sound
}

/// Exact zeros, over three seconds.
pub(crate) fn silence() -> Sound {
    sound(|sound| {
        sound.peak = Dbfs::NOTHING;
        sound.voiced = Millis(0);
        sound.voice = Dbfs::NOTHING;
        sound.floor = Dbfs::NOTHING;
        sound.hum = Dbfs::NOTHING;
    })
}

/// What "mic" gives.
pub(crate) fn heard(sound: Sound) -> Fact {
    Fact::Sound(id("mic"), sound)
}

/// A picture as it should be, over two seconds, changed as a test needs it: what "cam" gives.
pub(crate) fn seen(change: impl FnOnce(&mut Picture)) -> Fact {
    let mut picture = Picture {
        over: Millis(2_000),
        frames: 50,
        luma: 110,
        spread: 50,
        centre: 120,
        border: 105,
        same: Millis(0),
    };
    change(&mut picture);
    Fact::Picture(id("cam"), picture)
}

pub(crate) fn device(kind: DeviceKind, name: &str, group: &str, label: &str) -> Device {
    Device { kind, id: id(name), group: GroupId(group.into()), label: label.into() }
}

pub(crate) fn list(devices: impl Into<Vec<Device>>) -> Fact {
    Fact::Devices(Devices(devices.into()))
}
