//! What clients ask for over signalling, one message after the other.

use livekit_protocol::{
    DisconnectReason, Pong, SignalRequest, leave_request::Action, signal_request::Message as Request,
    signal_response::Message,
};

use crate::room::{Room, participant::Key};

impl Room {
    /// A message on a signalling connection. One from a connection that was replaced says nothing any more.
    pub(super) fn signal(&mut self, connection: u64, request: SignalRequest) {
        let Some(key) = self.by_connection(connection).map(|participant| participant.key) else { return };
        let Some(request) = request.message else { return };
        match request {
            Request::Offer(offer) => self.offered(key, &offer),
            Request::Answer(answer) => self.answered(key, &answer),
            // We only answer connectivity checks (ICE lite), so where a client might be reached is no matter of ours:
            // packets go to where a valid check came from, and nowhere else.
            Request::Trickle(_) => {}
            Request::AddTrack(request) => self.track_wanted(key, &request),
            Request::Mute(mute) => self.muted(key, &mute.sid, mute.muted),
            Request::Subscription(update) => self.subscription_updated(key, &update),
            Request::TrackSetting(settings) => self.track_settings_updated(key, &settings),
            Request::Leave(_) => self.remove(key, DisconnectReason::ClientInitiated, Action::Disconnect),
            Request::SyncState(state) => {
                if let Some(update) = state.subscription {
                    self.subscription_updated(key, &update);
                }
            }
            Request::Ping(sent) => self.tell(key, Message::Pong(sent)),
            Request::PingReq(ping) => {
                let pong = Pong { last_ping_timestamp: ping.timestamp, timestamp: unix_milliseconds() };
                self.tell(key, Message::PongResp(pong));
            }
            Request::UpdateAudioTrack(update) => self.audio_features_updated(key, update),
            // Nothing of a meeting hangs on these: layers are watched as they flow, nobody may hide tracks from
            // others or rename themselves, nothing is simulated, and there are no data tracks.
            #[expect(deprecated, reason = "older clients still send it")]
            Request::UpdateLayers(_)
            | Request::SubscriptionPermission(_)
            | Request::Simulate(_)
            | Request::UpdateMetadata(_)
            | Request::UpdateVideoTrack(_)
            | Request::PublishDataTrackRequest(_)
            | Request::UnpublishDataTrackRequest(_)
            | Request::UpdateDataSubscription(_)
            | Request::StoreDataBlobRequest(_)
            | Request::GetDataBlobRequest(_) => {}
        }
    }

    /// The client broke the protocol: its connection ends, and it may try again.
    pub(super) fn give_up(&mut self, key: Key, why: &'static str) {
        tracing::warn!(room = %self.sid, participant = key, why, "a participant is disconnected");
        self.remove(key, DisconnectReason::StateMismatch, Action::Reconnect);
    }
}

fn unix_milliseconds() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or_default()
}
