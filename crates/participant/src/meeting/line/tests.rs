//! Lines, told as readings every two seconds.

use diagnosis::{
    Fact, KilobitsPerSecond, Permille,
    fact::{Capacity, Direction, Encoder, MediaPath, QualityLimit, Reach},
};

use super::*;

/// Between two readings, in milliseconds.
const EVERY: Millis = 2_000;

/// A member in a meeting: counters that grow from reading to reading.
struct Talk {
    line: Option<Box<Line>>,
    now: Millis,
    reading: Reading,
    held_back: bool,
}

/// What happens within one reading.
#[derive(Clone, Copy)]
struct Weather {
    /// Of a hundred packets, on the way up and down.
    lost: (f64, f64),
    round_trip: f64,
    jitter: f64,
    outgoing: f64,
    limit: QualityLimit,
    /// To encode one picture, in milliseconds.
    encoding: f64,
    tcp: bool,
}

const FINE: Weather = Weather {
    lost: (0.0, 0.0),
    round_trip: 0.03,
    jitter: 0.004,
    outgoing: 3_000_000.0,
    limit: QualityLimit::None,
    encoding: 8.0,
    tcp: false,
};

const SOUND: u32 = 1;
const PICTURE: u32 = 2;
const THEIR_SOUND: u32 = 11;
const THEIR_PICTURE: u32 = 12;

impl Talk {
    /// With camera and microphone, and one other who does the same.
    fn begins() -> Self {
        let mut talk = Self {
            line: None,
            now: 1_000,
            held_back: false,
            reading: Reading {
                paths: vec![Path::default(), Path::default()],
                sent: vec![
                    Sent { ssrc: SOUND, report: Some(Report::default()), ..Sent::default() },
                    Sent {
                        ssrc: PICTURE,
                        kind: Kind::Picture,
                        resent: Some(0.0),
                        encoding: Some(0.0),
                        ..Sent::default()
                    },
                ],
                received: vec![
                    Received { ssrc: THEIR_SOUND, ..Received::default() },
                    Received { ssrc: THEIR_PICTURE, kind: Kind::Picture, ..Received::default() },
                ],
                given: vec![Given { track: "camera".into(), frames: 0.0 }],
            },
        };
        for _ in 0..6 {
            talk.goes_on(FINE);
        }
        talk
    }

    /// One reading more.
    fn goes_on(&mut self, weather: Weather) -> Vec<Fact> {
        self.now += EVERY;
        for path in &mut self.reading.paths {
            *path = Path {
                tcp: weather.tcp,
                udp_offered: true,
                round_trip: Some(weather.round_trip),
                outgoing: Some(weather.outgoing),
            };
        }
        for stream in &mut self.reading.sent {
            let lost = weather.lost.0;
            stream.packets += 100.0;
            match stream.kind {
                Kind::Sound => {
                    let before = stream.report.unwrap_or_default();
                    stream.report = Some(Report {
                        at: before.at + EVERY as f64,
                        lost: before.lost + lost,
                        jitter: Some(weather.jitter),
                        round_trip: Some(weather.round_trip),
                    });
                }
                Kind::Picture => {
                    stream.resent = stream.resent.map(|resent| resent + lost);
                    stream.frames += 50.0;
                    stream.encoding = stream.encoding.map(|so_far| so_far + 0.05 * weather.encoding);
                    stream.limit = Some(weather.limit);
                }
            }
        }
        for stream in &mut self.reading.received {
            stream.packets += 100.0 - weather.lost.1;
            stream.lost += weather.lost.1;
            stream.bytes += 30_000.0;
            stream.jitter = Some(weather.jitter);
        }
        for given in &mut self.reading.given {
            given.frames += 50.0;
        }
        self.is_read()
    }

    fn is_read(&mut self) -> Vec<Fact> {
        read(&mut self.line, self.now, self.reading.clone(), self.held_back)
    }

    /// What is told after so many readings of that weather.
    fn after(&mut self, readings: usize, weather: Weather) -> Vec<Fact> {
        let mut told = vec![];
        for _ in 0..readings {
            told = self.goes_on(weather);
        }
        told
    }
}

fn loss(facts: &[Fact]) -> Option<u16> {
    facts.iter().find_map(|fact| match fact {
        Fact::Loss(diagnosis::fact::Loss(Permille(share))) => Some(*share),
        _ => None,
    })
}

fn round_trip(facts: &[Fact]) -> Option<u64> {
    facts.iter().find_map(|fact| match fact {
        Fact::RoundTrip(time) => Some(time.0.0),
        _ => None,
    })
}

fn jitter(facts: &[Fact]) -> Option<u64> {
    facts.iter().find_map(|fact| match fact {
        Fact::Jitter(time) => Some(time.0.0),
        _ => None,
    })
}

fn capacity(facts: &[Fact], wanted: Direction) -> Option<u32> {
    facts.iter().find_map(|fact| match fact {
        Fact::Capacity(direction, Capacity(KilobitsPerSecond(carries))) if *direction == wanted => {
            Some(*carries)
        }
        _ => None,
    })
}

fn encoder(facts: &[Fact]) -> Option<Encoder> {
    facts.iter().find_map(|fact| match fact {
        Fact::Encoder(encoder) => Some(*encoder),
        _ => None,
    })
}

#[test]
fn a_good_line_is_told_with_its_numbers_and_without_a_capacity() {
    let told = Talk::begins().goes_on(FINE);
    assert_eq!((loss(&told), round_trip(&told), jitter(&told)), (Some(0), Some(30), Some(4)));
    assert_eq!((capacity(&told, Direction::Up), capacity(&told, Direction::Down)), (None, None));
    let (per_frame, interval) = (diagnosis::Millis(8), diagnosis::Millis(40));
    assert_eq!(encoder(&told), Some(Encoder { limit: QualityLimit::None, per_frame, interval }));
    assert!(told.contains(&Fact::Media(MediaPath::Udp, Reach::Works)));
}

#[test]
fn the_first_readings_say_nothing() {
    let mut line = None;
    assert_eq!(read(&mut line, 1, Reading::default(), false), []);
    let mut talk = Talk::begins();
    talk.line = None;
    let bad = Weather { lost: (50.0, 50.0), round_trip: 0.9, jitter: 0.2, ..FINE };
    for _ in 0..2 {
        let told = talk.goes_on(bad);
        assert_eq!((loss(&told), round_trip(&told), jitter(&told)), (None, None, None));
    }
    assert_eq!(round_trip(&talk.goes_on(bad)), Some(900));
    assert_eq!(loss(&talk.goes_on(bad)), Some(500), "what was lost shows from one reading to the next");
}

#[test]
fn one_bad_second_is_none_wherever_it_falls() {
    let bad = Weather { lost: (50.0, 50.0), round_trip: 0.9, jitter: 0.2, ..FINE };
    for readings in 1..=2 {
        let mut talk = Talk::begins();
        talk.after(readings, bad);
        for _ in 0..6 {
            let told = talk.goes_on(FINE);
            assert_eq!((loss(&told), round_trip(&told), jitter(&told)), (Some(0), Some(30), Some(4)));
        }
    }
}

#[test]
fn what_lasts_is_told_after_three_readings_and_is_over_after_three() {
    let bad = Weather { lost: (10.0, 0.0), round_trip: 0.5, jitter: 0.08, ..FINE };
    let mut talk = Talk::begins();
    assert_eq!(loss(&talk.after(2, bad)), Some(0));
    let told = talk.goes_on(bad);
    assert_eq!((loss(&told), round_trip(&told), jitter(&told)), (Some(100), Some(500), Some(80)));
    let told = talk.after(3, FINE);
    assert_eq!((loss(&told), round_trip(&told), jitter(&told)), (Some(0), Some(30), Some(4)));
}

#[test]
fn the_worse_direction_counts() {
    for lost in [(12.0, 0.0), (0.0, 12.0), (5.0, 12.0)] {
        assert_eq!(loss(&Talk::begins().after(4, Weather { lost, ..FINE })), Some(120), "{lost:?}");
    }
}

#[test]
fn what_another_loses_on_their_own_line_is_not_ours() {
    let mut talk = Talk::begins();
    for _ in 0..6 {
        talk.reading.received[0].lost += 20.0;
        assert_eq!(loss(&talk.goes_on(FINE)), Some(0), "their picture came whole");
    }
    // With their sound alone nobody knows on which line it was lost.
    let mut talk = Talk::begins();
    talk.reading.received.truncate(1);
    talk.reading.sent.clear();
    let told = talk.after(6, Weather { lost: (0.0, 20.0), jitter: 0.2, ..FINE });
    assert_eq!((loss(&told), jitter(&told)), (None, None));
    // What two have in common is ours.
    talk.reading.received.push(Received { ssrc: 21, ..Received::default() });
    let told = talk.after(6, Weather { lost: (0.0, 20.0), jitter: 0.2, ..FINE });
    assert_eq!((loss(&told), jitter(&told)), (Some(200), Some(200)));
}

#[test]
fn too_few_packets_say_nothing() {
    let mut talk = Talk::begins();
    talk.reading.sent.truncate(1);
    talk.reading.received.clear();
    for _ in 0..6 {
        talk.now += EVERY;
        let stream = &mut talk.reading.sent[0];
        stream.packets += 5.0;
        let report = stream.report.as_mut().unwrap();
        report.at += EVERY as f64;
        report.lost += 4.0;
        report.jitter = Some(0.3);
        let told = talk.is_read();
        assert_eq!((loss(&told), jitter(&told)), (None, None));
    }
}

#[test]
fn sound_is_judged_by_reports_however_seldom_they_come() {
    let mut talk = Talk::begins();
    talk.reading.sent.truncate(1);
    talk.reading.received.clear();
    let mut told = vec![];
    for at in 0..9 {
        talk.now += EVERY;
        let stream = &mut talk.reading.sent[0];
        stream.packets += 100.0;
        let report = stream.report.as_mut().unwrap();
        if at % 2 == 1 {
            report.at += 2.0 * EVERY as f64;
            report.lost += 20.0;
        }
        told.extend(loss(&talk.is_read()));
    }
    assert_eq!(told.last(), Some(&100), "a tenth, and not a fifth in every other reading: {told:?}");
}

#[test]
fn counters_that_begin_anew_and_streams_that_come_and_go_are_no_loss() {
    let mut talk = Talk::begins();
    for round in 0..6 {
        for stream in &mut talk.reading.sent {
            (stream.packets, stream.resent, stream.frames) = (0.0, stream.resent.map(|_| 0.0), 0.0);
        }
        talk.reading.received[1] = Received {
            ssrc: 100 + round,
            kind: Kind::Picture,
            lost: 40.0,
            packets: 500.0,
            ..Received::default()
        };
        let told = talk.goes_on(FINE);
        assert_eq!(loss(&told).unwrap_or_default(), 0);
        assert_eq!(encoder(&told), None);
    }
}

#[test]
fn after_a_time_in_which_nobody_looked_everything_begins_anew() {
    let bad = Weather { round_trip: 0.5, ..FINE };
    let mut talk = Talk::begins();
    assert_eq!(round_trip(&talk.after(5, bad)), Some(500));
    talk.now += GAP_MS;
    assert_eq!(round_trip(&talk.after(2, bad)), None);
    assert_eq!(round_trip(&talk.goes_on(bad)), Some(500));
}

#[test]
fn an_estimate_that_limits_nothing_is_no_capacity() {
    // Sound alone, or a small picture: the browser has no reason to find out what more the line carries.
    let low = Weather { outgoing: 90_000.0, ..FINE };
    assert_eq!(capacity(&Talk::begins().after(9, low), Direction::Up), None);
}

#[test]
fn an_estimate_that_still_climbs_is_no_capacity() {
    let mut talk = Talk::begins();
    talk.line = None;
    let first = Weather { outgoing: 300_000.0, limit: QualityLimit::Bandwidth, ..FINE };
    for _ in 0..4 {
        assert_eq!(capacity(&talk.goes_on(first), Direction::Up), None);
    }
    for _ in 0..9 {
        assert_eq!(capacity(&talk.goes_on(FINE), Direction::Up), None);
    }
}

#[test]
fn a_thin_line_up_is_told_with_what_it_carries_and_taken_back_when_it_is_wide() {
    let thin = Weather { outgoing: 250_000.0, limit: QualityLimit::Bandwidth, ..FINE };
    let mut talk = Talk::begins();
    assert_eq!(capacity(&talk.after(2, thin), Direction::Up), None);
    assert_eq!(capacity(&talk.goes_on(thin), Direction::Up), Some(250));
    let dip = Weather { outgoing: 40_000.0, ..thin };
    assert_eq!(capacity(&talk.goes_on(dip), Direction::Up), Some(250), "an estimate dips for a moment");
    assert_eq!(capacity(&talk.after(3, FINE), Direction::Up), Some(3_000));
    assert_eq!(capacity(&talk.goes_on(FINE), Direction::Up), None);
}

#[test]
fn a_browser_that_estimates_nothing_tells_no_capacity() {
    let mut talk = Talk::begins();
    for _ in 0..6 {
        talk.goes_on(Weather { limit: QualityLimit::Bandwidth, ..FINE });
        for path in &mut talk.reading.paths {
            path.outgoing = None;
        }
        talk.now += EVERY;
        assert_eq!(capacity(&talk.is_read(), Direction::Up), None);
    }
}

#[test]
fn a_thin_line_down_is_told_while_the_server_holds_pictures_back() {
    let mut talk = Talk::begins();
    talk.held_back = true;
    talk.reading.received.truncate(1);
    assert_eq!(capacity(&talk.after(2, FINE), Direction::Down), None);
    // 30 000 bytes in two seconds.
    assert_eq!(capacity(&talk.goes_on(FINE), Direction::Down), Some(120));
    talk.held_back = false;
    talk.reading.received.push(Received { ssrc: THEIR_PICTURE, kind: Kind::Picture, ..Received::default() });
    assert_eq!(capacity(&talk.after(2, FINE), Direction::Down), None);
    assert_eq!(capacity(&talk.goes_on(FINE), Direction::Down), Some(240));
}

#[test]
fn pictures_held_back_while_the_connection_is_young_or_dead_say_nothing_of_the_line() {
    let mut talk = Talk::begins();
    (talk.line, talk.held_back) = (None, true);
    for _ in 0..4 {
        assert_eq!(capacity(&talk.goes_on(FINE), Direction::Down), None);
    }
    let mut talk = Talk::begins();
    talk.held_back = true;
    for _ in 0..6 {
        talk.now += EVERY;
        assert_eq!(capacity(&talk.is_read(), Direction::Down), None);
    }
}

#[test]
fn tcp_is_used_because_udp_fails_only_if_it_lasts_and_udp_was_offered() {
    let wall = Weather { tcp: true, ..FINE };
    let fails = Fact::Media(MediaPath::Udp, Reach::Fails);
    let mut talk = Talk::begins();
    for _ in 0..2 {
        let told = talk.goes_on(wall);
        assert!(!told.contains(&fails) && told.contains(&Fact::Media(MediaPath::Tcp, Reach::Works)));
    }
    assert!(talk.goes_on(wall).contains(&fails));
    let told = talk.goes_on(FINE);
    assert!(told.contains(&Fact::Media(MediaPath::Udp, Reach::Works)) && !told.contains(&fails));
    let mut line = None;
    let paths = vec![Path { tcp: true, udp_offered: false, ..Path::default() }];
    for at in 0..6 {
        let told = read(&mut line, at * EVERY, Reading { paths: paths.clone(), ..Reading::default() }, false);
        assert!(!told.contains(&fails), "nobody tried");
    }
}

#[test]
fn a_processor_that_is_too_slow_is_told_when_it_lasts() {
    let slow = Weather { limit: QualityLimit::Cpu, ..FINE };
    let mut talk = Talk::begins();
    assert_eq!(encoder(&talk.after(2, slow)).unwrap().limit, QualityLimit::None);
    assert_eq!(encoder(&talk.goes_on(slow)).unwrap().limit, QualityLimit::Cpu);
    assert_eq!(encoder(&talk.goes_on(FINE)).unwrap().limit, QualityLimit::None);
}

#[test]
fn pictures_that_take_longer_than_the_camera_gives_them_are_told() {
    let slow = Weather { encoding: 55.0, ..FINE };
    let mut talk = Talk::begins();
    assert_eq!(encoder(&talk.after(2, slow)).unwrap().per_frame.0, 8);
    // Half of what the camera gives is not encoded any more.
    talk.reading.given[0].frames += 50.0;
    let told = encoder(&talk.goes_on(slow)).unwrap();
    assert_eq!(
        (told.per_frame.0, told.interval.0),
        (55, 34),
        "a camera of 50 pictures a second is sent at 30"
    );
}

#[test]
fn a_camera_that_is_off_says_nothing_of_the_encoder() {
    let mut talk = Talk::begins();
    talk.reading.sent.truncate(1);
    talk.reading.given.clear();
    assert_eq!(encoder(&talk.after(3, FINE)), None);
}
