//! How what is published is described to the server and encoded by the browser.

use livekit_protocol::{
    AddTrackRequest, AudioTrackFeature, TrackSource, TrackType, VideoLayer, VideoQuality,
};

use crate::{Encoding, LocalSource, PictureSize, VideoCodec};

/// For speech over Opus, in bit/s; as much as helps to understand.
const VOICE_BITRATE: u32 = 32_000;
/// For one picture in the height below, in bit/s. Fifteen of them fit through a household's line.
const PICTURE_BITRATE: u32 = 500_000;
/// The picture is sent in at most this height, in pixels, until there is simulcast.
const PICTURE_HEIGHT: u32 = 360;
/// In frames per second.
const PICTURE_RATE: u32 = 24;

impl From<LocalSource> for TrackSource {
    fn from(source: LocalSource) -> Self {
        match source {
            LocalSource::Microphone => Self::Microphone,
            LocalSource::Camera => Self::Camera,
        }
    }
}

/// Asks the server to take a track.
pub(crate) fn add_track(
    source: LocalSource,
    cid: &str,
    picture: Option<PictureSize>,
    muted: bool,
) -> AddTrackRequest {
    let mut request = AddTrackRequest {
        cid: cid.to_owned(),
        source: TrackSource::from(source).into(),
        muted,
        ..Default::default()
    };
    match source {
        LocalSource::Microphone => {
            request.set_type(TrackType::Audio);
            request.disable_red = true;
            request.audio_features = vec![AudioTrackFeature::TfNoDtx.into()];
        }
        LocalSource::Camera => {
            request.set_type(TrackType::Video);
            let size = sent_size(picture);
            (request.width, request.height) = (size.width, size.height);
            let mut layer = VideoLayer {
                width: size.width,
                height: size.height,
                bitrate: PICTURE_BITRATE,
                ..Default::default()
            };
            layer.set_quality(VideoQuality::High);
            request.layers = vec![layer];
        }
    }
    request
}

/// How the browser is to encode a track.
pub(crate) fn encodings(source: LocalSource, picture: Option<PictureSize>) -> Vec<Encoding> {
    vec![match source {
        LocalSource::Microphone => {
            Encoding { rid: None, max_bitrate: VOICE_BITRATE, max_framerate: None, scale_down_by: None }
        }
        LocalSource::Camera => Encoding {
            rid: None,
            max_bitrate: PICTURE_BITRATE,
            max_framerate: Some(PICTURE_RATE),
            scale_down_by: Some(scale(picture)),
        },
    }]
}

/// By how much a picture is made smaller before it is sent.
fn scale(picture: Option<PictureSize>) -> f32 {
    picture.map_or(1.0, |size| (size.height as f32 / PICTURE_HEIGHT as f32).max(1.0))
}

fn sent_size(picture: Option<PictureSize>) -> PictureSize {
    let size = picture.unwrap_or(PictureSize { width: 640, height: PICTURE_HEIGHT });
    let factor = scale(picture);
    let shrink = |length: u32| (length as f32 / factor).round() as u32;
    PictureSize { width: shrink(size.width), height: shrink(size.height) }
}

/// The codec that every server and every browser has.
pub(crate) fn codec(source: LocalSource) -> Option<VideoCodec> {
    match source {
        LocalSource::Microphone => None,
        LocalSource::Camera => Some(VideoCodec::Vp8),
    }
}
