//! What must be known of a codec to forward it: where a picture can begin, what is new in redundant sound, and by which
//! payload type a receiver knows it.

use std::sync::Arc;

use str0m::{
    format::{Codec, PayloadParams},
    media::Pt,
    rtp::{RedDecoder, Vp8Descriptor},
};

/// Whether decoding can begin with this packet. Holds for end-to-end encrypted frames too: these bytes stay clear.
pub(crate) fn starts_key_frame(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Vp8 => {
            Vp8Descriptor::parse(payload).is_ok_and(|descriptor| descriptor.starts_keyframe(payload))
        }
        Codec::H264 => h264_starts_key_frame(payload),
        // The library's enum is open. Nothing else is offered, and sound can begin anywhere.
        _ => true,
    }
}

/// RFC 6184: a sequence parameter set or an IDR slice, alone, in an aggregate, or the start of a fragment.
fn h264_starts_key_frame(payload: &[u8]) -> bool {
    const IDR: u8 = 5;
    const SEQUENCE_PARAMETERS: u8 = 7;
    const AGGREGATE: u8 = 24;
    const FRAGMENT: u8 = 28;
    let kind = |byte: u8| byte & 0x1f;
    let begins = |byte: u8| [IDR, SEQUENCE_PARAMETERS].contains(&kind(byte));
    match payload {
        // Some encoders put a delimiter or further information first.
        [first, units @ ..] if kind(*first) == AGGREGATE => aggregated(units).any(begins),
        [first, header, ..] if kind(*first) == FRAGMENT => header & 0x80 != 0 && kind(*header) == IDR,
        [first, ..] => begins(*first),
        [] => false,
    }
}

/// The first byte of each unit of an aggregate: two bytes of length, then the unit (RFC 6184, section 5.7.1).
fn aggregated(mut units: &[u8]) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let (length, rest) = units.split_first_chunk::<2>()?;
        let (unit, others) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        units = others;
        unit.first().copied()
    })
}

/// The new sound of a packet that repeats earlier sound (RFC 2198), for who cannot make use of the repetition.
pub(crate) fn primary_sound(payload: &[u8]) -> Option<Arc<[u8]>> {
    let blocks = RedDecoder::decode(payload).ok()?;
    blocks.iter().find(|block| block.is_primary).map(|block| block.payload.into())
}

/// What the receiver calls the publisher's payload type: the same codec, in the same form.
pub(crate) fn translate<'a>(
    published: &PayloadParams,
    receivers: &'a [PayloadParams],
    accepted: &[Pt],
) -> Option<&'a PayloadParams> {
    let wanted = published.spec();
    receivers
        .iter()
        .filter(|params| accepted.contains(&params.pt()) && params.spec().codec == wanted.codec)
        .max_by_key(|params| {
            let (theirs, ours) = (params.spec().format, wanted.format);
            let profile = |format: Option<u32>| format.map(|id| id >> 8);
            (
                theirs.packetization_mode.unwrap_or(0) == ours.packetization_mode.unwrap_or(0),
                profile(theirs.profile_level_id) == profile(ours.profile_level_id),
            )
        })
}

#[cfg(test)]
mod tests {
    use str0m::{
        format::CodecConfig,
        rtp::{RedEncoder, RedundantBlock},
    };

    use super::*;

    #[test]
    fn a_vp8_picture_begins_with_the_first_packet_of_a_key_frame() {
        assert!(starts_key_frame(Codec::Vp8, &[0x10, 0x10, 0, 0]));
        assert!(!starts_key_frame(Codec::Vp8, &[0x10, 0x11, 0, 0]), "a delta frame");
        assert!(!starts_key_frame(Codec::Vp8, &[0x00, 0x10, 0, 0]), "not its first packet");
        assert!(!starts_key_frame(Codec::Vp8, &[]));
    }

    #[test]
    fn an_h264_picture_begins_with_parameters_or_an_idr_slice() {
        let h264 = |payload: &[u8]| starts_key_frame(Codec::H264, payload);
        assert!(h264(&[0x67, 0x42]) && h264(&[0x65, 0x88]), "alone");
        assert!(h264(&[0x78, 0, 2, 0x67, 0x42]), "in an aggregate");
        assert!(h264(&[0x78, 0, 2, 0x09, 0xf0, 0, 2, 0x67, 0x42]), "behind a delimiter");
        assert!(!h264(&[0x78, 0, 2, 0x09, 0xf0, 0, 2, 0x41, 0x9a]) && !h264(&[0x78, 0, 9, 0x67]));
        assert!(h264(&[0x7c, 0x85, 0]), "the start of a fragment");
        assert!(!h264(&[0x7c, 0x05, 0]) && !h264(&[0x41, 0]) && !h264(&[0x78]) && !h264(&[]));
    }

    #[test]
    fn the_new_sound_is_found_beside_what_is_repeated() {
        let repeated = RedundantBlock { pt: 111, timestamp_offset: 960, payload: b"before".to_vec() };
        let payload = RedEncoder::encode(111, b"now", &[repeated]);
        assert_eq!(primary_sound(&payload).as_deref(), Some(&b"now"[..]));
        assert_eq!(primary_sound(&[0xff; 3]), None);
        assert_eq!(primary_sound(&[]), None);
    }

    #[test]
    fn a_payload_type_is_translated_to_the_same_form_of_the_same_codec() {
        let mut config = CodecConfig::empty();
        config.enable_opus(true, false);
        config.enable_vp8(true);
        config.enable_h264(true);
        let all: Vec<Pt> = config.params().iter().map(PayloadParams::pt).collect();
        for params in config.params() {
            let found = translate(params, config.params(), &all).unwrap();
            assert_eq!(found.spec().codec, params.spec().codec);
            assert_eq!(found.spec().format.packetization_mode, params.spec().format.packetization_mode);
        }
        let vp8 = config.params().iter().find(|params| params.spec().codec == Codec::Vp8).unwrap();
        assert_eq!(
            translate(vp8, config.params(), &[]),
            None,
            "what the receiver did not accept is not sent"
        );
    }
}
