//! Where what the open devices hear and see arrives, with the number of the device's opening: ten sounds and five sights
//! a second. The level goes straight to its dial; what was heard and seen over seconds goes to the diagnosis.

use std::cell::{Cell, RefCell};

use participant::{
    Event,
    senses::{Listening, Looking},
};
use signals::{Sight, Sound};
use wire::AttemptId;

use super::{Sender, scene::Dial};
use crate::browser::clock;

/// The senses of one page. Cheap to clone.
#[derive(Clone)]
pub struct Senses {
    sender: Sender<Event>,
    dial: Dial,
}

/// What is heard of one opening of a microphone.
pub struct Hearing {
    senses: Senses,
    attempt: AttemptId,
    runs: Cell<Option<bool>>,
    speaks: Cell<bool>,
    listening: RefCell<Listening>,
}

/// What is seen of one opening of a camera.
pub struct Seeing {
    senses: Senses,
    attempt: AttemptId,
    looking: RefCell<Looking>,
}

impl Senses {
    /// The level goes to the dial, the rest to the session.
    pub fn new(sender: Sender<Event>, dial: Dial) -> Self {
        Self { sender, dial }
    }

    /// A microphone was opened.
    pub fn hearing(self, attempt: AttemptId) -> Hearing {
        Hearing {
            senses: self,
            attempt,
            runs: Cell::new(None),
            speaks: Cell::new(false),
            listening: RefCell::default(),
        }
    }

    /// A camera was opened.
    pub fn seeing(self, attempt: AttemptId) -> Seeing {
        Seeing { senses: self, attempt, looking: RefCell::default() }
    }
}

impl Hearing {
    /// A tenth of a second was heard.
    pub fn on_sound(&self, sound: &Sound) {
        self.senses.dial.turn(sound.rms);
        self.tell_runs(true);
        let attempt = self.attempt;
        if sound.voice.active && !self.speaks.replace(sound.voice.active) {
            self.senses.sender.send(Event::VoiceHeard { attempt });
        }
        let mut listening = self.listening.borrow_mut();
        if let Some(sound) = listening.hear(sound) {
            self.senses.sender.send(Event::SoundMeasured { attempt, sound });
        }
        if listening.hears_chime(sound) {
            self.senses.sender.send(Event::ChimeCameBack { attempt });
        }
    }

    /// Nothing can be heard at the moment: the browser holds sound back.
    pub fn on_locked(&self) {
        self.tell_runs(false);
        // What was heard before is no part of what will be.
        *self.listening.borrow_mut() = Listening::default();
    }

    fn tell_runs(&self, runs: bool) {
        if self.runs.replace(Some(runs)) != Some(runs) {
            self.senses.sender.send(Event::SoundRuns(runs));
        }
    }
}

impl Seeing {
    /// A picture was seen.
    pub fn on_sight(&self, sight: &Sight) {
        if let Some(picture) = self.looking.borrow_mut().see(clock::now().0, sight) {
            self.senses.sender.send(Event::CameraMeasured { attempt: self.attempt, picture });
        }
    }
}
