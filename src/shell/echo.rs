//! The trial of the member's voice: the page twice in a room of its own, with a copy of the microphone's track.

use std::{cell::RefCell, rc::Rc};

use diagnosis::{
    Fact,
    fact::{MediaPath, Reach},
};
use participant::{EchoEffect, EchoEvent, Event, Side};
use wasm_bindgen_futures::spawn_local;
use wire::AttemptId;

use super::{
    Sender,
    devices::Devices,
    line::LineWatch,
    meeting::{Meeting, Whose},
};
use crate::browser::{
    echo::{Comparison, KeptSound, Told},
    part,
    track::Stream,
};

/// How long after sound came it is asked by which way, in milliseconds: by then the browser has chosen one.
const SETTLED_AFTER_MS: i32 = 500;

/// What a trial needs.
pub struct Echo {
    sender: Sender<Event>,
    devices: Rc<RefCell<Devices>>,
    room: Option<Room>,
    comparison: Option<Comparison>,
    /// Reads how the line does during a trial of the voice.
    watch: Option<LineWatch>,
    kept: Rc<RefCell<Option<KeptSound>>>,
}

/// The page's two selves.
struct Room {
    speaker: Meeting,
    listener: Meeting,
}

impl Echo {
    /// Nothing is tried out.
    pub fn new(sender: Sender<Event>, devices: Rc<RefCell<Devices>>) -> Self {
        Self { sender, devices, room: None, comparison: None, watch: None, kept: Rc::default() }
    }

    /// Carries out one effect.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn carry_out(&mut self, effect: EchoEffect) {
        match effect {
            EchoEffect::Copy { attempt } => self.copy(attempt),
            EchoEffect::Listen { attempt } => self.room = Some(self.room(attempt)),
            EchoEffect::Look => self.look(0),
            EchoEffect::Rtc(side, effect) => {
                if let Some(room) = &mut self.room {
                    room.side(side).carry_out(effect);
                }
            }
            EchoEffect::Compare { attempt, track } => self.compare(attempt, track),
            EchoEffect::End { no_path } => {
                self.end();
                if no_path {
                    for path in [MediaPath::Udp, MediaPath::Tcp] {
                        self.sender.send(Event::Observed(Fact::Media(path, Reach::Fails)));
                    }
                }
            }
            EchoEffect::Forget => {
                self.end();
                self.comparison = None;
                self.kept.take();
            }
            EchoEffect::Play { sink } => {
                if let Some(kept) = &*self.kept.borrow() {
                    kept.play(sink.map(|id| id.0).unwrap_or_default());
                }
            }
        }
    }

    fn copy(&mut self, attempt: AttemptId) {
        self.comparison = None;
        self.kept.take();
        self.room = Some(self.room(attempt));
        let copied = self.devices.borrow_mut().copy_microphone(participant::echo_track(attempt));
        // A microphone that is gone meanwhile says so itself.
        if let Some(cid) = copied {
            self.sender.send(Event::Echo(EchoEvent::Copied { attempt, cid }));
        }
    }

    fn room(&self, attempt: AttemptId) -> Room {
        let side = |side| Meeting::new(Whose::Echo(attempt, side), self.sender.clone(), self.devices.clone());
        Room { speaker: side(Side::Speaker), listener: side(Side::Listener) }
    }

    /// By which way media get through to the listener, so many milliseconds from now.
    fn look(&self, after: i32) {
        let readers = self.room.as_ref().and_then(|room| room.listener.readers());
        let Some((_, subscriber)) = readers else { return };
        let sender = self.sender.clone();
        spawn_local(async move {
            part::pause(after).await;
            let Some(path) = subscriber.read().await.path else { return };
            if !path.tcp {
                sender.send(Event::Observed(Fact::Media(MediaPath::Udp, Reach::Works)));
            } else if path.udp_offered {
                sender.send(Event::Observed(Fact::Media(MediaPath::Udp, Reach::Fails)));
                sender.send(Event::Observed(Fact::Media(MediaPath::Tcp, Reach::Works)));
            }
        });
    }

    fn compare(&mut self, attempt: AttemptId, track: rtc::RemoteTrackId) {
        let Some(room) = &self.room else { return };
        let sent = self.devices.borrow().local_track(participant::echo_track(attempt));
        let (Some(sent), Some(came)) = (sent, room.listener.remote_track(track)) else { return };
        let (sender, kept) = (self.sender.clone(), self.kept.clone());
        let comparison =
            Comparison::start(&Stream::of(&[&sent]), &Stream::of(&[&came]), move |told| match told {
                Told::Compared(likeness) => {
                    sender.send(Event::Echo(EchoEvent::Compared { attempt, likeness }));
                }
                Told::Kept(sound) => *kept.borrow_mut() = Some(sound),
            });
        // A browser without Web Audio compares nothing, and the trial ends without a proof.
        self.comparison = comparison.ok();
        if let (Some((up, _)), Some((_, down))) = (room.speaker.readers(), room.listener.readers()) {
            self.watch = Some(LineWatch::start(up, down, self.sender.clone()));
        }
        self.look(SETTLED_AFTER_MS);
    }

    fn end(&mut self) {
        if let Some(comparison) = &self.comparison {
            comparison.finish();
        }
        drop(self.watch.take());
        self.room = None;
        self.devices.borrow_mut().drop_copy();
    }
}

impl Room {
    fn side(&mut self, side: Side) -> &mut Meeting {
        match side {
            Side::Speaker => &mut self.speaker,
            Side::Listener => &mut self.listener,
        }
    }
}
