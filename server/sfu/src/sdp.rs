//! The few things of a session description (RFC 8866) that the WebRTC library does not tell or cannot say: which track
//! a client means to send in which media section, and whose track a receiver finds in a section used a second time.

use std::collections::HashMap;

/// The longest description taken, in bytes; a meeting of a hundred needs less than half of it.
pub(crate) const LONGEST: usize = 512 * 1024;

/// How many media sections a publisher may have: tracks, and those left over from earlier ones.
const MOST_SECTIONS: usize = 64;

/// A description that no client of a meeting writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AbsurdSdp {
    /// Too many bytes.
    #[error("a session description of {0} bytes")]
    TooLong(usize),
    /// Too many media sections.
    #[error("a session description of {0} media sections")]
    TooManySections(usize),
}

/// One media section of a publisher's offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OfferedSection {
    /// The section's identifier.
    pub mid: String,
    /// Whether it is for sound or for pictures; neither for data.
    pub kind: Option<OfferedKind>,
    /// Whether the client means to send in it.
    pub sends: bool,
    /// What the client calls its track.
    pub track: Option<String>,
}

/// What a media section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfferedKind {
    /// Sound.
    Audio,
    /// Pictures.
    Video,
}

/// The media sections of an offer.
pub(crate) fn offered_sections(sdp: &str) -> Result<Vec<OfferedSection>, AbsurdSdp> {
    if sdp.len() > LONGEST {
        return Err(AbsurdSdp::TooLong(sdp.len()));
    }
    let mut sections: Vec<OfferedSection> = Vec::new();
    for line in sdp.lines().map(str::trim_end) {
        if let Some(media) = line.strip_prefix("m=") {
            let mut words = media.split(' ');
            let kind = match words.next() {
                Some("audio") => Some(OfferedKind::Audio),
                Some("video") => Some(OfferedKind::Video),
                Some(_) | None => None,
            };
            // A section sends unless it says otherwise; port 0 is a section that was stopped or never accepted,
            // or one that has no transport of its own. The latter says so.
            let sends = kind.is_some();
            sections.push(OfferedSection { kind, sends, ..OfferedSection::default() });
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        match line {
            "a=recvonly" | "a=inactive" => section.sends = false,
            _ => {}
        }
        if let Some(mid) = line.strip_prefix("a=mid:") {
            section.mid = mid.to_owned();
        } else if let Some(names) = line.strip_prefix("a=msid:") {
            section.track = names.split(' ').nth(1).map(str::to_owned);
        }
    }
    if sections.len() > MOST_SECTIONS {
        Err(AbsurdSdp::TooManySections(sections.len()))
    } else {
        Ok(sections)
    }
}

/// The names under which a receiver finds a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TrackNames {
    /// Tracks of one stream are played in step.
    pub stream: String,
    /// The track.
    pub track: String,
}

/// Our own offer with each section carrying the names of the track that it carries now.
pub(crate) fn with_names(sdp: &str, names: &HashMap<String, TrackNames>) -> String {
    let mut out = String::with_capacity(sdp.len());
    for section in split_sections(sdp) {
        let mid = section.lines().find_map(|line| line.trim_end().strip_prefix("a=mid:"));
        match mid.and_then(|mid| names.get(mid)) {
            None => out.push_str(section),
            Some(TrackNames { stream, track }) => {
                for line in section.split_inclusive('\n') {
                    if line.starts_with("a=msid:") {
                        out.push_str(&format!("a=msid:{stream} {track}\r\n"));
                    } else if let Some((source, _)) =
                        line.strip_prefix("a=ssrc:").and_then(|rest| rest.split_once(" msid:"))
                    {
                        out.push_str(&format!("a=ssrc:{source} msid:{stream} {track}\r\n"));
                    } else {
                        out.push_str(line);
                    }
                }
            }
        }
    }
    out
}

/// Our own answer without redundant sound (RFC 2198) in the sections named: what is encrypted end to end cannot be taken
/// apart for those who have no use for the redundancy.
pub(crate) fn without_redundancy(sdp: &str, mids: &[String]) -> String {
    let is_named = |section: &str| {
        section.lines().any(|line| {
            line.trim_end().strip_prefix("a=mid:").is_some_and(|mid| mids.iter().any(|named| named == mid))
        })
    };
    let plain = |section: &str| {
        let redundant = section.lines().find_map(|line| {
            let (payload_type, codec) = line.strip_prefix("a=rtpmap:")?.split_once(' ')?;
            codec.to_ascii_lowercase().starts_with("red/").then(|| payload_type.to_owned())
        })?;
        let about = ["rtpmap", "fmtp", "rtcp-fb"].map(|attribute| format!("a={attribute}:{redundant} "));
        let lines =
            section.split_inclusive('\n').filter(|line| !about.iter().any(|about| line.starts_with(about)));
        let without = |line: &str| match line.strip_prefix("m=") {
            None => line.to_owned(),
            Some(media) => {
                let words: Vec<&str> = media.trim_end().split(' ').collect();
                let kept = words.iter().enumerate().filter(|(at, word)| *at < 3 || **word != redundant);
                format!("m={}\r\n", kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" "))
            }
        };
        Some(lines.map(without).collect::<String>())
    };
    split_sections(sdp)
        .map(|section| {
            let changed = if is_named(section) { plain(section) } else { None };
            changed.unwrap_or_else(|| section.to_owned())
        })
        .collect()
}

/// The session part, then each media section.
fn split_sections(sdp: &str) -> impl Iterator<Item = &str> {
    let starts = sdp.match_indices("\nm=").map(|(at, _)| at + 1);
    let ends = starts.clone().chain([sdp.len()]);
    [0].into_iter().chain(starts).zip(ends).map(|(start, end)| &sdp[start..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n\
        m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=sendonly\r\na=msid:stream mic\r\na=ssrc:7 cname:c\r\n\
        a=ssrc:7 msid:stream mic\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:2\r\na=inactive\r\na=msid:- cam\r\n";

    #[test]
    fn an_offer_says_what_is_to_be_sent_where() {
        let sections = offered_sections(OFFER).unwrap();
        let told: Vec<_> = sections.iter().map(|s| (&*s.mid, s.kind, s.sends, s.track.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("0", None, false, None),
                ("1", Some(OfferedKind::Audio), true, Some("mic")),
                ("2", Some(OfferedKind::Video), false, Some("cam")),
            ]
        );
    }

    #[test]
    fn absurd_offers_are_refused() {
        assert_eq!(offered_sections(&"a".repeat(LONGEST + 1)), Err(AbsurdSdp::TooLong(LONGEST + 1)));
        assert_eq!(offered_sections(&"m=audio 9 x 1\n".repeat(65)), Err(AbsurdSdp::TooManySections(65)));
        assert_eq!(offered_sections("\u{0}\u{fffd}\n=\na=mid:1"), Ok(vec![]));
    }

    #[test]
    fn a_section_used_again_carries_the_new_names_and_nothing_else_changes() {
        let names =
            HashMap::from([("1".to_owned(), TrackNames { stream: "PA|TR".into(), track: "TR".into() })]);
        let expected = OFFER.replace("stream mic", "PA|TR TR");
        assert_eq!(with_names(OFFER, &names), expected);
        assert_eq!(with_names(OFFER, &HashMap::new()), OFFER);
    }

    #[test]
    fn redundancy_is_taken_out_of_the_sections_named_and_of_no_others() {
        let section = |mid: u8, types: &str, extra: &str| {
            format!(
                "m=audio 9 UDP/TLS/RTP/SAVPF {types}\r\na=mid:{mid}\r\n{extra}a=rtpmap:111 opus/48000/2\r\n"
            )
        };
        let red = "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n";
        let answer = format!("v=0\r\n{}{}", section(0, "63 111", red), section(1, "63 111", red));
        let expected = format!("v=0\r\n{}{}", section(0, "63 111", red), section(1, "111", ""));
        assert_eq!(without_redundancy(&answer, &["1".to_owned()]), expected);
        assert_eq!(without_redundancy(&expected, &["1".to_owned()]), expected);
    }
}
