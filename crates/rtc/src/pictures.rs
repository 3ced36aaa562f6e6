//! How the others' pictures are looked at, and what the server was told of it (LiveKit's adaptive stream): a picture
//! that is shown small is sent small, one that is not looked at is not sent.

use livekit_protocol::{UpdateTrackSettings, signal_request::Message};

use crate::{Attempt, Millis, PictureWish, Timer, TrackSid, turn::Turn};

/// The least time between two words about it: windows are dragged and lists are scrolled.
const PAUSE: Millis = Millis(200);

/// All wishes.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    wishes: Vec<Wish>,
    pause: Pause,
}

#[derive(Debug)]
struct Wish {
    sid: TrackSid,
    wish: PictureWish,
    told: Option<PictureWish>,
}

#[derive(Debug, Default)]
enum Pause {
    #[default]
    Over,
    Until(Attempt),
}

impl Pictures {
    /// A picture is looked at in another way.
    pub(crate) fn want(&mut self, sid: TrackSid, wish: PictureWish, turn: &mut Turn) {
        match self.wishes.iter_mut().find(|known| known.sid == sid) {
            Some(known) => known.wish = wish,
            None => self.wishes.push(Wish { sid, wish, told: None }),
        }
        match self.pause {
            // What is wanted in the same breath goes into the same word: the timer of no time collects it.
            Pause::Over => self.pause = Pause::Until(turn.timer(Timer::Pictures, Millis(0))),
            Pause::Until(_) => {}
        }
    }

    /// The pause is over.
    pub(crate) fn due(&mut self, attempt: Attempt, turn: &mut Turn) {
        match self.pause {
            Pause::Until(current) if current == attempt => {}
            Pause::Until(_) | Pause::Over => return,
        }
        self.pause =
            if self.tell(turn) { Pause::Until(turn.timer(Timer::Pictures, PAUSE)) } else { Pause::Over };
    }

    /// A server that may know nothing of it is told everything.
    pub(crate) fn tell_again(&mut self, turn: &mut Turn) {
        for wish in &mut self.wishes {
            wish.told = None;
        }
        self.tell(turn);
    }

    /// Forgets the pictures that are gone.
    pub(crate) fn retain(&mut self, is_there: impl Fn(&TrackSid) -> bool) {
        self.wishes.retain(|wish| is_there(&wish.sid));
    }

    /// Those that nobody looks at.
    pub(crate) fn unseen(&self) -> Vec<String> {
        let unseen = self.wishes.iter().filter(|wish| wish.wish == PictureWish::Unseen);
        unseen.map(|wish| wish.sid.0.clone()).collect()
    }

    /// Tells what changed, one message for all that are looked at alike. Without a socket nothing is said.
    fn tell(&mut self, turn: &mut Turn) -> bool {
        if turn.socket.is_none() {
            return false;
        }
        let mut any = false;
        while let Some(wish) = self.wishes.iter().find(|one| one.told != Some(one.wish)).map(|one| one.wish) {
            let mut settings = UpdateTrackSettings::default();
            match wish {
                PictureWish::Unseen => settings.disabled = true,
                PictureWish::Seen(size) => (settings.width, settings.height) = (size.width, size.height),
            }
            for one in self.wishes.iter_mut().filter(|one| one.wish == wish && one.told != Some(wish)) {
                one.told = Some(wish);
                settings.track_sids.push(one.sid.0.clone());
            }
            turn.send(Message::TrackSetting(settings));
            any = true;
        }
        any
    }
}
