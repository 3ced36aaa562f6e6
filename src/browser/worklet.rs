//! A program that hears beside the page: a node on the browser's thread for sound (an `AudioWorklet`, Web Audio 1.0,
//! section 1.32), without an output, so that no sound leaves it.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, AudioNode, AudioWorkletNode, Event, MediaStreamAudioSourceNode, MessagePort};

use super::{
    js,
    senses::{self, File},
};

/// Hears while it lives.
#[derive(Debug)]
pub struct Worklet {
    // Held, for nobody promises that a node without outputs outlives its last handle.
    _node: AudioWorkletNode,
    port: MessagePort,
    _told: EventListener,
}

impl Worklet {
    /// Fetches what it runs, however long that takes, and lets each source into an input of its own. Nothing once nobody
    /// wants it any more, or in a browser that cannot.
    pub async fn start(
        runner: File,
        context: &AudioContext,
        sources: &[MediaStreamAudioSourceNode],
        wanted: impl Fn() -> bool,
        on_told: impl FnMut(&Event) + 'static,
    ) -> Option<Self> {
        let program = senses::program(runner, &wanted).await?;
        // Asked for again, it is there already.
        let worklet = js::get(context, "audioWorklet");
        js::settle(js::call(&worklet, "addModule", &[runner.address()]).ok()?).await.ok()?;
        if !wanted() {
            return None;
        }
        let inputs = u32::try_from(sources.len()).unwrap_or_default();
        let options = js::object(&[
            ("numberOfInputs", inputs.into()),
            ("numberOfOutputs", 0.into()),
            ("channelCount", 1.into()),
            ("channelCountMode", "explicit".into()),
            ("processorOptions", program),
        ]);
        let node =
            AudioWorkletNode::new_with_options(context, runner.name(), options.unchecked_ref()).ok()?;
        let port = node.port().ok()?;
        let told = EventListener::new(&port, "message", on_told);
        port.start();
        let into: &AudioNode = &node;
        for (input, source) in (0..inputs).zip(sources) {
            js::call(source, "connect", &[into.into(), 0.into(), input.into()]).ok()?;
        }
        Some(Self { _node: node, port, _told: told })
    }

    /// Lets it end: any message does.
    pub fn end(&self) {
        let _ = self.port.post_message(&JsValue::NULL);
    }
}

impl Drop for Worklet {
    fn drop(&mut self) {
        self.end();
    }
}
