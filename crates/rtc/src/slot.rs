//! One local source: whether there is a track, whether the member wants it heard or seen, and how far the server is.

use livekit_protocol::{
    MuteTrackRequest, ParticipantPermission, SubscribedQualityUpdate, TrackInfo, TrackPublishedResponse,
    TrackSource, signal_request::Message,
};

use crate::{
    Attempt, Effect, LocalSource, LocalTrackId, LocalTrackView, Millis, PeersId, PictureSize, Publishing,
    Timer, VideoCodec, encoding, layers::Wanted, turn::Turn,
};

/// How long the server may take to say that it takes a track. A message it cannot read or does not allow may go by
/// without a word.
const PUBLISH_LIMIT: Millis = Millis(8_000);
/// So many times it is asked.
const PUBLISH_TRIES: u32 = 2;

/// The way of a publication to the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) peers: PeersId,
    /// The server told beforehand which codecs it takes, so the track is offered together with the question.
    pub(crate) at_once: bool,
    /// For pictures.
    pub(crate) codec: VideoCodec,
}

/// One local source.
#[derive(Debug)]
pub(crate) struct Slot {
    source: LocalSource,
    track: Option<LocalTrack>,
    muted: bool,
    publication: Publication,
    wanted: Wanted,
    /// So many of the largest sizes are not sent.
    spared: u8,
}

#[derive(Clone, Debug)]
struct LocalTrack {
    id: LocalTrackId,
    cid: String,
    picture: Option<PictureSize>,
}

#[derive(Debug)]
enum Publication {
    Off,
    /// The server was asked.
    Asked {
        request: Request,
        /// Whether the track is on the connection already.
        offered: bool,
        timer: Attempt,
        tries: u32,
    },
    /// The server has it, and was told last whether it is muted.
    On {
        info: Box<TrackInfo>,
        request: Request,
        told_muted: bool,
    },
    Refused,
}

/// What the server was asked to take. Another track may come in its place later.
#[derive(Clone, Debug)]
struct Request {
    cid: String,
    picture: Option<PictureSize>,
    codec: VideoCodec,
}

impl Slot {
    pub(crate) fn new(source: LocalSource, muted: bool) -> Self {
        Self {
            source,
            track: None,
            muted,
            publication: Publication::Off,
            wanted: Wanted::default(),
            spared: 0,
        }
    }

    /// Takes note of a track while there is no meeting.
    pub(crate) fn keep(&mut self, id: LocalTrackId, cid: String, picture: Option<PictureSize>) {
        self.track = Some(LocalTrack { id, cid, picture });
    }

    /// Takes note that there is no track any more.
    pub(crate) fn let_go(&mut self) {
        self.track = None;
    }

    /// Takes note of a wish while there is no meeting.
    pub(crate) fn wish(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// A meeting is asked for: what was checked before gets its place in it. A microphone goes on listening, unheard;
    /// a camera that is not wanted is switched off.
    pub(crate) fn enter(&mut self, turn: &mut Turn) {
        self.unpublished();
        match self.source {
            LocalSource::Microphone => self.enable(turn),
            LocalSource::Camera | LocalSource::Screen if self.muted => self.stop(turn),
            LocalSource::Camera | LocalSource::Screen => {}
        }
    }

    /// The server has nothing of ours: no stay, or none any more.
    pub(crate) fn unpublished(&mut self) {
        self.publication = Publication::Off;
        self.wanted = Wanted::default();
    }

    /// A track is there, the first or another one.
    pub(crate) fn opened(&mut self, turn: &mut Turn, way: Option<Way>) {
        match self.source {
            LocalSource::Microphone => self.enable(turn),
            // Wanted when it was asked for, and not any more.
            LocalSource::Camera | LocalSource::Screen if self.muted => return self.stop(turn),
            LocalSource::Camera | LocalSource::Screen => {}
        }
        let Some(way) = way else { return };
        match (&self.publication, &self.track) {
            (Publication::On { .. } | Publication::Asked { offered: true, .. }, Some(track)) => {
                let track = Some(track.id);
                turn.push(Effect::ReplaceTrack { peers: way.peers, source: self.source, track });
                self.fit(turn, way.peers);
                self.tell(turn);
            }
            (Publication::Off | Publication::Asked { .. }, _) => self.publish(turn, way),
            (Publication::On { .. } | Publication::Refused, _) => {}
        }
    }

    /// The track is gone. The wish stays: with another track it goes on. A screen that is not shared any more is not
    /// a dark one: it is taken back.
    pub(crate) fn closed(&mut self, turn: &mut Turn, peers: Option<PeersId>) {
        self.track = None;
        match (&self.publication, peers, self.source) {
            (Publication::On { .. } | Publication::Asked { .. }, peers, LocalSource::Screen) => {
                self.take_back(turn, peers);
                self.unpublished();
            }
            (Publication::On { .. } | Publication::Asked { offered: true, .. }, Some(peers), _) => {
                turn.push(Effect::ReplaceTrack { peers, source: self.source, track: None });
                self.tell(turn);
            }
            (Publication::Asked { .. }, _, _) => self.publication = Publication::Off,
            (Publication::On { .. }, None, _) | (Publication::Off | Publication::Refused, _, _) => {}
        }
    }

    /// The member wants it silent or dark, or not any more.
    pub(crate) fn mute_wanted(&mut self, muted: bool, turn: &mut Turn, peers: Option<PeersId>) {
        self.muted = muted;
        match (self.source, &self.track, muted) {
            (LocalSource::Microphone, Some(_), _) => self.enable(turn),
            (LocalSource::Camera | LocalSource::Screen, Some(track), true) => {
                let track = track.id;
                self.closed(turn, peers);
                return turn.push(Effect::StopTrack { source: self.source, track });
            }
            (_, None, false) => return turn.push(Effect::OpenTrack { source: self.source }),
            (LocalSource::Microphone | LocalSource::Camera | LocalSource::Screen, None, true)
            | (LocalSource::Camera | LocalSource::Screen, Some(_), false) => {}
        }
        self.tell(turn);
    }

    /// Somebody who runs the meeting wants it silent or dark.
    pub(crate) fn told_to_mute(&mut self, turn: &mut Turn, peers: PeersId) {
        if !self.muted {
            turn.push(Effect::ReportMuted { source: self.source });
        }
        self.mute_wanted(true, turn, Some(peers));
    }

    /// Asks the server for the track, if there is one and it was not asked for.
    fn publish(&mut self, turn: &mut Turn, way: Way) {
        let Some(track) = &self.track else { return };
        let request = Request { cid: track.cid.clone(), picture: track.picture, codec: way.codec };
        self.ask(request, 0, turn);
        if way.at_once {
            self.offer(turn, way.peers);
        }
    }

    fn ask(&mut self, request: Request, tries: u32, turn: &mut Turn) {
        let (picture, codec) = (request.picture, request.codec);
        let question = encoding::add_track(self.source, &request.cid, picture, codec, self.silent());
        turn.send(Message::AddTrack(question));
        let offered = matches!(self.publication, Publication::Asked { offered: true, .. });
        let timer = turn.timer(self.timer(), PUBLISH_LIMIT);
        self.publication = Publication::Asked { request, offered, timer, tries: tries + 1 };
    }

    /// Puts the track on the connection.
    fn offer(&mut self, turn: &mut Turn, peers: PeersId) {
        let (Publication::Asked { request, offered, .. }, Some(track)) = (&mut self.publication, &self.track)
        else {
            return;
        };
        *offered = true;
        turn.push(Effect::PublishTrack {
            peers,
            source: self.source,
            track: track.id,
            encodings: encoding::encodings(self.source, request.picture),
            codec: match self.source {
                LocalSource::Microphone => None,
                LocalSource::Camera | LocalSource::Screen => Some(request.codec),
            },
        });
        turn.offer = true;
    }

    /// What the server lets this participant publish.
    pub(crate) fn permitted(
        &mut self,
        permission: Option<&ParticipantPermission>,
        turn: &mut Turn,
        way: Way,
    ) {
        let source = TrackSource::from(self.source) as i32;
        let permitted = permission.is_none_or(|permission| {
            let sources = &permission.can_publish_sources;
            permission.can_publish && (sources.is_empty() || sources.contains(&source))
        });
        match (&self.publication, permitted) {
            (Publication::Off, false) => self.publication = Publication::Refused,
            (Publication::Refused, true) => {
                self.publication = Publication::Off;
                self.publish(turn, way);
            }
            (Publication::Off, true) => self.publish(turn, way),
            // Taking back what is published is the server's to say, track by track.
            (Publication::Asked { .. } | Publication::On { .. }, _) | (Publication::Refused, false) => {}
        }
    }

    /// The server has a track. One that is none of this source, or not the one asked for last, is ignored.
    pub(crate) fn published(&mut self, cid: &str, info: &TrackInfo, turn: &mut Turn, peers: PeersId) {
        match &self.publication {
            Publication::Asked { request, .. } if request.cid == cid => {}
            Publication::Asked { .. } | Publication::Off | Publication::On { .. } | Publication::Refused => {
                return;
            }
        }
        if matches!(&self.publication, Publication::Asked { offered: false, .. }) {
            self.offer(turn, peers);
        }
        let Publication::Asked { request, .. } = &self.publication else { return };
        let request = request.clone();
        self.publication = Publication::On { info: Box::new(info.clone()), request, told_muted: info.muted };
        if self.spared > 0 {
            self.fit(turn, peers);
        }
        self.tell(turn);
    }

    /// The server has said nothing for too long: it is asked once more. After that it does not want the track; the
    /// next stay asks anew.
    pub(crate) fn overdue(&mut self, attempt: Attempt, turn: &mut Turn, peers: PeersId) {
        match &self.publication {
            Publication::Asked { timer, request, tries, .. } if *timer == attempt => {
                if *tries < PUBLISH_TRIES {
                    let (request, tries) = (request.clone(), *tries);
                    return self.ask(request, tries, turn);
                }
                self.refused(turn, peers);
            }
            Publication::Asked { .. } | Publication::Off | Publication::On { .. } | Publication::Refused => {}
        }
    }

    /// The server refused or took back.
    pub(crate) fn refused(&mut self, turn: &mut Turn, peers: PeersId) {
        self.take_back(turn, Some(peers));
        self.publication = Publication::Refused;
    }

    fn take_back(&mut self, turn: &mut Turn, peers: Option<PeersId>) {
        match (&self.publication, peers) {
            (Publication::On { .. } | Publication::Asked { offered: true, .. }, Some(peers)) => {
                turn.push(Effect::UnpublishTrack { peers, source: self.source });
                turn.offer = true;
            }
            (
                Publication::On { .. } | Publication::Asked { .. } | Publication::Off | Publication::Refused,
                _,
            ) => {}
        }
    }

    /// Somebody wants other layers than before.
    pub(crate) fn layers_wanted(
        &mut self,
        update: &SubscribedQualityUpdate,
        turn: &mut Turn,
        peers: PeersId,
    ) {
        let Publication::On { request, .. } = &self.publication else { return };
        let wanted = self.wanted.read(update, request.codec);
        if wanted != self.wanted {
            self.wanted = wanted;
            self.fit(turn, peers);
        }
    }

    /// So many of the largest sizes are not to be sent.
    pub(crate) fn spare(&mut self, spared: u8, turn: &mut Turn, peers: Option<PeersId>) {
        let before = std::mem::replace(&mut self.spared, spared);
        if let Some(peers) = peers.filter(|_| before != spared) {
            self.fit(turn, peers);
        }
    }

    /// Fits what is sent to the picture there is, to what is wanted and to what is to be spared.
    fn fit(&self, turn: &mut Turn, peers: PeersId) {
        let (
            LocalSource::Camera | LocalSource::Screen,
            Publication::On { request, .. } | Publication::Asked { request, .. },
            Some(track),
        ) = (self.source, &self.publication, &self.track)
        else {
            return;
        };
        let encodings =
            encoding::adapted(self.source, track.picture, request.picture, self.wanted, self.spared);
        turn.push(Effect::SetEncodings { peers, source: self.source, encodings });
    }

    /// Whether the server has it under this name.
    pub(crate) fn is(&self, sid: &str) -> bool {
        matches!(&self.publication, Publication::On { info, .. } if info.sid == sid)
    }

    /// Whether the server was asked for the track of this `cid`.
    pub(crate) fn asked_for(&self, cid: &str) -> bool {
        matches!(&self.publication, Publication::Asked { request, .. } if request.cid == cid)
    }

    /// The connection is picked up on another socket: what was said on the old one may not have arrived.
    pub(crate) fn resumed(&mut self, turn: &mut Turn, way: Way) {
        match &self.publication {
            Publication::Off => self.publish(turn, way),
            Publication::Asked { request, .. } => {
                let request = request.clone();
                self.ask(request, 0, turn);
            }
            Publication::On { info, .. } => {
                let (sid, muted) = (info.sid.clone(), self.silent());
                self.set_told(muted);
                turn.send(Message::Mute(MuteTrackRequest { sid, muted }));
            }
            Publication::Refused => {}
        }
    }

    fn timer(&self) -> Timer {
        match self.source {
            LocalSource::Microphone => Timer::Microphone,
            LocalSource::Camera => Timer::Camera,
            LocalSource::Screen => Timer::Screen,
        }
    }

    fn silent(&self) -> bool {
        self.muted || self.track.is_none()
    }

    fn enable(&self, turn: &mut Turn) {
        if let Some(track) = &self.track {
            turn.push(Effect::SetTrackEnabled { track: track.id, enabled: !self.muted });
        }
    }

    fn stop(&mut self, turn: &mut Turn) {
        if let Some(track) = self.track.take() {
            turn.push(Effect::StopTrack { source: self.source, track: track.id });
        }
    }

    /// Tells the server what it does not know yet. Without a socket it is told on the next one, by `resumed`.
    fn tell(&mut self, turn: &mut Turn) {
        let silent = self.silent();
        match &self.publication {
            Publication::On { info, told_muted, .. } if *told_muted != silent => {
                turn.send(Message::Mute(MuteTrackRequest { sid: info.sid.clone(), muted: silent }));
                self.set_told(silent);
            }
            Publication::On { .. } | Publication::Off | Publication::Asked { .. } | Publication::Refused => {}
        }
    }

    fn set_told(&mut self, muted: bool) {
        match &mut self.publication {
            Publication::On { told_muted, .. } => *told_muted = muted,
            Publication::Off | Publication::Asked { .. } | Publication::Refused => {}
        }
    }

    pub(crate) fn sync(&self) -> Option<TrackPublishedResponse> {
        match &self.publication {
            Publication::On { info, request, .. } => {
                let track = TrackInfo { muted: self.silent(), ..(**info).clone() };
                Some(TrackPublishedResponse { cid: request.cid.clone(), track: Some(track) })
            }
            Publication::Off | Publication::Asked { .. } | Publication::Refused => None,
        }
    }

    pub(crate) fn view(&self) -> LocalTrackView {
        let publishing = match self.publication {
            Publication::Off => Publishing::Off,
            Publication::Asked { .. } => Publishing::Asked,
            Publication::On { .. } => Publishing::On,
            Publication::Refused => Publishing::Refused,
        };
        LocalTrackView { track: self.track.as_ref().map(|track| track.id), muted: self.muted, publishing }
    }
}
