//! A gentle chime of two notes, made by the browser itself: no file to load. Stops on `Drop`.

use std::{cell::Cell, rc::Rc};

use signals::CHIME_HZ;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AudioContext, AudioNode, GainNode, HtmlAudioElement, OscillatorNode, OscillatorType};

use super::{js, problem::SoundProblem, sound};

/// The notes as pitch in Hz and beginning in seconds: a falling third, as a doorbell has it. The ear knows them.
const NOTES: [(f32, f64); 2] = [(CHIME_HZ[0], 0.0), (CHIME_HZ[1], 0.45)];
/// How long a note rings, in seconds.
const RING: f64 = 1.4;
/// How loud a note is at its beginning, 1 being as loud as can be.
const LOUDNESS: f32 = 0.35;
/// How long a note takes to begin, in seconds: no click.
const ATTACK: f64 = 0.015;

/// A chime that plays. Dropping it ends it.
#[derive(Debug)]
pub struct Chime {
    wanted: Rc<Cell<bool>>,
    output: Option<(GainNode, HtmlAudioElement)>,
}

impl Chime {
    /// How long it rings altogether, in milliseconds.
    pub const LENGTH_MS: u32 = 1900;

    /// Plays on the loudspeaker of this `deviceId`, on the system's choice when it is empty. To be called while a
    /// press is being handled. Reports once: that it plays, or why not.
    pub fn start(device_id: &str, on_outcome: impl FnOnce(Result<(), SoundProblem>) + 'static) -> Self {
        // At once, not in the task below: a browser wants to see it happen inside the press.
        sound::unlock();
        let wanted = Rc::new(Cell::new(true));
        let prepared = prepare();
        let output = prepared.as_ref().ok().map(|(_, gain, element)| (gain.clone(), element.clone()));
        let (still_wanted, device_id) = (wanted.clone(), device_id.to_owned());
        spawn_local(async move {
            let outcome = match prepared {
                Ok((context, gain, element)) => play(context, gain, element, device_id, &still_wanted).await,
                Err(problem) => Err(problem),
            };
            if still_wanted.get() {
                on_outcome(outcome);
            }
        });
        Self { wanted, output }
    }
}

impl Drop for Chime {
    fn drop(&mut self) {
        self.wanted.set(false);
        if let Some((gain, element)) = &self.output {
            let _ = gain.disconnect();
            element.set_src_object(None);
        }
    }
}

fn prepare() -> Result<(AudioContext, GainNode, HtmlAudioElement), SoundProblem> {
    let context = sound::context()?;
    let gain = context.create_gain().map_err(|_| SoundProblem::Failed)?;
    let element = HtmlAudioElement::new().map_err(|_| SoundProblem::Failed)?;
    Ok((context, gain, element))
}

async fn play(
    context: AudioContext,
    gain: GainNode,
    element: HtmlAudioElement,
    device_id: String,
    wanted: &Cell<bool>,
) -> Result<(), SoundProblem> {
    sound::unlocked().await?;
    sound::lead_out(&context, &gain, &element, device_id).await?;
    if wanted.get() {
        ring(&context, &gain).ok_or(SoundProblem::Failed)?;
    }
    Ok(())
}

fn ring(context: &AudioContext, output: &AudioNode) -> Option<()> {
    // A little ahead, so that the first note is whole.
    let begin = context.current_time() + 0.05;
    for (pitch, after) in NOTES {
        let note: OscillatorNode = context.create_oscillator().ok()?;
        note.set_type(OscillatorType::Sine);
        note.frequency().set_value(pitch);
        let envelope = context.create_gain().ok()?;
        let volume = envelope.gain();
        let at = begin + after;
        volume.set_value_at_time(0.0, at).ok()?;
        volume.linear_ramp_to_value_at_time(LOUDNESS, at + ATTACK).ok()?;
        // To -60 dB, as a bell fades.
        volume.exponential_ramp_to_value_at_time(LOUDNESS / 1000.0, at + RING).ok()?;
        note.connect_with_audio_node(&envelope).ok()?.connect_with_audio_node(output).ok()?;
        js::call(&note, "start", &[at.into()]).ok()?;
        js::call(&note, "stop", &[(at + RING).into()]).ok()?;
    }
    Some(())
}
