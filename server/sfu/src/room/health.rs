//! How good everybody's connection is, told to everybody ([`crate::media::quality`]).

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use livekit_protocol::{
    ConnectionQuality, ConnectionQualityInfo, ConnectionQualityUpdate, signal_response::Message,
};
use str0m::{
    media::{MediaKind, Mid, Rid},
    stats::{MediaEgressStats, MediaIngressStats},
};

use crate::{
    media::quality::{Carries, Report, Score},
    room::{
        Room,
        leg::LegState,
        participant::{Key, Participant, Signalling},
    },
};

/// How often quality is told, when it changed.
pub(super) const INTERVAL: Duration = Duration::from_secs(3);

/// The clock of sound in RTP, in Hz (RFC 7587).
const SOUND_CLOCK: u32 = 48_000;
/// The clock of pictures in RTP, in Hz.
const PICTURE_CLOCK: u32 = 90_000;

/// How a participant's connections are.
#[derive(Debug, Default)]
pub(crate) struct Health {
    score: Score,
    /// The streams that were reported on since the last moment, and how many packets they had by then.
    sent: HashMap<(Mid, Option<Rid>), (u64, Option<Report>)>,
    received: HashMap<Mid, (u64, Option<Report>)>,
    /// What this participant knows of the others and of itself.
    told: HashMap<Key, ConnectionQuality>,
}

impl Room {
    /// A publisher's stream, as it arrives here.
    pub(super) fn sent_well(&mut self, key: Key, stats: &MediaIngressStats) {
        let Some(publisher) = self.participants.get_mut(&key) else { return };
        let Some(track) = publisher.tracks.iter().find(|track| track.mid == stats.mid) else { return };
        let carries = carries(track.kind, track.info.disable_red);
        let report = Report {
            loss: stats.loss.unwrap_or_default(),
            round_trip: stats.rtt.unwrap_or_default(),
            jitter: jitter(stats.jitter, track.kind),
            ..Report::perfect(carries)
        };
        note(publisher.health.sent.entry((stats.mid, stats.rid)).or_default(), stats.packets, report);
    }

    /// A stream, as its receiver reports on it.
    pub(super) fn received_well(&mut self, key: Key, stats: &MediaEgressStats) {
        let Some(receiver) = self.participants.get_mut(&key) else { return };
        let Some(live) = receiver.subscriptions.live().find(|live| live.mid == stats.mid) else { return };
        let report = Report {
            loss: stats.loss.unwrap_or_default(),
            round_trip: stats.rtt.unwrap_or_default(),
            jitter: stats
                .remote
                .as_ref()
                .map_or(Duration::ZERO, |remote| jitter(remote.jitter, live.source.kind)),
            missing_layers: f32::from(live.missing),
            ..Report::perfect(carries(live.source.kind, false))
        };
        note(receiver.health.received.entry(stats.mid).or_default(), stats.packets, report);
    }

    /// Scores everybody anew and tells everybody what changed.
    pub(super) fn moment_of_quality(&mut self) {
        let infos: Vec<(Key, ConnectionQualityInfo)> = self
            .participants
            .values_mut()
            .filter(|participant| participant.is_active())
            .map(|participant| (participant.key, participant.quality()))
            .collect();
        let now = self.now;
        for receiver in self.participants.values_mut().filter(|participant| participant.is_active()) {
            receiver.tell_quality(&infos, now);
        }
    }
}

impl Participant {
    fn quality(&mut self) -> ConnectionQualityInfo {
        let paused = self.subscriptions.live().filter(|live| live.is_paused()).map(|live| Report {
            missing_layers: f32::from(live.missing),
            ..Report::perfect(Carries::Picture)
        });
        let sent = self.health.sent.values_mut().filter_map(|(_, report)| report.take());
        let received = self.health.received.values_mut().filter_map(|(_, report)| report.take());
        self.health.score.update(paused.chain(sent).chain(received));
        let lost = matches!(self.signalling, Signalling::Lost { .. })
            || matches!(self.subscriber.state(), LegState::Interrupted { .. });
        let (quality, score) = if lost {
            (ConnectionQuality::Lost, 1.0)
        } else {
            (self.health.score.quality(), self.health.score.opinion())
        };
        ConnectionQualityInfo { participant_sid: self.sid.clone(), quality: quality.into(), score }
    }

    fn tell_quality(&mut self, infos: &[(Key, ConnectionQualityInfo)], now: Instant) {
        let told = &mut self.health.told;
        told.retain(|key, _| infos.iter().any(|(present, _)| present == key));
        let updates: Vec<ConnectionQualityInfo> = infos
            .iter()
            .filter(|(key, info)| told.insert(*key, info.quality()) != Some(info.quality()))
            .map(|(_, info)| info.clone())
            .collect();
        if !updates.is_empty() {
            self.tell(Message::ConnectionQuality(ConnectionQualityUpdate { updates }), now);
        }
    }
}

/// A stream that stood still says nothing: its last report is an old one.
fn note(entry: &mut (u64, Option<Report>), packets: u64, report: Report) {
    let moved = packets != entry.0;
    *entry = (packets, moved.then_some(report));
}

fn carries(kind: MediaKind, plain: bool) -> Carries {
    match kind {
        MediaKind::Video => Carries::Picture,
        MediaKind::Audio if plain => Carries::Sound,
        MediaKind::Audio => Carries::RedundantSound,
    }
}

fn jitter(ticks: u32, kind: MediaKind) -> Duration {
    let clock = match kind {
        MediaKind::Audio => SOUND_CLOCK,
        MediaKind::Video => PICTURE_CLOCK,
    };
    Duration::from_secs_f64(f64::from(ticks) / f64::from(clock))
}
