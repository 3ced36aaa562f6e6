//! VP8's own numbers (RFC 7741): picture id and TL0PICIDX. A decoder takes a jump in them for lost frames, so they are
//! kept unbroken when the source changes.

use str0m::rtp::{Vp8Descriptor, Vp8Patch};

/// Picture ids have 15 bits, or 7.
const LONG: u16 = 0x7fff;
const SHORT: u16 = 0x7f;

/// Rewrites the numbers of one forwarded VP8 stream.
#[derive(Debug, Default)]
pub(crate) struct PictureIds {
    interrupted: bool,
    picture_offset: u16,
    layer_offset: u8,
    last_picture: Option<u16>,
    last_layer: Option<u8>,
}

impl PictureIds {
    /// The source is about to change: the next frame continues the count.
    pub(crate) fn interrupt(&mut self) {
        self.interrupted = true;
    }

    /// What to change in a packet; nothing while the source's own numbers will do.
    pub(crate) fn rewrite(&mut self, descriptor: &Vp8Descriptor) -> Option<Vp8Patch> {
        if std::mem::take(&mut self.interrupted) {
            if let (Some(last), Some(picture)) = (self.last_picture, descriptor.picture_id()) {
                self.picture_offset = last.wrapping_add(1).wrapping_sub(picture) & LONG;
            }
            if let (Some(last), Some(layer)) = (self.last_layer, descriptor.tl0_pic_idx()) {
                self.layer_offset = last.wrapping_add(1).wrapping_sub(layer);
            }
        }
        let picture = descriptor.picture_id().map(|picture| picture.wrapping_add(self.picture_offset) & LONG);
        let layer = descriptor.tl0_pic_idx().map(|layer| layer.wrapping_add(self.layer_offset));
        if let Some(picture) = picture
            && self.last_picture.is_none_or(|last| is_later(picture, last))
        {
            self.last_picture = Some(picture);
        }
        if let Some(layer) = layer
            && self.last_layer.is_none_or(|last| layer.wrapping_sub(last) < 0x80)
        {
            self.last_layer = Some(layer);
        }
        if self.picture_offset == 0 && self.layer_offset == 0 {
            return None;
        }
        let patch = |picture: Option<u16>| {
            let mut patch = descriptor.patch();
            if let Some(picture) = picture {
                patch = patch.picture_id(picture);
            }
            if let Some(layer) = layer {
                patch = patch.tl0_pic_idx(layer);
            }
            patch.build().ok()
        };
        // The only thing that cannot be written is a long id into a short field.
        patch(picture).or_else(|| patch(picture.map(|picture| picture & SHORT)))
    }
}

fn is_later(picture: u16, last: u16) -> bool {
    (picture.wrapping_sub(last) & LONG) < 0x4000
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A payload with a 15 bit picture id and a TL0PICIDX.
    fn payload(picture: u16, layer: u8) -> Vec<u8> {
        let [high, low] = picture.to_be_bytes();
        vec![0x90, 0xe0, 0x80 | high, low, layer, 0x20, 0x01, 0, 0]
    }

    /// The numbers a receiver sees.
    fn seen(ids: &mut PictureIds, picture: u16, layer: u8) -> (u16, u8) {
        let payload = payload(picture, layer);
        let descriptor = Vp8Descriptor::parse(&payload).unwrap();
        match ids.rewrite(&descriptor) {
            None => (picture, layer),
            // What a patch holds can only be told from what it prints.
            Some(patch) => {
                let expected_picture = picture.wrapping_add(ids.picture_offset) & LONG;
                let expected_layer = layer.wrapping_add(ids.layer_offset);
                let expected = descriptor
                    .patch()
                    .picture_id(expected_picture)
                    .tl0_pic_idx(expected_layer)
                    .build()
                    .unwrap();
                assert_eq!(patch, expected);
                (expected_picture, expected_layer)
            }
        }
    }

    #[test]
    fn the_first_source_is_left_as_it_is() {
        let mut ids = PictureIds::default();
        assert_eq!(seen(&mut ids, 77, 5), (77, 5));
        assert_eq!(seen(&mut ids, 78, 6), (78, 6));
    }

    #[test]
    fn another_source_continues_the_count() {
        let mut ids = PictureIds::default();
        seen(&mut ids, 100, 250);
        seen(&mut ids, 99, 249);
        ids.interrupt();
        assert_eq!(seen(&mut ids, 30_000, 7), (101, 251));
        assert_eq!(seen(&mut ids, 30_001, 7), (102, 251));
        ids.interrupt();
        assert_eq!(seen(&mut ids, 1, 0), (103, 252));
    }

    #[test]
    fn the_count_wraps_as_the_fields_do() {
        let mut ids = PictureIds::default();
        seen(&mut ids, LONG, 255);
        ids.interrupt();
        assert_eq!(seen(&mut ids, 10, 10), (0, 0));
    }

    #[test]
    fn a_short_picture_id_stays_short() {
        let mut ids = PictureIds::default();
        seen(&mut ids, 300, 1);
        ids.interrupt();
        let short = [0x90, 0x80, 0x05, 0x01, 0];
        let descriptor = Vp8Descriptor::parse(&short).unwrap();
        let expected = descriptor.patch().picture_id(301 & SHORT).build().unwrap();
        assert_eq!(ids.rewrite(&descriptor), Some(expected));
    }
}
