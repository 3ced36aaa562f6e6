//! RFC 4571 framing, by which packets travel over TCP: two bytes of length, then the packet.

use bytes::{Buf, Bytes, BytesMut};

/// The longest packet taken. Media packets keep to the size of a datagram on Ethernet; more is not media.
pub(crate) const LONGEST_PACKET: usize = 4096;

/// The other side does not send packets of a size that media has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a packet of {0} bytes over TCP")]
pub(crate) struct TooLong(pub usize);

/// Takes the first whole packet out of what has arrived, if it is whole.
pub(crate) fn take_packet(arrived: &mut BytesMut) -> Result<Option<Bytes>, TooLong> {
    let Some(&[high, low]) = arrived.first_chunk() else { return Ok(None) };
    let length = usize::from(u16::from_be_bytes([high, low]));
    if length > LONGEST_PACKET {
        return Err(TooLong(length));
    }
    if arrived.len() < 2 + length {
        return Ok(None);
    }
    arrived.advance(2);
    Ok(Some(arrived.split_to(length).freeze()))
}

/// The packet with its length in front; nothing for a packet that is longer than the length can say.
pub(crate) fn frame(packet: &[u8]) -> Option<Bytes> {
    let length = u16::try_from(packet.len()).ok()?;
    Some([&length.to_be_bytes()[..], packet].concat().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_come_out_as_they_went_in_however_the_bytes_arrive() {
        let packets: [&[u8]; 4] = [b"one", b"", b"three", &[7; LONGEST_PACKET]];
        let stream: Vec<u8> = packets.iter().flat_map(|packet| frame(packet).unwrap().to_vec()).collect();
        for step in [1, 2, 3, 7, stream.len()] {
            let (mut arrived, mut out) = (BytesMut::new(), Vec::new());
            for part in stream.chunks(step) {
                arrived.extend_from_slice(part);
                while let Some(packet) = take_packet(&mut arrived).unwrap() {
                    out.push(packet.to_vec());
                }
            }
            assert_eq!(out, packets);
            assert!(arrived.is_empty());
        }
    }

    #[test]
    fn half_a_packet_is_no_packet() {
        assert_eq!(take_packet(&mut BytesMut::from(&[0][..])), Ok(None));
        assert_eq!(take_packet(&mut BytesMut::from(&[0, 2, 9][..])), Ok(None));
    }

    #[test]
    fn a_packet_of_an_absurd_size_is_refused_before_it_has_arrived() {
        assert_eq!(take_packet(&mut BytesMut::from(&[0xff, 0xff][..])), Err(TooLong(0xffff)));
        assert_eq!(frame(&[0; 0x10000]), None);
    }
}
