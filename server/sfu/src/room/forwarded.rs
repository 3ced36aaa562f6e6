//! One track on its way to one receiver: which packets go on, and as what.

use std::{sync::Arc, time::Instant};

use str0m::{
    Rtc,
    format::{Codec, PayloadParams},
    media::{MediaKind, Mid, Pt, Rid},
    rtp::{ExtensionValues, RtpPacket, RtpWrite, Vp8Descriptor},
};

use crate::{
    media::{
        codec::{primary_sound, starts_key_frame, translate},
        layers::{Layers, Rank, rank},
        picture_id::PictureIds,
        rewrite::{Position, Rewriter},
    },
    room::subscriptions::{TrackRef, Wish},
};

/// One track on its way to one receiver.
pub(crate) struct Forwarded {
    pub source: TrackRef,
    /// The section it is received in.
    pub mid: Mid,
    wish: Wish,
    /// What the receiver's bandwidth allows.
    allowed: Allowed,
    /// How many sizes smaller than wanted the picture is, for want of bandwidth.
    pub missing: u8,
    /// The layer that is forwarded; none before the first key frame, and while interrupted.
    pub layer: Option<Option<Rid>>,
    rewriter: Rewriter,
    picture_ids: PictureIds,
    payload_types: Vec<(Pt, Option<Names>)>,
}

/// What a receiver's bandwidth allows of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allowed {
    /// Layers up to this one.
    UpTo(Rank),
    /// Nothing.
    Nothing,
}

/// What the receiver calls the publisher's codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Names {
    plain: Pt,
    /// The redundant form of it (RFC 2198), where the receiver knows it and its inner name is the publisher's.
    redundant: Option<Pt>,
}

/// A packet and what is known of it, the same for every receiver.
pub(crate) struct Media<'a> {
    packet: &'a RtpPacket,
    rid: Option<Rid>,
    params: PayloadParams,
    /// Whether decoding can begin with it.
    pub key_frame: bool,
    picture: Option<Vp8Descriptor>,
    /// The sound itself, when the packet carries earlier sound as well.
    primary: Option<Arc<[u8]>>,
    extensions: ExtensionValues,
}

impl<'a> Media<'a> {
    /// What is known of a packet; nothing for one of a codec that was not agreed on, or that makes no sense.
    pub(crate) fn of(packet: &'a RtpPacket, rid: Option<Rid>, publisher: &Rtc) -> Option<Self> {
        let payload_type = packet.header.payload_type;
        let params = publisher.codec_config().params();
        let params = *params.iter().find(|p| p.pt() == payload_type || p.red() == Some(payload_type))?;
        let codec = params.spec().codec;
        let picture = match codec {
            Codec::Vp8 => Some(Vp8Descriptor::parse(&packet.payload).ok()?),
            _ => None,
        };
        let redundant = params.red() == Some(payload_type);
        Some(Self {
            key_frame: codec.is_video() && starts_key_frame(codec, &packet.payload),
            extensions: extensions(&packet.header.ext_vals),
            primary: if redundant { Some(primary_sound(&packet.payload)?) } else { None },
            packet,
            rid,
            params,
            picture,
        })
    }

    /// How loud the sound is, in dBov.
    pub(crate) fn loudness(&self) -> Option<i8> {
        self.extensions.audio_level
    }
}

impl Forwarded {
    pub(crate) fn new(source: TrackRef, mid: Mid, wish: Wish) -> Self {
        let clock_rate = match source.kind {
            MediaKind::Audio => 48_000,
            MediaKind::Video => 90_000,
        };
        Self {
            source,
            mid,
            wish,
            allowed: Allowed::UpTo(Rank::MAX),
            missing: 0,
            layer: None,
            rewriter: Rewriter::new(clock_rate),
            picture_ids: PictureIds::default(),
            payload_types: Vec::new(),
        }
    }

    /// The client wants it otherwise.
    pub(crate) fn set_wish(&mut self, wish: Wish) {
        if wish.disabled && !self.wish.disabled {
            self.interrupt();
        }
        self.wish = wish;
    }

    /// Nothing is forwarded until the next beginning.
    pub(crate) fn interrupt(&mut self) {
        self.layer = None;
        self.rewriter.interrupt();
        self.picture_ids.interrupt();
    }

    /// How the client wants it.
    pub(crate) fn wish(&self) -> Wish {
        self.wish
    }

    /// The rank of the layer that is forwarded.
    pub(crate) fn rank(&self) -> Option<Rank> {
        self.layer.map(rank)
    }

    /// The receiver's bandwidth allows something else. Whether that begins or ends a pause.
    pub(crate) fn allow(&mut self, allowed: Allowed) -> bool {
        let before = std::mem::replace(&mut self.allowed, allowed);
        if self.is_paused() {
            self.interrupt();
        }
        (before == Allowed::Nothing) != self.is_paused()
    }

    /// Whether nothing is forwarded for want of bandwidth.
    pub(crate) fn is_paused(&self) -> bool {
        self.allowed == Allowed::Nothing
    }

    /// The layer whose key frame is waited for.
    pub(crate) fn awaited(&self, layers: &Layers, now: Instant) -> Option<Option<Rid>> {
        let Allowed::UpTo(allowed) = self.allowed else { return None };
        if self.source.kind != MediaKind::Video || self.wish.disabled {
            return None;
        }
        let most = self.wish.most.min(allowed);
        layers.choose(self.layer, most, now).filter(|best| self.layer != Some(*best))
    }

    /// The packet as this receiver gets it; nothing when it does not.
    pub(crate) fn pass(
        &mut self,
        media: &Media<'_>,
        layers: &Layers,
        receiver: &Rtc,
        now: Instant,
    ) -> Option<RtpWrite> {
        if !self.admits(media, layers, now) {
            return None;
        }
        let names = self.names(&media.params, receiver)?;
        let (payload_type, payload) = match (&media.primary, names.redundant) {
            (None, _) => (names.plain, &media.packet.payload),
            (Some(_), Some(redundant)) => (redundant, &media.packet.payload),
            (Some(primary), None) => (names.plain, primary),
        };
        let header = &media.packet.header;
        let source = Position { sequence: *media.packet.seq_no, timestamp: header.timestamp };
        let position = self.rewriter.rewrite(source, now)?;
        let arrived = media.packet.timestamp;
        let write = RtpWrite::new(
            payload_type,
            position.sequence.into(),
            position.timestamp,
            arrived,
            payload.clone(),
        )
        .marker(header.marker)
        .ext_vals(media.extensions.clone())
        .nackable(self.source.kind == MediaKind::Video);
        Some(match media.picture.as_ref().and_then(|picture| self.picture_ids.rewrite(picture)) {
            Some(patch) => write.vp8_patch(patch),
            None => write,
        })
    }

    /// Whether a packet is forwarded; begins or changes the layer where it can.
    fn admits(&mut self, media: &Media<'_>, layers: &Layers, now: Instant) -> bool {
        if self.wish.disabled {
            return false;
        }
        match self.source.kind {
            MediaKind::Audio => true,
            MediaKind::Video => {
                if media.key_frame && self.awaited(layers, now) == Some(media.rid) {
                    self.interrupt();
                    self.layer = Some(media.rid);
                }
                self.layer == Some(media.rid)
            }
        }
    }

    fn names(&mut self, published: &PayloadParams, receiver: &Rtc) -> Option<Names> {
        if let Some((_, names)) = self.payload_types.iter().find(|(pt, _)| *pt == published.pt()) {
            return *names;
        }
        let accepted = receiver.media(self.mid)?.remote_pts();
        let translated = translate(published, receiver.codec_config().params(), accepted);
        let names = translated.map(|params| Names {
            plain: params.pt(),
            redundant: params.red().filter(|_| params.pt() == published.pt()),
        });
        self.payload_types.push((published.pt(), names));
        names
    }
}

/// What a receiver needs of the publisher's header extensions; the rest belongs to the publisher's own connection.
fn extensions(published: &ExtensionValues) -> ExtensionValues {
    ExtensionValues {
        audio_level: published.audio_level,
        voice_activity: published.voice_activity,
        video_orientation: published.video_orientation,
        ..ExtensionValues::default()
    }
}
