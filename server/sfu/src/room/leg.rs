//! One WebRTC connection of one participant: the library's state machine, fed and drained as it wants to be.
//!
//! The library asks that its output be taken after every change; here is the only place where it is changed. Should it
//! ever panic, this one connection ends, and nothing else.

use std::{
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

use str0m::{
    Event, IceConnectionState, Input, Output, PacerReason, Reason, Rtc, RtcConfig,
    bwe::Bitrate,
    media::{KeyframeRequestKind, Mid, Rid},
    net::{Receive, Transmit},
    rtp::RtpWrite,
};

use crate::net::{
    Net, Packet,
    routes::{LegId, PacketSender},
};

/// How often a connection is driven on within one moment: its pacer gives out one packet at a time. What is left after
/// so many goes out in the next round, when the others had their turn.
const PACKETS_PER_TICK: u32 = 256;

/// The largest data message taken, in bytes: LiveKit's 64 KB of payload and what is wrapped around it.
pub(crate) const LARGEST_MESSAGE: usize = 65_536;

/// How much data may wait for a slow receiver, in bytes.
const WAITING_DATA: usize = 2 * 1024 * 1024;

/// How long a connection rests between two looks that nothing asked for but itself. A pacer's usual grain.
const REST: Duration = Duration::from_millis(5);

/// How exact timers are.
const TIMER_GRAIN: Duration = Duration::from_millis(1);

/// How long measuring takes at the longest, from one sign of it to the next.
const PROBE: Duration = Duration::from_millis(50);

/// What is due within so short a time is due now.
const AT_ONCE: Duration = Duration::from_micros(50);

/// What a receiver's connection is taken to carry until it is known better: sound and some small pictures, or one of
/// medium size. Probing finds out within a second.
const FIRST_ESTIMATE: Bitrate = Bitrate::kbps(1_500);

/// How often a connection reports how it is.
pub(crate) const REPORT_INTERVAL: Duration = Duration::from_secs(2);

/// Which of a participant's two connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The participant sends on it.
    Publisher,
    /// The participant receives on it.
    Subscriber,
}

/// How a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LegState {
    /// Not there yet.
    Connecting,
    /// Packets flow.
    Connected,
    /// Was there, and is not at the moment.
    Interrupted { since: Instant },
    /// Ended by the other side.
    Closed,
    /// Cannot go on.
    Broken,
}

pub(crate) struct Leg {
    id: LegId,
    rtc: Rtc,
    state: LegState,
    encrypted: bool,
    deadline: Instant,
    /// When it last measured what its network carries.
    probed: Option<Instant>,
    /// How many packets of media were written that have not been taken out yet.
    written: usize,
    events: Vec<Event>,
    /// Packets that go out together.
    outgoing: Vec<Transmit>,
    fragment: String,
    net: Arc<Net>,
    room: PacketSender,
}

impl Leg {
    pub(crate) fn new(id: LegId, side: Side, net: Arc<Net>, room: PacketSender, now: Instant) -> Self {
        let estimate = match side {
            Side::Publisher => None,
            Side::Subscriber => Some(FIRST_ESTIMATE),
        };
        let mut rtc = RtcConfig::new()
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .enable_h264(true)
            .set_rtp_mode(true)
            .enable_bwe(estimate)
            .set_stats_interval(Some(REPORT_INTERVAL))
            .set_rtcp_report_interval_audio(REPORT_INTERVAL)
            // Our addresses are known and reachable, so we only answer checks: no packet ever goes to an address
            // that nobody wrote from, whatever candidates a client names.
            .set_ice_lite(true)
            .set_sctp_max_message_size(LARGEST_MESSAGE as u32)
            .set_sctp_max_buffered_amount(WAITING_DATA)
            .build(now);
        for candidate in net.candidates() {
            rtc.add_local_candidate(candidate);
        }
        let mut leg = Self {
            id,
            rtc,
            state: LegState::Connecting,
            encrypted: false,
            deadline: now,
            probed: None,
            written: 0,
            events: Vec::new(),
            outgoing: Vec::new(),
            fragment: String::new(),
            net,
            room,
        };
        leg.drain();
        leg.send();
        leg.register();
        leg
    }

    pub(crate) fn id(&self) -> LegId {
        self.id
    }

    pub(crate) fn state(&self) -> LegState {
        self.state
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.state == LegState::Connected
    }

    /// When the connection wants to be ticked.
    pub(crate) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it wants to be ticked now.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        // A timer is late by up to a millisecond. While measuring, better a little early than always late.
        let early = if self.is_probing(now) { TIMER_GRAIN } else { Duration::ZERO };
        self.written > 0 || self.deadline <= now + early
    }

    /// Whether something happened since it was last asked.
    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// What happened since it was last asked.
    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        mem::take(&mut self.events)
    }

    /// The library's state, to look at.
    pub(crate) fn rtc(&self) -> &Rtc {
        &self.rtc
    }

    /// Changes the connection; nothing when it is beyond that.
    pub(crate) fn change<R>(&mut self, change: impl FnOnce(&mut Rtc) -> R) -> Option<R> {
        let result = self.guarded(change)?;
        self.drain();
        self.send();
        Some(result)
    }

    /// Writes a packet of media. It goes out, together with others, at the next tick, which is due from now on.
    pub(crate) fn write(&mut self, mid: Mid, packet: RtpWrite) {
        let written = self.guarded(|rtc| {
            rtc.direct_api().stream_tx_by_mid(mid, None).map(|stream| stream.write_rtp(packet)).is_some()
        });
        self.written += usize::from(written == Some(true));
    }

    fn guarded<R>(&mut self, change: impl FnOnce(&mut Rtc) -> R) -> Option<R> {
        if matches!(self.state, LegState::Broken) {
            return None;
        }
        // A connection whose change panicked is never touched again, so nobody sees it half changed.
        let result = catch_unwind(AssertUnwindSafe(|| change(&mut self.rtc)));
        if result.is_err() {
            tracing::error!(leg = self.id, "a connection failed inside and is given up");
            self.give_up();
        }
        result.ok()
    }

    /// Takes a packet that arrived for it.
    pub(crate) fn receive(&mut self, packet: &Packet, now: Instant) {
        let Ok(receive) = Receive::new(packet.protocol, packet.source, packet.destination, &packet.data)
        else {
            return;
        };
        let input = Input::Receive(now, receive);
        // A packet that makes no sense is not the client's fault: anybody could have sent it.
        self.change(|rtc| if rtc.accepts(&input) { rtc.handle_input(input) } else { Ok(()) });
    }

    /// Lets time pass, and sends what is to be sent by now.
    pub(crate) fn tick(&mut self, now: Instant) {
        let written = mem::take(&mut self.written);
        let early = if self.is_probing(now) { TIMER_GRAIN } else { Duration::ZERO };
        let mut moment = self.deadline.clamp(now, now + early);
        for _ in 0..PACKETS_PER_TICK {
            match self.guarded(|rtc| rtc.handle_input(Input::Timeout(moment))) {
                Some(Ok(())) => self.drain(),
                Some(Err(_)) => self.give_up(),
                None => break,
            }
            if self.waits_to_probe() {
                self.probed = Some(now);
            }
            let all_sent = written > 0 && self.outgoing.len() >= written && !self.is_probing(now);
            if self.deadline > moment + AT_ONCE || all_sent {
                break;
            }
            // Each packet has a time of its own.
            moment = moment.max(self.deadline);
        }
        self.send();
        if !self.is_probing(now) {
            // After each packet the library wants to look again, at once. It finds nothing unless something was held
            // back, and then a moment later is soon enough.
            self.deadline = self.deadline.max(now + REST);
        }
    }

    /// Whether it measures what its network carries: then packets must leave when they are due, or a wide network looks
    /// like a narrow one.
    fn is_probing(&self, now: Instant) -> bool {
        self.probed.is_some_and(|probed| now.saturating_duration_since(probed) < PROBE)
    }

    fn waits_to_probe(&self) -> bool {
        matches!(self.rtc.last_timeout_reason(), Reason::Pacer(PacerReason::Probe1 | PacerReason::Probe2))
    }

    /// Asks the other side for a key frame.
    pub(crate) fn request_key_frame(&mut self, mid: Mid, rid: Option<Rid>, kind: KeyframeRequestKind) {
        self.change(|rtc| {
            if let Some(stream) = rtc.direct_api().stream_rx_by_mid(mid, rid) {
                stream.request_keyframe(kind);
            }
        });
    }

    /// What is wanted of the connection, in bits per second: it finds out whether it carries so much.
    pub(crate) fn aim_for(&mut self, rate: u64) {
        self.change(|rtc| rtc.bwe().set_bitrate(Bitrate::ZERO, Bitrate::bps(rate)));
    }

    /// After a negotiation: the ICE user name fragment may be another.
    pub(crate) fn register(&mut self) {
        let fragment = self.rtc.direct_api().local_ice_credentials().ufrag;
        if fragment != self.fragment {
            self.net.routes.register(self.id, &fragment, &self.room);
            self.fragment = fragment;
        }
    }

    /// Says goodbye.
    pub(crate) fn close(&mut self, now: Instant) {
        let _ = self.change(|rtc| rtc.close());
        self.tick(now);
    }

    fn give_up(&mut self) {
        self.state = LegState::Broken;
        self.deadline += Duration::from_secs(24 * 3600);
    }

    fn drain(&mut self) {
        loop {
            let output = catch_unwind(AssertUnwindSafe(|| self.rtc.poll_output()));
            match output {
                Ok(Ok(Output::Timeout(deadline))) => {
                    self.deadline = deadline;
                    return;
                }
                Ok(Ok(Output::Transmit(packet))) => self.outgoing.push(packet),
                Ok(Ok(Output::Event(event))) => self.note(event),
                Ok(Err(_)) | Err(_) => {
                    tracing::warn!(leg = self.id, "a connection cannot go on");
                    self.give_up();
                    return;
                }
            }
        }
    }

    fn send(&mut self) {
        if !self.outgoing.is_empty() {
            self.net.send(&self.outgoing);
            self.outgoing.clear();
        }
    }

    fn note(&mut self, event: Event) {
        match &event {
            Event::Connected => self.encrypted = true,
            Event::Closed => self.state = LegState::Closed,
            _ => {}
        }
        if let Event::IceConnectionStateChange(ice) = event {
            match (ice, self.state) {
                (IceConnectionState::Disconnected, LegState::Connected) => {
                    self.state = LegState::Interrupted { since: Instant::now() };
                }
                (
                    IceConnectionState::Connected | IceConnectionState::Completed,
                    LegState::Interrupted { .. },
                ) => {
                    self.state = LegState::Connected;
                }
                _ => {}
            }
        }
        if self.encrypted && self.state == LegState::Connecting {
            self.state = LegState::Connected;
        }
        self.events.push(event);
    }
}

impl Drop for Leg {
    fn drop(&mut self) {
        self.net.routes.forget(self.id);
    }
}
