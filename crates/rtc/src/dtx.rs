//! Asks the browser not to send silence (RFC 7587, `usedtx`). The sender goes by what the answer says, and not every
//! server says it.

use crate::Sdp;

/// The answer, with `usedtx=1` for Opus wherever nothing is said of it.
pub(crate) fn without_silence(answer: &Sdp) -> Sdp {
    let sdp = answer.reveal();
    let opus = |line: &str| {
        let (number, name) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
        name.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("opus/")).then(|| number.to_owned())
    };
    let Some(number) = sdp.lines().find_map(opus) else { return answer.clone() };
    let settings = ["a=fmtp:", &number, " "].concat();
    let mut mended = String::with_capacity(sdp.len() + 64);
    for line in sdp.split_inclusive('\n') {
        let bare = line.trim_end();
        mended.push_str(bare);
        if bare.starts_with(&settings) && !bare.contains("usedtx=") {
            mended.push_str(";usedtx=1");
        }
        mended.push_str(&line[bare.len()..]);
    }
    Sdp::new(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(sdp: &str) -> String {
        without_silence(&Sdp::new(sdp)).reveal().to_owned()
    }

    #[test]
    fn silence_is_left_out_unless_the_server_said_what_it_wants() {
        let answer = |settings: &str| {
            format!(
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 {settings}\r\n\
                 a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n"
            )
        };
        assert_eq!(mended(&answer("useinbandfec=1")), answer("useinbandfec=1;usedtx=1"));
        assert_eq!(mended(&answer("usedtx=0")), answer("usedtx=0"));
    }

    #[test]
    fn what_has_no_sound_stays_as_it_is() {
        let video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n";
        assert_eq!(mended(video), video);
    }
}
