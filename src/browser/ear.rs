//! Hears what comes through a microphone, ten times a second: level, voice, noise (`signals::Sound`). The sound itself
//! stays where it is heard, on the browser's thread for sound (an `AudioWorklet`, Web Audio 1.0, section 1.32); numbers
//! come to the page, and cause nothing by themselves.
//!
//! It is in the part of the program that finds out what is wrong, which is waited for first.
//!
//! There is no second way for browsers without `AudioWorklet`: whoever can run this program has it (ADR 62).

use std::{
    cell::{OnceCell, RefCell},
    rc::{Rc, Weak},
};

use gloo_timers::callback::Interval;
use signals::Sound;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AudioContext, AudioContextState, Event, MediaStreamAudioSourceNode};

use super::{
    problem::SoundProblem,
    senses::{self, File},
    sound,
    track::Stream,
    worklet::Worklet,
};

/// How often it is told that nothing can be heard, in milliseconds.
const LOCKED_EVERY_MS: u32 = 200;

/// What an ear tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Heard {
    /// What was heard in the last tenth of a second.
    Sound(Sound),
    /// Sound is locked: nothing can be said about the microphone. Told again and again while it lasts.
    Locked,
}

/// Listens while it lives. There may be several, each with its own stream.
#[derive(Debug)]
pub struct Ear {
    source: MediaStreamAudioSourceNode,
    /// Empty until what it is made of has come.
    _listening: Rc<OnceCell<Worklet>>,
    _locked: Interval,
}

impl Ear {
    /// Begins to listen to the first sound track of a stream. A stream without one is [`SoundProblem::Failed`], as is
    /// a browser without Web Audio. The first sound is told when the ear has been fetched; that is tried until it is
    /// there.
    #[inline(never)]
    pub fn start(stream: &Stream, on_heard: impl FnMut(Heard) + 'static) -> Result<Self, SoundProblem> {
        let context = sound::context()?;
        // Allowed without a press in most browsers once a microphone is open; harmless where it is not.
        sound::unlock();
        let source = context.create_media_stream_source(&stream.0).map_err(|_| SoundProblem::Failed)?;
        let tell: Tell = Rc::new(RefCell::new(on_heard));
        let listening = Rc::default();
        spawn_local(listen(Rc::downgrade(&listening), context.clone(), source.clone(), tell.clone()));
        let locked = Interval::new(LOCKED_EVERY_MS, move || {
            if context.state() != AudioContextState::Running {
                tell.borrow_mut()(Heard::Locked);
            }
        });
        Ok(Self { source, _listening: listening, _locked: locked })
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let _ = self.source.disconnect();
    }
}

type Tell = Rc<RefCell<dyn FnMut(Heard)>>;

async fn listen(
    place: Weak<OnceCell<Worklet>>,
    context: AudioContext,
    source: MediaStreamAudioSourceNode,
    tell: Tell,
) {
    let wanted = || place.strong_count() > 0;
    let on_heard = move |event: &Event| {
        if let Some(sound) = Sound::of_numbers(&senses::numbers(event)) {
            tell.borrow_mut()(Heard::Sound(sound));
        }
    };
    let worklet = Worklet::start(File::Ear, &context, &[source], wanted, on_heard).await;
    if let (Some(worklet), Some(place)) = (worklet, place.upgrade()) {
        let _ = place.set(worklet);
    }
}
