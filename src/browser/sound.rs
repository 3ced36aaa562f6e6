//! The page's one `AudioContext`: whether sound may play, and unlocking it. Browsers limit the number of contexts,
//! and each has to be unlocked on its own, so the meter and the chime share this one. It lives as long as the page.

use std::cell::OnceCell;

use gloo_events::EventListener;
use web_sys::{AudioContext, AudioContextState, AudioNode, HtmlAudioElement};

use super::{js, problem::SoundProblem, sink};

/// How long a running context may take to wake up, in milliseconds, before it counts as locked: `resume()` stays
/// pending for ever while the browser wants a press first.
const WAKE_LIMIT_MS: i32 = 400;

thread_local! {
    static CONTEXT: OnceCell<AudioContext> = const { OnceCell::new() };
}

/// Whether the page may sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SoundState {
    /// It may.
    Open,
    /// Not before a press, or while a telephone call has the loudspeaker.
    Locked,
}

/// The context, made when it is first needed.
pub(super) fn context() -> Result<AudioContext, SoundProblem> {
    CONTEXT.with(|cell| {
        if let Some(context) = cell.get() {
            return Ok(context.clone());
        }
        let context = AudioContext::new().map_err(|_| SoundProblem::Failed)?;
        Ok(cell.get_or_init(|| context).clone())
    })
}

/// Whether the page may sound now.
pub fn state() -> SoundState {
    match context().map(|context| context.state()) {
        Ok(AudioContextState::Running) => SoundState::Open,
        // Suspended, closed, or Safari's `interrupted`.
        Ok(_) | Err(_) => SoundState::Locked,
    }
}

/// Asks the browser to let the page sound. To be called while a press is being handled; what comes of it takes a
/// moment, see [`unlocked`] and [`SoundWatch`].
pub fn unlock() {
    if let Ok(context) = context() {
        let _ = context.resume();
    }
}

/// Unlocks, and says whether it worked.
pub async fn unlocked() -> Result<(), SoundProblem> {
    let context = context()?;
    if context.state() == AudioContextState::Running {
        return Ok(());
    }
    if let Ok(resumed) = context.resume() {
        let both = js_sys::Array::of2(&resumed, &js::after(WAKE_LIMIT_MS));
        let _ = js::settle(js_sys::Promise::race(&both).into()).await;
    }
    match state() {
        SoundState::Open => Ok(()),
        SoundState::Locked => Err(SoundProblem::SoundLocked),
    }
}

/// Leads what a node gives to the loudspeaker of this `deviceId`, by way of the element; to the system's choice when it is
/// empty.
pub(super) async fn lead_out(
    context: &AudioContext,
    node: &AudioNode,
    element: &HtmlAudioElement,
    device_id: String,
) -> Result<(), SoundProblem> {
    let failed = |_| SoundProblem::Failed;
    if device_id.is_empty() {
        return node.connect_with_audio_node(&context.destination()).map(drop).map_err(failed);
    }
    // Only an element can be given a loudspeaker in every browser that lets a page choose one.
    let destination = context.create_media_stream_destination().map_err(failed)?;
    node.connect_with_audio_node(&destination).map_err(failed)?;
    element.set_src_object(Some(&destination.stream()));
    sink::choose(element.clone().into(), device_id).await?;
    let playing = element.play().map_err(failed)?;
    match js::settle(playing.into()).await {
        Ok(_) => Ok(()),
        Err(exception) => SoundProblem::of(&exception).map_or(Ok(()), Err),
    }
}

/// Reports whenever sound gets locked or open, while it lives.
#[derive(Debug)]
pub struct SoundWatch {
    _listener: Option<EventListener>,
}

impl SoundWatch {
    /// Begins to watch.
    pub fn start(on_change: impl Fn(SoundState) + 'static) -> Self {
        let listen =
            |context: AudioContext| EventListener::new(&context, "statechange", move |_| on_change(state()));
        Self { _listener: context().ok().map(listen) }
    }
}
