//! One data channel of a peer connection, of either side's making.

use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::{ArrayBuffer, Uint8Array};
use rtc::DataChannel;
use wasm_bindgen::JsCast;
use web_sys::{MessageEvent, RtcDataChannel, RtcDataChannelInit, RtcDataChannelState, RtcDataChannelType};

use super::{
    js,
    peer::{PeerEvent, Report},
};

/// A channel with its listeners. Closed with its peer connection.
#[derive(Debug)]
pub(super) struct Channel {
    pub(super) label: DataChannel,
    channel: RtcDataChannel,
    _listeners: [EventListener; 2],
}

impl Channel {
    /// How the channel is to be made.
    pub(super) fn init(label: DataChannel) -> RtcDataChannelInit {
        let init = RtcDataChannelInit::new();
        match label {
            DataChannel::Reliable => init.set_ordered(true),
            DataChannel::Lossy => {
                init.set_ordered(false);
                init.set_max_retransmits(0);
            }
        }
        init
    }

    /// Listens to a channel; `None` for one whose label is not ours.
    pub(super) fn listen(channel: RtcDataChannel, report: Rc<Report>) -> Option<Self> {
        let label = DataChannel::from_label(&channel.label())?;
        channel.set_binary_type(RtcDataChannelType::Arraybuffer);
        let opened = EventListener::new(&channel, "open", {
            let (report, channel) = (report.clone(), channel.clone());
            move |_| report(PeerEvent::ChannelOpened { channel: label, id: id(&channel) })
        });
        let message = EventListener::new(&channel, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            if let Some(buffer) = data.and_then(|data| data.dyn_into::<ArrayBuffer>().ok()) {
                report(PeerEvent::DataArrived { bytes: Uint8Array::new(&buffer).to_vec() });
            }
        });
        Some(Self { label, channel, _listeners: [opened, message] })
    }

    /// Sends bytes if the channel is open, and says whether it is.
    pub(super) fn send(&self, bytes: &[u8]) -> bool {
        self.channel.ready_state() == RtcDataChannelState::Open
            && self.channel.send_with_u8_array(bytes).is_ok()
    }
}

fn id(channel: &RtcDataChannel) -> u16 {
    js::get(channel, "id").as_f64().map_or(0, |id| id as u16)
}
