//! Which codec this device likes for pictures that it sends.

use rtc::VideoCodec;
use wasm_bindgen::JsValue;

use super::js;

/// H.264 where the browser says that it costs little power and VP8 not so (Media Capabilities, `powerEfficient`), and
/// the browser is one of Apple's: iPads and iPhones have an encoder for H.264 and none for VP8, and theirs makes all
/// layers of a picture. Elsewhere the encoders in hardware differ too much from model to model; VP8 works everywhere.
pub async fn preferred() -> VideoCodec {
    let navigator = JsValue::from(js::window().navigator());
    if !js::text(&navigator, "vendor").starts_with("Apple") {
        return VideoCodec::Vp8;
    }
    let capabilities = js::get(&navigator, "mediaCapabilities");
    let spares = |codec: VideoCodec| {
        let video = js::object(&[
            ("contentType", codec.mime_type().into()),
            ("width", 1280.into()),
            ("height", 720.into()),
            ("bitrate", 1_700_000.into()),
            ("framerate", 30.into()),
        ]);
        let question = js::object(&[("type", "webrtc".into()), ("video", video)]);
        let answer = js::call(&capabilities, "encodingInfo", &[question]);
        async move {
            let answer = match answer {
                Ok(promise) => js::settle(promise).await.unwrap_or(JsValue::UNDEFINED),
                Err(_) => JsValue::UNDEFINED,
            };
            js::get(&answer, "powerEfficient").is_truthy()
        }
    };
    if spares(VideoCodec::H264).await && !spares(VideoCodec::Vp8).await {
        VideoCodec::H264
    } else {
        VideoCodec::Vp8
    }
}
