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
    Event, IceConnectionState, Input, Output, Rtc, RtcConfig,
    media::{KeyframeRequestKind, Mid, Rid},
    net::Receive,
};

use crate::net::{
    Net, Packet,
    routes::{LegId, PacketSender},
};

/// The largest data message taken, in bytes: LiveKit's 64 KB of payload and what is wrapped around it.
pub(crate) const LARGEST_MESSAGE: usize = 65_536;

/// How much data may wait for a slow receiver, in bytes.
const WAITING_DATA: usize = 2 * 1024 * 1024;

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
    events: Vec<Event>,
    fragment: String,
    net: Arc<Net>,
    room: PacketSender,
}

impl Leg {
    pub(crate) fn new(id: LegId, net: Arc<Net>, room: PacketSender, now: Instant) -> Self {
        let mut rtc = RtcConfig::new()
            .clear_codecs()
            .enable_opus(true, true)
            .enable_vp8(true)
            .enable_h264(true)
            .set_rtp_mode(true)
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
            events: Vec::new(),
            fragment: String::new(),
            net,
            room,
        };
        leg.drain();
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
        if matches!(self.state, LegState::Broken) {
            return None;
        }
        // A connection whose change panicked is never touched again, so nobody sees it half changed.
        let result = catch_unwind(AssertUnwindSafe(|| change(&mut self.rtc)));
        match result {
            Ok(result) => {
                self.drain();
                Some(result)
            }
            Err(_) => {
                tracing::error!(leg = self.id, "a connection failed inside and is given up");
                self.give_up();
                None
            }
        }
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

    /// Lets time pass.
    pub(crate) fn tick(&mut self, now: Instant) {
        if matches!(self.change(|rtc| rtc.handle_input(Input::Timeout(now))), Some(Err(_))) {
            self.give_up();
        }
        if self.deadline <= now {
            self.deadline = now + Duration::from_millis(1);
        }
    }

    /// Asks the other side for a key frame.
    pub(crate) fn request_key_frame(&mut self, mid: Mid, rid: Option<Rid>, kind: KeyframeRequestKind) {
        self.change(|rtc| {
            if let Some(stream) = rtc.direct_api().stream_rx_by_mid(mid, rid) {
                stream.request_keyframe(kind);
            }
        });
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
                Ok(Ok(Output::Transmit(packet))) => self.net.send(&packet),
                Ok(Ok(Output::Event(event))) => self.note(event),
                Ok(Err(_)) | Err(_) => {
                    tracing::warn!(leg = self.id, "a connection cannot go on");
                    self.give_up();
                    return;
                }
            }
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
