//! How what is published is described to the server and encoded by the browser.
//!
//! Layers and their bitrates are those of LiveKit's own clients, so that a server meets what it knows.

use livekit_protocol::{
    AddTrackRequest, AudioTrackFeature, SimulcastCodec, TrackSource, TrackType, VideoLayer, VideoQuality,
};

use crate::{Encoding, LocalSource, PictureSize, VideoCodec, layers::Wanted};

/// For speech over Opus, in bit/s; as much as helps to understand.
const VOICE_BITRATE: u32 = 32_000;
/// When a camera does not say how large its picture is: what was asked of it.
const ASKED: PictureSize = PictureSize { width: 1280, height: 720 };
/// A camera's picture is sent in at most so many lines; more help nobody on the screens that people have.
const MOST_LINES: u32 = 720;
/// From this longer side on, in pixels, a picture is worth three layers.
const THREE_LAYERS: u32 = 960;
/// From this longer side on, two.
const TWO_LAYERS: u32 = 480;
/// The lines of the lower layers.
const LOWER_LINES: [u32; 2] = [180, 360];
/// A shared screen is read, not watched: few frames, each of them sharp.
const SCREEN_RATE: u32 = 15;
/// For the whole of a shared screen, in bit/s.
const SCREEN_BITRATE: u32 = 2_500_000;
/// For its half-sized copy.
const SCREEN_SMALL_BITRATE: u32 = 625_000;

/// What a picture of so many pixels may cost at most, in bit/s, and its frames per second.
const PICTURE_COST: [(u32, u32, u32); 6] = [
    (320 * 180, 160_000, 20),
    (640 * 360, 450_000, 20),
    (640 * 480, 500_000, 20),
    (960 * 540, 800_000, 25),
    (960 * 720, 1_300_000, 30),
    (1280 * 720, 1_700_000, 30),
];

impl From<LocalSource> for TrackSource {
    fn from(source: LocalSource) -> Self {
        match source {
            LocalSource::Microphone => Self::Microphone,
            LocalSource::Camera => Self::Camera,
            LocalSource::Screen => Self::ScreenShare,
        }
    }
}

/// Asks the server to take a track.
pub(crate) fn add_track(
    source: LocalSource,
    cid: &str,
    picture: Option<PictureSize>,
    codec: VideoCodec,
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
            // What is asked of the browser. No `TfNoDtx`: silence is not sent; nor `disable_red`: what was lost comes
            // a second time with the next packet.
            request.audio_features = vec![
                AudioTrackFeature::TfEchoCancellation.into(),
                AudioTrackFeature::TfNoiseSuppression.into(),
                AudioTrackFeature::TfAutoGainControl.into(),
            ];
        }
        LocalSource::Camera | LocalSource::Screen => {
            request.set_type(TrackType::Video);
            let layers = layers(source, picture, None);
            let size = layers.last().map_or(ASKED, |layer| layer.size);
            (request.width, request.height) = (size.width, size.height);
            request.layers = layers.iter().map(Layer::describe).collect();
            let codec = SimulcastCodec {
                codec: codec.name().to_owned(),
                cid: cid.to_owned(),
                layers: request.layers.clone(),
                ..Default::default()
            };
            request.simulcast_codecs = vec![codec];
        }
    }
    request
}

/// How the browser is to encode a track that begins.
pub(crate) fn encodings(source: LocalSource, picture: Option<PictureSize>) -> Vec<Encoding> {
    match source {
        LocalSource::Microphone => vec![Encoding {
            rid: None,
            max_bitrate: VOICE_BITRATE,
            max_framerate: None,
            scale_down_by: None,
            active: true,
        }],
        LocalSource::Camera | LocalSource::Screen => {
            layers(source, picture, None).into_iter().map(|layer| layer.encoding).collect()
        }
    }
}

/// The same number of layers for another picture, and only those that somebody wants; without so many of the largest.
pub(crate) fn adapted(
    source: LocalSource,
    picture: Option<PictureSize>,
    begun_with: Option<PictureSize>,
    wanted: Wanted,
    spared: u8,
) -> Vec<Encoding> {
    let count = layers(source, begun_with, None).len();
    let mut layers = layers(source, picture, Some(count));
    for layer in &mut layers {
        // One layer is every quality at once.
        layer.encoding.active = if count == 1 { wanted.any() } else { wanted.has(layer.quality) };
    }
    let kept = count.saturating_sub(spared.into()).max(1);
    if layers.iter().skip(kept).any(|layer| layer.encoding.active) {
        // Who wants a size that is spared gets the next one.
        for (at, layer) in layers.iter_mut().enumerate().skip(kept - 1) {
            layer.encoding.active = at < kept;
        }
    }
    layers.into_iter().map(|layer| layer.encoding).collect()
}

/// One layer of a picture.
struct Layer {
    quality: VideoQuality,
    encoding: Encoding,
    size: PictureSize,
}

impl Layer {
    fn describe(&self) -> VideoLayer {
        let mut layer = VideoLayer {
            width: self.size.width,
            height: self.size.height,
            bitrate: self.encoding.max_bitrate,
            rid: self.encoding.rid.unwrap_or_default().to_owned(),
            ..Default::default()
        };
        layer.set_quality(self.quality);
        layer
    }
}

/// The layers of a picture, smallest first: browsers switch off the last ones when the processor is too slow. Their
/// names go up from `q`: a server knows the quality by the name.
fn layers(source: LocalSource, picture: Option<PictureSize>, count: Option<usize>) -> Vec<Layer> {
    const NAMES: [(&str, VideoQuality); 3] =
        [("q", VideoQuality::Low), ("h", VideoQuality::Medium), ("f", VideoQuality::High)];
    let picture = picture.unwrap_or(ASKED);
    let short = picture.width.min(picture.height).max(1) as f32;
    let longer = picture.width.max(picture.height);
    let scales = match source {
        LocalSource::Screen => vec![2.0, 1.0],
        LocalSource::Microphone | LocalSource::Camera => {
            let count = count.unwrap_or(match longer {
                THREE_LAYERS.. => 3,
                TWO_LAYERS.. => 2,
                _ => 1,
            });
            let lower = LOWER_LINES.iter().take(count - 1).map(|lines| short / *lines as f32);
            lower.chain([short / MOST_LINES as f32]).map(|scale| scale.max(1.0)).collect::<Vec<_>>()
        }
    };
    let single = scales.len() == 1;
    let layer = |(scale, (rid, quality)): (f32, (&'static str, VideoQuality))| {
        let size = shrunk(picture, scale);
        let (max_bitrate, rate) = cost(source, size, scale);
        let encoding = Encoding {
            rid: (!single).then_some(rid),
            max_bitrate,
            max_framerate: Some(rate),
            scale_down_by: Some(scale),
            active: true,
        };
        Layer { quality: if single { VideoQuality::High } else { quality }, encoding, size }
    };
    scales.into_iter().zip(NAMES).map(layer).collect()
}

fn shrunk(picture: PictureSize, scale: f32) -> PictureSize {
    let shrink = |length: u32| (length as f32 / scale).round() as u32;
    PictureSize { width: shrink(picture.width), height: shrink(picture.height) }
}

fn cost(source: LocalSource, size: PictureSize, scale: f32) -> (u32, u32) {
    match source {
        LocalSource::Screen if scale > 1.0 => (SCREEN_SMALL_BITRATE, SCREEN_RATE),
        LocalSource::Screen => (SCREEN_BITRATE, SCREEN_RATE),
        LocalSource::Microphone | LocalSource::Camera => {
            let pixels = size.width.saturating_mul(size.height);
            let known = PICTURE_COST.iter().find(|(most, _, _)| pixels <= *most);
            known.or(PICTURE_COST.last()).map_or((0, 0), |(_, bitrate, rate)| (*bitrate, *rate))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: u32, height: u32) -> Option<PictureSize> {
        Some(PictureSize { width, height })
    }

    fn sent(picture: Option<PictureSize>) -> Vec<(Option<&'static str>, f32, u32, u32)> {
        let encodings = encodings(LocalSource::Camera, picture);
        encodings
            .into_iter()
            .map(|e| (e.rid, e.scale_down_by.unwrap(), e.max_bitrate, e.max_framerate.unwrap()))
            .collect()
    }

    #[test]
    fn a_large_picture_is_sent_in_three_sizes() {
        let three = vec![
            (Some("q"), 4.0, 160_000, 20),
            (Some("h"), 2.0, 450_000, 20),
            (Some("f"), 1.0, 1_700_000, 30),
        ];
        assert_eq!(sent(size(1280, 720)), three);
        assert_eq!(sent(None), three, "a camera that does not say gave what it was asked for");
    }

    #[test]
    fn smaller_pictures_are_sent_in_fewer_sizes() {
        assert_eq!(
            sent(size(640, 480)),
            [(Some("q"), 480.0 / 180.0, 160_000, 20), (Some("h"), 1.0, 500_000, 20)]
        );
        assert_eq!(sent(size(320, 240)), [(None, 1.0, 450_000, 20)]);
    }

    #[test]
    fn a_picture_larger_than_anybody_needs_is_made_smaller_first() {
        assert_eq!(sent(size(1920, 1080)).last(), Some(&(Some("f"), 1.5, 1_700_000, 30)));
    }

    #[test]
    fn an_upright_picture_is_measured_by_its_shorter_side() {
        let scales: Vec<f32> = sent(size(720, 1280)).iter().map(|layer| layer.1).collect();
        assert_eq!(scales, [4.0, 2.0, 1.0]);
    }

    #[test]
    fn the_server_is_told_the_sizes_that_the_browser_sends() {
        let request = add_track(LocalSource::Camera, "c", size(1280, 720), VideoCodec::Vp8, false);
        let layers: Vec<_> =
            request.layers.iter().map(|l| (l.quality(), l.rid.as_str(), l.width, l.height)).collect();
        assert_eq!(
            layers,
            [
                (VideoQuality::Low, "q", 320, 180),
                (VideoQuality::Medium, "h", 640, 360),
                (VideoQuality::High, "f", 1280, 720)
            ]
        );
        assert_eq!((request.width, request.height), (1280, 720));
        assert_eq!(request.simulcast_codecs[0].codec, "vp8");
        let one = add_track(LocalSource::Camera, "c", size(320, 180), VideoCodec::Vp8, false);
        assert_eq!(one.layers[0].quality(), VideoQuality::High, "a single layer is the best there is");
    }

    #[test]
    fn sound_is_sent_twice_and_silence_not_at_all() {
        let request = add_track(LocalSource::Microphone, "m", None, VideoCodec::Vp8, true);
        assert!(!request.disable_red);
        assert!(!request.audio_features.contains(&AudioTrackFeature::TfNoDtx.into()));
    }

    #[test]
    fn another_camera_keeps_the_layers_and_fits_them_to_its_picture() {
        let adapted = adapted(LocalSource::Camera, size(640, 480), size(1280, 720), Wanted::default(), 0);
        let scales: Vec<_> = adapted.iter().map(|e| (e.rid, e.scale_down_by)).collect();
        assert_eq!(
            scales,
            [(Some("q"), Some(480.0 / 180.0)), (Some("h"), Some(480.0 / 360.0)), (Some("f"), Some(1.0))]
        );
    }

    #[test]
    fn who_wants_a_size_that_is_spared_gets_the_next_one() {
        let sent = |wanted: [bool; 3], spared| {
            let wanted = Wanted::of(wanted);
            let encodings = adapted(LocalSource::Camera, size(1280, 720), size(1280, 720), wanted, spared);
            [0, 1, 2].map(|at: usize| encodings[at].active)
        };
        let (all, large) = ([true; 3], [false, false, true]);
        assert_eq!(sent(all, 0), all);
        assert_eq!(sent(all, 1), [true, true, false]);
        assert_eq!(sent(large, 1), [false, true, false]);
        assert_eq!(sent(large, 2), [true, false, false]);
        assert_eq!(sent(all, 9), [true, false, false], "the smallest is always sent");
        assert_eq!(sent([true, false, false], 1), [true, false, false]);
        assert_eq!(sent([false; 3], 2), [false; 3], "and nothing that nobody wants");
    }

    #[test]
    fn a_screen_is_sent_sharp_and_in_half_its_size() {
        let screen = encodings(LocalSource::Screen, size(1920, 1080));
        assert_eq!(screen.iter().map(|e| e.scale_down_by).collect::<Vec<_>>(), [Some(2.0), Some(1.0)]);
    }
}
