//! What of the meeting is on the screen: which page of tiles, who is large, and therefore which pictures are wanted
//! from the server and in which size. Sound is always wanted, of all.

use rtc::{Event as Signal, Media, MeetingView, ParticipantView, PictureSize, PictureWish, Source, TrackSid};
use wire::ParticipantId;

use super::{
    arrange::{self, Area},
    seats::Seats,
};
use crate::{
    Millis,
    view::{Arrangement, Pages, Sight},
};

/// Before the page was measured.
const UNMEASURED: Area = Area { width: 1024, height: 600 };
/// Sizes are rounded up to a multiple of so many pixels: the server chooses between a few layers only.
const STEP: u32 = 32;
/// The smallest size in which a camera's picture is sent.
const SMALL: PictureSize = PictureSize { width: 320, height: 180 };
/// So many others are needed before one of them is shown large.
const LARGE_FROM: usize = 2;

/// What is on the screen.
#[derive(Debug)]
pub struct Gallery {
    seats: Seats,
    area: Area,
    page: usize,
    wish: Wish,
    page_seen: bool,
    /// Screen pixels for one CSS pixel, in hundredths.
    density: u32,
    sights: Vec<(rtc::RemoteTrackId, Sight)>,
    /// Whether the others' pictures are wanted small, however they are shown.
    small: bool,
    told: Vec<(TrackSid, PictureWish)>,
    /// The screens that are shared, in the order in which that began.
    shares: Vec<TrackSid>,
}

/// What the member chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// Who speaks is large.
    Large,
    /// All tiles have one size.
    Equal,
}

impl Default for Gallery {
    fn default() -> Self {
        Self {
            seats: Seats::default(),
            area: UNMEASURED,
            page: 0,
            wish: Wish::Large,
            page_seen: true,
            density: 100,
            sights: vec![],
            small: false,
            told: vec![],
            shares: vec![],
        }
    }
}

impl Gallery {
    /// The room for the tiles was measured.
    pub fn measured(&mut self, width: u32, height: u32, density: u32) {
        // A page that is being torn down measures nothing.
        if width > 0 && height > 0 {
            self.area = Area { width, height };
            self.density = density;
        }
    }

    /// A picture is seen in another way.
    pub fn seen(&mut self, track: rtc::RemoteTrackId, sight: Sight) {
        self.sights.retain(|(known, _)| *known != track);
        if sight != Sight::Unknown {
            self.sights.push((track, sight));
        }
    }

    /// Whether the whole page is seen.
    pub fn page_seen(&mut self, seen: bool) {
        self.page_seen = seen;
    }

    /// The others' pictures are wanted small, or as they are shown.
    pub fn show_small(&mut self, small: bool) {
        self.small = small;
    }

    /// The member turned to a page, counted from 0.
    pub fn turn_to(&mut self, page: usize) {
        self.page = page;
    }

    /// The member changes between one large tile and equal ones.
    pub fn change_layout(&mut self) {
        self.wish = match self.wish {
            Wish::Large => Wish::Equal,
            Wish::Equal => Wish::Large,
        };
        self.page = 0;
    }

    /// The meeting is left: the next one is told everything anew.
    pub fn forget(&mut self) {
        self.told.clear();
        self.sights.clear();
        self.page = 0;
    }

    /// Whether the server holds back a picture that is looked at, because this device's line does not carry it.
    pub fn misses(&self, meeting: &MeetingView) -> bool {
        let looked_at = |track: &TrackSid| {
            self.told.iter().any(|(known, wish)| known == track && *wish != PictureWish::Unseen)
        };
        let mut tracks = meeting.others.iter().flat_map(|other| &other.tracks);
        tracks.any(|track| track.paused && !track.muted && looked_at(&track.sid))
    }

    /// Takes in who is there and who speaks, and says which pictures are wanted otherwise than before.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn follow(&mut self, now: Millis, meeting: &MeetingView) -> Vec<Signal> {
        let others = &meeting.others;
        self.seats.follow(now, others.iter().map(|other| (other.identity.0.as_str(), other.speaking)));
        self.shares.retain(|known| shares(meeting).any(|(_, sid)| sid == known));
        for (_, sid) in shares(meeting) {
            if !self.shares.contains(sid) {
                self.shares.push(sid.clone());
            }
        }
        let shown = self.shown(meeting);
        self.seats.bring_forward(self.on_a_page(meeting), &shown);
        self.page = self.page.min(self.pages(meeting).count - 1);
        self.wishes(meeting)
    }

    /// The way in which the tiles are laid out.
    pub fn arrangement(&self, meeting: &MeetingView) -> Arrangement {
        let tiles = u32::try_from(self.seats.count() + 1).unwrap_or(u32::MAX);
        // A shared screen is a large tile more.
        let tiles = if self.shared(meeting).is_some() { tiles + 1 } else { tiles };
        arrange::arrange(self.area, tiles, self.large(meeting))
    }

    /// Which page is shown, of how many.
    pub fn pages(&self, meeting: &MeetingView) -> Pages {
        let count = self.strip(meeting).len().div_ceil(self.on_a_page(meeting)).max(1);
        Pages { current: self.page.min(count - 1), count }
    }

    /// Whether the member can choose between one large tile and equal ones. A shared screen is always large.
    pub fn can_change_layout(&self, meeting: &MeetingView) -> bool {
        self.seats.count() >= LARGE_FROM && self.shared(meeting).is_none()
    }

    /// Who is shown large.
    pub fn large_person(&self, meeting: &MeetingView) -> Option<&ParticipantId> {
        self.seats.speaker().filter(|_| self.large(meeting) && self.shared(meeting).is_none())
    }

    /// Those whose tiles are on the screen: the page that is shown, and who is large. In their order.
    pub fn shown(&self, meeting: &MeetingView) -> Vec<ParticipantId> {
        let (page, on_a_page) = (self.pages(meeting).current, self.on_a_page(meeting));
        let strip = self.strip(meeting);
        let large = self.large_person(meeting);
        let page: Vec<_> = strip.into_iter().skip(page * on_a_page).take(on_a_page).collect();
        self.seats.ids().filter(|id| page.contains(id) || Some(*id) == large).cloned().collect()
    }

    /// Who shares a screen: who began last, when several do. The others' are shown again once that one ends.
    pub fn shared<'a>(&self, meeting: &'a MeetingView) -> Option<&'a ParticipantView> {
        let began = |sid: &TrackSid| self.shares.iter().position(|known| known == sid);
        shares(meeting).max_by_key(|(_, sid)| began(sid)).map(|(other, _)| other)
    }

    fn large(&self, meeting: &MeetingView) -> bool {
        self.shared(meeting).is_some() || (self.wish == Wish::Large && self.seats.count() >= LARGE_FROM)
    }

    /// The others that take turns on the pages: all but the large one.
    fn strip(&self, meeting: &MeetingView) -> Vec<&ParticipantId> {
        let large = self.large_person(meeting);
        self.seats.ids().filter(|id| Some(*id) != large).collect()
    }

    /// How many of the others there are on a page. One place is the member's own.
    fn on_a_page(&self, meeting: &MeetingView) -> usize {
        (arrange::on_a_page(self.arrangement(meeting)) - 1).max(1)
    }

    fn wishes(&mut self, meeting: &MeetingView) -> Vec<Signal> {
        let (shown, arrangement) = (self.shown(meeting), self.arrangement(meeting));
        let large = self.large_person(meeting).cloned();
        let mut wishes = vec![];
        for other in &meeting.others {
            let here = |id: &ParticipantId| id.0 == other.identity.0;
            for track in other.tracks.iter().filter(|track| !track.muted) {
                let (seen, large) = match track.source {
                    Source::Camera => (shown.iter().any(here), large.as_ref().is_some_and(here)),
                    Source::Screen => {
                        (self.shared(meeting).is_some_and(|share| share.sid == other.sid), true)
                    }
                    Source::Microphone | Source::ScreenSound | Source::Unknown => continue,
                };
                let sight = match track.media {
                    Media::Here(id) => {
                        self.sights.iter().find(|(known, _)| *known == id).map(|(_, sight)| *sight)
                    }
                    Media::Awaited | Media::Unwanted | Media::Refused => None,
                };
                let wish = match sight.unwrap_or(Sight::Unknown) {
                    _ if !seen || !self.page_seen => PictureWish::Unseen,
                    Sight::OutOfView => PictureWish::Unseen,
                    Sight::Size { width, height } => self.wish_for(Area { width, height }),
                    Sight::Unknown => self.wish_for(arrange::size(self.area, arrangement, large)),
                };
                wishes.push((track.sid.clone(), wish));
            }
        }
        let told = std::mem::replace(&mut self.told, wishes.clone());
        let news = wishes.into_iter().filter(|wish| !told.contains(wish));
        news.map(|(track, wish)| Signal::PictureWanted { track, wish }).collect()
    }

    /// The picture that fills such a tile, in the screen's own pixels. A tile of another shape shows a part of it.
    fn wish_for(&self, tile: Area) -> PictureWish {
        if self.small {
            return PictureWish::Seen(SMALL);
        }
        let (width, height) = (tile.width.max(tile.height * 16 / 9), tile.height.max(tile.width * 9 / 16));
        let pixels = |length: u32| (length * self.density / 100).max(1).next_multiple_of(STEP);
        PictureWish::Seen(PictureSize { width: pixels(width), height: pixels(height) })
    }
}

/// The screens that others share.
fn shares(meeting: &MeetingView) -> impl Iterator<Item = (&ParticipantView, &TrackSid)> {
    meeting.others.iter().filter_map(|other| {
        let track = other.track(Source::Screen).filter(|track| !track.muted)?;
        Some((other, &track.sid))
    })
}

#[cfg(test)]
mod tests {
    use rtc::{ConnectionQuality, Identity, Name, ParticipantSid, RemoteTrackId, TrackView};

    use super::*;
    use crate::view::Side;

    fn track(name: &str, source: Source, media: Media) -> TrackView {
        let sid = TrackSid(format!("TR_{name}_{source:?}"));
        TrackView { sid, source, muted: false, paused: false, media }
    }

    fn person(at: usize) -> ParticipantView {
        let name = format!("p{at}");
        let id = RemoteTrackId(u32::try_from(at).unwrap());
        ParticipantView {
            identity: Identity(name.clone()),
            sid: ParticipantSid(name.clone()),
            name: Name::new(name.clone()),
            metadata: String::new(),
            speaking: false,
            quality: ConnectionQuality::Good,
            tracks: vec![track(&name, Source::Camera, Media::Here(id))],
        }
    }

    fn meeting(people: usize) -> MeetingView {
        MeetingView { others: (0..people).map(person).collect(), ..MeetingView::default() }
    }

    /// On a telephone, where a page has six tiles of one size.
    fn on_a_phone() -> Gallery {
        let mut gallery = Gallery::default();
        gallery.measured(366, 560, 200);
        gallery.change_layout();
        gallery
    }

    fn names(shown: Vec<ParticipantId>) -> String {
        shown.iter().map(|id| id.0.trim_start_matches('p').to_owned()).collect::<Vec<_>>().join(" ")
    }

    /// The pictures that are wanted, by their number, and those that are not.
    fn wanted(signals: &[Signal]) -> (Vec<String>, Vec<String>) {
        let (mut seen, mut unseen) = (vec![], vec![]);
        for signal in signals {
            let Signal::PictureWanted { track, wish } = signal else { panic!("{signal:?}") };
            let name = track.0.split('_').nth(1).unwrap().trim_start_matches('p').to_owned();
            match wish {
                PictureWish::Seen(_) => seen.push(name),
                PictureWish::Unseen => unseen.push(name),
            }
        }
        (seen, unseen)
    }

    #[test]
    fn of_sixty_people_only_those_on_the_page_are_asked_for() {
        let (mut gallery, meeting) = (on_a_phone(), meeting(59));
        let (seen, unseen) = wanted(&gallery.follow(0, &meeting));
        assert_eq!((seen.join(" ").as_str(), unseen.len()), ("0 1 2 3 4", 54));
        assert_eq!(gallery.pages(&meeting), Pages { current: 0, count: 12 });
        gallery.turn_to(1);
        let (seen, unseen) = wanted(&gallery.follow(1, &meeting));
        assert_eq!((seen.join(" ").as_str(), unseen.join(" ").as_str()), ("5 6 7 8 9", "0 1 2 3 4"));
        assert!(gallery.follow(2, &meeting).is_empty(), "what was said is not said again");
    }

    #[test]
    fn a_page_that_nobody_looks_at_wants_no_picture() {
        let (mut gallery, meeting) = (on_a_phone(), meeting(3));
        gallery.follow(0, &meeting);
        gallery.page_seen(false);
        assert_eq!(wanted(&gallery.follow(1, &meeting)).1.len(), 3);
        gallery.page_seen(true);
        assert_eq!(wanted(&gallery.follow(2, &meeting)).0.len(), 3);
    }

    #[test]
    fn a_tile_is_asked_for_in_the_size_it_has_and_not_at_all_out_of_view() {
        let (mut gallery, meeting) = (on_a_phone(), meeting(1));
        let only = |signals: Vec<Signal>| match signals.as_slice() {
            [Signal::PictureWanted { wish, .. }] => *wish,
            other => panic!("{other:?}"),
        };
        // Two tiles, one below the other, on a screen of double density.
        let guess = PictureWish::Seen(PictureSize { width: 992, height: 576 });
        assert_eq!(only(gallery.follow(0, &meeting)), guess);
        gallery.seen(RemoteTrackId(0), Sight::Size { width: 100, height: 100 });
        let size = PictureSize { width: 384, height: 224 };
        assert_eq!(
            only(gallery.follow(1, &meeting)),
            PictureWish::Seen(size),
            "what a square tile cuts out of it"
        );
        gallery.seen(RemoteTrackId(0), Sight::Size { width: 102, height: 101 });
        assert!(gallery.follow(2, &meeting).is_empty(), "a few pixels more are no news");
        gallery.seen(RemoteTrackId(0), Sight::OutOfView);
        assert_eq!(only(gallery.follow(3, &meeting)), PictureWish::Unseen);
    }

    #[test]
    fn who_speaks_on_another_page_comes_forward_once() {
        let (mut gallery, mut meeting) = (on_a_phone(), meeting(9));
        gallery.follow(0, &meeting);
        meeting.others[7].speaking = true;
        gallery.follow(1, &meeting);
        assert_eq!(names(gallery.shown(&meeting)), "0 1 2 3 7");
        meeting.others[7].speaking = false;
        gallery.follow(2, &meeting);
        assert_eq!(names(gallery.shown(&meeting)), "0 1 2 3 7", "and stays when silent");
    }

    #[test]
    fn who_speaks_is_large_and_the_others_keep_their_places() {
        let mut gallery = Gallery::default();
        gallery.measured(1248, 560, 100);
        let mut meeting = meeting(9);
        meeting.others[8].speaking = true;
        gallery.follow(0, &meeting);
        assert_eq!(gallery.arrangement(&meeting), Arrangement::Large { side: Side::Right, strip: 4 });
        assert_eq!(gallery.large_person(&meeting), Some(&ParticipantId("p8".into())));
        assert_eq!(names(gallery.shown(&meeting)), "0 1 2 8");
        assert_eq!(gallery.pages(&meeting).count, 3);
    }

    #[test]
    fn a_shared_screen_is_the_large_one_whatever_the_member_chose() {
        let (mut gallery, mut meeting) = (on_a_phone(), meeting(1));
        meeting.others[0].tracks.push(track("p0", Source::Screen, Media::Awaited));
        let signals = gallery.follow(0, &meeting);
        assert_eq!(signals.len(), 2, "camera and screen");
        assert!(!gallery.can_change_layout(&meeting));
        assert_eq!(gallery.arrangement(&meeting), Arrangement::Large { side: Side::Below, strip: 2 });
        assert_eq!(gallery.large_person(&meeting), None, "the screen is, and nobody's face");
        assert_eq!(names(gallery.shown(&meeting)), "0");
    }

    #[test]
    fn of_several_shared_screens_the_newest_is_shown_and_when_it_ends_the_one_before() {
        let (mut gallery, mut meeting) = (on_a_phone(), meeting(3));
        let shares = |gallery: &Gallery, meeting: &MeetingView| {
            gallery.shared(meeting).map(|other| other.identity.0.clone())
        };
        meeting.others[1].tracks.push(track("p1", Source::Screen, Media::Awaited));
        gallery.follow(0, &meeting);
        for later in [2, 0] {
            meeting.others[later].tracks.push(track(&format!("p{later}"), Source::Screen, Media::Awaited));
            gallery.follow(1, &meeting);
            assert_eq!(shares(&gallery, &meeting), Some(format!("p{later}")));
        }
        let screens = gallery
            .told
            .iter()
            .filter(|(sid, wish)| sid.0.contains("Screen") && *wish != PictureWish::Unseen);
        assert_eq!(screens.count(), 1, "nobody sees the others");
        meeting.others[0].tracks.pop();
        gallery.follow(2, &meeting);
        assert_eq!(shares(&gallery, &meeting), Some("p2".into()));
    }

    #[test]
    fn a_page_that_is_gone_is_left() {
        let mut gallery = on_a_phone();
        gallery.follow(0, &meeting(20));
        gallery.turn_to(3);
        gallery.follow(1, &meeting(20));
        assert_eq!(gallery.pages(&meeting(20)).current, 3);
        gallery.follow(2, &meeting(4));
        assert_eq!(gallery.pages(&meeting(4)), Pages { current: 0, count: 1 });
    }
}
