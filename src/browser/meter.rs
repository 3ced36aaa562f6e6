//! How loud a stream is, about twenty times a second. Readings go to one closure and cause nothing by themselves;
//! what follows from them is [`super::voice`]'s to say.

use gloo_timers::callback::Interval;
use web_sys::{AnalyserNode, AudioContext, AudioContextState, MediaStreamAudioSourceNode};

use super::{problem::SoundProblem, sound, track::Stream, voice::Decibels};

/// Time between two readings, in milliseconds. A plain timer: animation frames stop in a hidden page, timers go on,
/// though only once a second.
const EVERY_MS: u32 = 50;
/// Samples per reading: 43 ms at 48 kHz, a bit less than the time between two.
const WINDOW: u32 = 2048;

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// The level of the last moments.
    Level(Decibels),
    /// Sound is locked: nothing can be said about the microphone.
    Locked,
}

/// Listens while it lives.
#[derive(Debug)]
pub struct Meter {
    source: MediaStreamAudioSourceNode,
    _interval: Interval,
}

impl Meter {
    /// Begins to listen to the first sound track of a stream.
    pub fn start(stream: &Stream, on_reading: impl FnMut(Reading) + 'static) -> Result<Self, SoundProblem> {
        let context = sound::context()?;
        // Allowed without a press in most browsers once a microphone is open; harmless where it is not.
        sound::unlock();
        let source = context.create_media_stream_source(&stream.0).map_err(|_| SoundProblem::Failed)?;
        let analyser = context.create_analyser().map_err(|_| SoundProblem::Failed)?;
        analyser.set_fft_size(WINDOW);
        source.connect_with_audio_node(&analyser).map_err(|_| SoundProblem::Failed)?;
        Ok(Self { source, _interval: read(context, analyser, on_reading) })
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        let _ = self.source.disconnect();
    }
}

fn read(
    context: AudioContext,
    analyser: AnalyserNode,
    mut on_reading: impl FnMut(Reading) + 'static,
) -> Interval {
    let mut samples = vec![0.0_f32; WINDOW as usize];
    Interval::new(EVERY_MS, move || {
        if context.state() != AudioContextState::Running {
            return on_reading(Reading::Locked);
        }
        analyser.get_float_time_domain_data(&mut samples);
        on_reading(Reading::Level(Decibels::of(&samples)));
    })
}
