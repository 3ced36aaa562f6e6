//! One local source: whether there is a track, whether the member wants it heard or seen, and how far the server is.

use livekit_protocol::{
    MuteTrackRequest, ParticipantPermission, TrackInfo, TrackPublishedResponse, TrackSource,
    signal_request::Message,
};

use crate::{
    Effect, LocalSource, LocalTrackId, LocalTrackView, PeersId, PictureSize, Publishing, encoding, turn::Turn,
};

/// One local source.
#[derive(Debug)]
pub(crate) struct Slot {
    source: LocalSource,
    track: Option<LocalTrack>,
    muted: bool,
    publication: Publication,
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
    /// The server was asked for the track of this `cid`.
    Asked {
        cid: String,
    },
    /// The server has it, and was told last whether it is muted.
    On {
        info: Box<TrackInfo>,
        told_muted: bool,
    },
    Refused,
}

impl Slot {
    pub(crate) fn new(source: LocalSource, muted: bool) -> Self {
        Self { source, track: None, muted, publication: Publication::Off }
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
            LocalSource::Camera if self.muted => self.stop(turn),
            LocalSource::Camera => {}
        }
    }

    /// The server has nothing of ours: no stay, or none any more.
    pub(crate) fn unpublished(&mut self) {
        self.publication = Publication::Off;
    }

    /// A stay begins.
    pub(crate) fn joined(&mut self, permission: Option<&ParticipantPermission>, turn: &mut Turn) {
        self.unpublished();
        self.permitted(permission, turn);
    }

    /// A track is there, the first or another one.
    pub(crate) fn opened(&mut self, turn: &mut Turn, peers: Option<PeersId>) {
        match self.source {
            LocalSource::Microphone => self.enable(turn),
            // Wanted when it was asked for, and not any more.
            LocalSource::Camera if self.muted => return self.stop(turn),
            LocalSource::Camera => {}
        }
        match (&self.publication, peers, &self.track) {
            (Publication::On { .. }, Some(peers), Some(track)) => {
                turn.push(Effect::ReplaceTrack { peers, source: self.source, track: Some(track.id) });
                self.tell(turn);
            }
            (Publication::Off | Publication::Asked { .. }, Some(_), _) => self.publish(turn),
            (
                Publication::On { .. } | Publication::Off | Publication::Asked { .. } | Publication::Refused,
                _,
                _,
            ) => {}
        }
    }

    /// The track is gone. The wish stays: with another track it goes on.
    pub(crate) fn closed(&mut self, turn: &mut Turn, peers: Option<PeersId>) {
        self.track = None;
        match (&self.publication, peers) {
            (Publication::On { .. }, Some(peers)) => {
                turn.push(Effect::ReplaceTrack { peers, source: self.source, track: None });
                self.tell(turn);
            }
            (Publication::Asked { .. }, _) => self.publication = Publication::Off,
            (Publication::On { .. }, None) | (Publication::Off | Publication::Refused, _) => {}
        }
    }

    /// The member wants it silent or dark, or not any more.
    pub(crate) fn mute_wanted(&mut self, muted: bool, turn: &mut Turn, peers: Option<PeersId>) {
        self.muted = muted;
        match (self.source, &self.track, muted) {
            (LocalSource::Microphone, Some(_), _) => self.enable(turn),
            (LocalSource::Camera, Some(track), true) => {
                let track = track.id;
                self.closed(turn, peers);
                return turn.push(Effect::StopTrack { source: self.source, track });
            }
            (_, None, false) => return turn.push(Effect::OpenTrack { source: self.source }),
            (LocalSource::Microphone, None, true)
            | (LocalSource::Camera, None, true)
            | (LocalSource::Camera, Some(_), false) => {}
        }
        self.tell(turn);
    }

    /// Asks the server for the track, if there is one and it was not asked for.
    pub(crate) fn publish(&mut self, turn: &mut Turn) {
        let Some(track) = &self.track else { return };
        let request = encoding::add_track(self.source, &track.cid, track.picture, self.muted);
        self.publication = Publication::Asked { cid: track.cid.clone() };
        turn.send(Message::AddTrack(request));
    }

    /// What the server lets this participant publish.
    pub(crate) fn permitted(&mut self, permission: Option<&ParticipantPermission>, turn: &mut Turn) {
        let source = TrackSource::from(self.source) as i32;
        let permitted = permission.is_none_or(|permission| {
            let sources = &permission.can_publish_sources;
            permission.can_publish && (sources.is_empty() || sources.contains(&source))
        });
        match (&self.publication, permitted) {
            (Publication::Off, false) => self.publication = Publication::Refused,
            (Publication::Refused, true) => {
                self.publication = Publication::Off;
                self.publish(turn);
            }
            (Publication::Off, true) => self.publish(turn),
            // Taking back what is published is the server's to say, track by track.
            (Publication::Asked { .. } | Publication::On { .. }, _) | (Publication::Refused, false) => {}
        }
    }

    /// The server has a track. `false` when it is none of this source, or not the one asked for last.
    pub(crate) fn published(&mut self, cid: &str, info: &TrackInfo, turn: &mut Turn, peers: PeersId) -> bool {
        match (&self.publication, &self.track) {
            (Publication::Asked { cid: asked }, Some(track)) if asked == cid => {
                turn.push(Effect::PublishTrack {
                    peers,
                    source: self.source,
                    track: track.id,
                    encodings: encoding::encodings(self.source, track.picture),
                    codec: encoding::codec(self.source),
                });
            }
            _ => return false,
        }
        self.publication = Publication::On { info: Box::new(info.clone()), told_muted: info.muted };
        self.tell(turn);
        true
    }

    /// The server refused or took back.
    pub(crate) fn refused(&mut self, turn: &mut Turn, peers: PeersId) {
        match self.publication {
            Publication::On { .. } => turn.push(Effect::UnpublishTrack { peers, source: self.source }),
            Publication::Asked { .. } | Publication::Off | Publication::Refused => {}
        }
        self.publication = Publication::Refused;
    }

    /// Whether the server has it under this name.
    pub(crate) fn is(&self, sid: &str) -> bool {
        matches!(&self.publication, Publication::On { info, .. } if info.sid == sid)
    }

    /// Whether the server was asked for the track of this `cid`.
    pub(crate) fn asked_for(&self, cid: &str) -> bool {
        matches!(&self.publication, Publication::Asked { cid: asked } if asked == cid)
    }

    /// The connection is picked up on another socket: what was said on the old one may not have arrived.
    pub(crate) fn resumed(&mut self, turn: &mut Turn) {
        match &self.publication {
            Publication::Asked { .. } | Publication::Off => self.publish(turn),
            Publication::On { info, .. } => {
                let (sid, muted) = (info.sid.clone(), self.silent());
                self.set_told(muted);
                turn.send(Message::Mute(MuteTrackRequest { sid, muted }));
            }
            Publication::Refused => {}
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
            Publication::On { info, told_muted } if *told_muted != silent => {
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
            Publication::On { info, .. } => {
                let cid = self.track.as_ref().map(|track| track.cid.clone()).unwrap_or_default();
                let track = TrackInfo { muted: self.silent(), ..(**info).clone() };
                Some(TrackPublishedResponse { cid, track: Some(track) })
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
