//! Media from who sends it to who receives it.

use str0m::{
    media::{KeyframeRequest, KeyframeRequestKind, MediaKind, Mid, Rid},
    rtp::RtpPacket,
};

use crate::room::{
    Room,
    forwarded::{Forwarded, Media},
    participant::Key,
    publish::TrackKey,
};

impl Room {
    /// A packet from a publisher goes to everybody who receives its track.
    pub(super) fn forward(&mut self, key: Key, packet: RtpPacket) {
        let now = self.now;
        let Some(publisher) = self.participants.get_mut(&key) else { return };
        let source = packet.header.ssrc;
        let (mid, rid) = match publisher.streams.get(&source) {
            Some(known) => *known,
            None => {
                let found = publisher.publisher.change(|rtc| {
                    rtc.direct_api().stream_rx(&source).map(|stream| (stream.mid(), stream.rid()))
                });
                let Some(Some(found)) = found else { return };
                publisher.streams.insert(source, found);
                found
            }
        };
        let Some(media) = Media::of(&packet, rid, publisher.publisher.rtc()) else { return };
        // A section without a track that was asked for, by somebody who may send: nobody gets what is in it.
        let Some(track) = publisher.tracks.iter_mut().find(|track| track.mid == mid) else { return };
        // Who is muted is not heard, whatever their device still sends.
        if track.info.muted {
            return;
        }
        track.layers.flowed(rid, packet.payload.len(), now);
        match track.kind {
            MediaKind::Audio => {
                if let Some(level) = media.loudness() {
                    track.meter.heard(level);
                }
            }
            MediaKind::Video => {
                if media.key_frame {
                    track.key_frames.entry(rid).or_default().satisfied();
                }
            }
        }
        let track_key = track.key;
        let layers = std::mem::take(&mut track.layers);
        for receiver in self.participants.values_mut().filter(|receiver| receiver.key != key) {
            if !receiver.subscriber.is_connected() {
                continue;
            }
            let Some(forwarded) =
                receiver.subscriptions.live_mut().find(|live| live.source.track == track_key)
            else {
                continue;
            };
            let Some(write) = forwarded.pass(&media, &layers, receiver.subscriber.rtc(), now) else {
                continue;
            };
            let mid = forwarded.mid;
            receiver.subscriber.write(mid, write);
        }
        let mut tracks =
            self.participants.get_mut(&key).into_iter().flat_map(|publisher| &mut publisher.tracks);
        if let Some(track) = tracks.find(|track| track.key == track_key) {
            track.layers = layers;
        }
    }

    /// A receiver lost too much of a picture.
    pub(super) fn key_frame_wanted(&mut self, key: Key, request: KeyframeRequest) {
        let Some(receiver) = self.participants.get_mut(&key) else { return };
        let wanted = receiver
            .subscriptions
            .live()
            .find(|live| live.mid == request.mid)
            .and_then(|live| Some((live.source.publisher, live.source.track, live.layer?)));
        if let Some((publisher, track, rid)) = wanted {
            self.ask_for_key_frame(publisher, track, rid);
        }
    }

    /// Whoever begins to receive is not kept waiting for the next look: the first picture is what a newcomer waits for.
    pub(super) fn look_after_beginnings(&mut self) {
        self.look_after_demand();
        self.look_after_key_frames();
    }

    /// Asks for the key frames that receivers wait for.
    pub(super) fn look_after_key_frames(&mut self) {
        let now = self.now;
        let mut awaited: Vec<(Key, TrackKey, Option<Rid>)> = Vec::new();
        let keys: Vec<Key> = self.participants.keys().copied().collect();
        for key in keys {
            // Taken out for a moment, so that it can be looked at beside the others.
            let Some(receiver) = self.participants.remove(&key) else { continue };
            if receiver.subscriber.is_connected() {
                awaited.extend(receiver.subscriptions.live().filter_map(|live| {
                    let (publisher, key) = (live.source.publisher, live.source.track);
                    let track = self.participants.get(&publisher)?.tracks.iter().find(|t| t.key == key)?;
                    Some((publisher, key, live.awaited(&track.layers, now)?))
                }));
            }
            self.participants.insert(key, receiver);
        }
        for (publisher, track, rid) in awaited {
            self.ask_for_key_frame(publisher, track, rid);
        }
        let due: Vec<(Key, Mid, Option<Rid>)> = self
            .participants
            .values_mut()
            .flat_map(|publisher| {
                let key = publisher.key;
                publisher.tracks.iter_mut().flat_map(move |track| {
                    let mid = track.mid;
                    track
                        .key_frames
                        .iter_mut()
                        .filter_map(move |(rid, throttle)| throttle.due(now).then_some((key, mid, *rid)))
                })
            })
            .collect();
        for (key, mid, rid) in due {
            self.send_key_frame_request(key, mid, rid);
        }
    }

    fn ask_for_key_frame(&mut self, publisher: Key, track: TrackKey, rid: Option<Rid>) {
        let now = self.now;
        let Some(participant) = self.participants.get_mut(&publisher) else { return };
        let Some(track) = participant.tracks.iter_mut().find(|other| other.key == track) else { return };
        if track.key_frames.entry(rid).or_default().ask(now) {
            let mid = track.mid;
            self.send_key_frame_request(publisher, mid, rid);
        }
    }

    fn send_key_frame_request(&mut self, publisher: Key, mid: Mid, rid: Option<Rid>) {
        if let Some(participant) = self.participants.get_mut(&publisher) {
            participant.publisher.request_key_frame(mid, rid, KeyframeRequestKind::Pli);
        }
    }

    /// A track pauses: whoever receives it begins anew when it goes on.
    pub(super) fn interrupt(&mut self, track: TrackKey) {
        for receiver in self.participants.values_mut() {
            receiver
                .subscriptions
                .live_mut()
                .filter(|live| live.source.track == track)
                .for_each(Forwarded::interrupt);
        }
    }
}
