//! Holds what is sent against what comes back (`signals::compare`), on the browser's thread for sound, where both are
//! heard by one clock. Numbers come to the page; what came back is handed to it once, for the member to hear.
//!
//! It is in the part of the program that finds out what is wrong, which is waited for first.

use std::{
    cell::{OnceCell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::Float32Array;
use signals::Likeness;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{AudioContext, AudioNode, Event, HtmlAudioElement, MediaStreamAudioSourceNode, MessageEvent};

use super::{
    js,
    problem::SoundProblem,
    senses::{self, File},
    sound,
    track::Stream,
    worklet::Worklet,
};

/// What is told.
#[derive(Debug)]
pub enum Told {
    /// How alike the two are. Once a second, as soon as there is enough of both.
    Compared(Likeness),
    /// What came back. Once, after [`Comparison::finish`].
    Kept(KeptSound),
}

/// Compares while it lives.
#[derive(Debug)]
pub struct Comparison {
    sources: [MediaStreamAudioSourceNode; 2],
    /// Some browsers decode what comes over the network only for an element (crbug.com/40094084).
    element: HtmlAudioElement,
    listening: Rc<OnceCell<Worklet>>,
}

type Tell = Rc<RefCell<dyn FnMut(Told)>>;

impl Comparison {
    /// Begins, with the first sound track of each.
    #[inline(never)]
    pub fn start(
        sent: &Stream,
        came: &Stream,
        on_told: impl FnMut(Told) + 'static,
    ) -> Result<Self, SoundProblem> {
        let context = sound::context()?;
        let element = HtmlAudioElement::new().map_err(|_| SoundProblem::Failed)?;
        element.set_muted(true);
        element.set_src_object(Some(&came.0));
        if let Ok(playing) = element.play() {
            // Waited for, or its rejection ends up in the console as unhandled.
            spawn_local(async move {
                let _ = js::settle(playing.into()).await;
            });
        }
        let source =
            |stream: &Stream| context.create_media_stream_source(&stream.0).map_err(|_| SoundProblem::Failed);
        let sources = [source(sent)?, source(came)?];
        let listening = Rc::default();
        let tell: Tell = Rc::new(RefCell::new(on_told));
        spawn_local(listen(Rc::downgrade(&listening), context.clone(), sources.clone(), tell));
        Ok(Self { sources, element, listening })
    }

    /// Listens no longer, and tells what came.
    #[inline(never)]
    pub fn finish(&self) {
        self.disconnect();
        if let Some(listening) = self.listening.get() {
            listening.end();
        }
    }

    fn disconnect(&self) {
        for source in &self.sources {
            let _ = source.disconnect();
        }
        self.element.set_src_object(None);
    }
}

impl Drop for Comparison {
    fn drop(&mut self) {
        self.disconnect();
    }
}

async fn listen(
    place: Weak<OnceCell<Worklet>>,
    context: AudioContext,
    sources: [MediaStreamAudioSourceNode; 2],
    tell: Tell,
) {
    let wanted = || place.strong_count() > 0;
    let on_told = move |event: &Event| {
        let data = event.unchecked_ref::<MessageEvent>().data();
        let told = match data.dyn_into::<Float32Array>() {
            Ok(samples) => Some(Told::Kept(KeptSound(samples))),
            Err(_) => Likeness::of_numbers(&senses::numbers(event)).map(Told::Compared),
        };
        if let Some(told) = told {
            tell.borrow_mut()(told);
        }
    };
    let worklet = Worklet::start(File::Echo, &context, &sources, wanted, on_told).await;
    if let (Some(worklet), Some(place)) = (worklet, place.upgrade()) {
        let _ = place.set(worklet);
    }
}

/// What came back. It is nowhere but here.
#[derive(Debug)]
pub struct KeptSound(Float32Array);

impl KeptSound {
    /// Plays it on the loudspeaker of this `deviceId`, on the system's choice when it is empty. To be called while a press
    /// is being handled.
    #[inline(never)]
    pub fn play(&self, device_id: String) {
        sound::unlock();
        let samples = self.0.clone();
        spawn_local(async move {
            // What does not play can be pressed again.
            let _ = play(samples, device_id).await;
        });
    }
}

async fn play(samples: Float32Array, device_id: String) -> Result<(), JsValue> {
    let failed = |_: SoundProblem| JsValue::NULL;
    let context = sound::context().map_err(failed)?;
    sound::unlocked().await.map_err(failed)?;
    let rate = f64::from(context.sample_rate());
    let buffer = js::call(&context, "createBuffer", &[1.into(), samples.length().into(), rate.into()])?;
    js::call(&buffer, "copyToChannel", &[samples.into(), 0.into()])?;
    let source = js::call(&context, "createBufferSource", &[])?;
    js::set(&source, "buffer", &buffer);
    let node: AudioNode = source.clone().unchecked_into();
    let element = HtmlAudioElement::new()?;
    sound::lead_out(&context, &node, &element, device_id).await.map_err(failed)?;
    js::call(&source, "start", &[])?;
    Ok(())
}
