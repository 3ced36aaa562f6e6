//! The line between a home and the servers: every packet passes through here, and [`Weather`] decides on it.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context, Result};
use tokio::{
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, sleep_until},
};
use tun_rs::{AsyncDevice, DeviceBuilder};

use super::weather::{Over, Passage, Weather};

/// More than any packet here.
const LARGEST: usize = 65_535;

/// The first two bytes of the addresses by which browsers are driven.
const CONTROL: [u8; 2] = [10, 78];

/// UDP's number among the protocols above IP.
const UDP: u8 = 17;

/// TCP's.
const TCP: u8 = 6;

/// The flags of TCP by which a connection is opened and answered (RFC 9293, section 3.1).
const SYN: u8 = 0x02;
/// See [`SYN`].
const ACK: u8 = 0x10;

/// A line. It is cut when it is dropped.
#[derive(Debug)]
pub struct Line {
    up: Arc<Direction>,
    down: Arc<Direction>,
    tasks: [JoinHandle<()>; 2],
}

/// What has travelled so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes from the home that arrived.
    pub up: u64,
    /// Bytes to the home that arrived.
    pub down: u64,
}

#[derive(Debug)]
struct Direction {
    weather: Mutex<Weather>,
    bytes: AtomicU64,
}

impl Line {
    /// Makes both ends, as network interfaces of these names.
    pub(super) fn lay(outside: &str, inside: &str) -> Result<Self> {
        let end = |name: &str| -> Result<Arc<AsyncDevice>> {
            let device = DeviceBuilder::new().name(name).build_async();
            Ok(Arc::new(device.with_context(|| format!("the network interface {name} cannot be made"))?))
        };
        let (street, home) = (end(outside)?, end(inside)?);
        let direction =
            || Arc::new(Direction { weather: Mutex::new(Weather::FINE), bytes: AtomicU64::new(0) });
        let (up, down) = (direction(), direction());
        let tasks = [
            tokio::spawn(carry(home.clone(), street.clone(), up.clone(), 0x5eed)),
            tokio::spawn(carry(street, home, down.clone(), 0x7ee)),
        ];
        Ok(Self { up, down, tasks })
    }

    /// Changes the weather in both directions.
    pub fn set(&self, weather: Weather) {
        self.set_each(weather, weather);
    }

    /// Changes the weather on the way up, to the servers, and on the way down.
    pub fn set_each(&self, up: Weather, down: Weather) {
        self.up.set(up);
        self.down.set(down);
    }

    /// What has travelled.
    pub fn traffic(&self) -> Traffic {
        let bytes = |direction: &Direction| direction.bytes.load(Ordering::Relaxed);
        Traffic { up: bytes(&self.up), down: bytes(&self.down) }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Direction {
    fn set(&self, weather: Weather) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
    }

    fn weather(&self) -> Weather {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn carry(from: Arc<AsyncDevice>, to: Arc<AsyncDevice>, direction: Arc<Direction>, seed: u64) {
    let began = Instant::now();
    let (queue, mut waiting) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let delivering = {
        let (to, direction) = (to.clone(), direction.clone());
        async move {
            while let Some((at, packet)) = waiting.recv().await {
                sleep_until(at).await;
                direction.bytes.fetch_add(packet.len() as u64, Ordering::Relaxed);
                // An interface that is gone takes nothing more; the line goes with it.
                let _ = to.send(&packet).await;
            }
        }
    };
    let receiving = async move {
        let mut passage = Passage::new(seed);
        let mut packet = vec![0; LARGEST];
        while let Ok(length) = from.recv(&mut packet).await {
            let packet = &packet[..length];
            match about(packet) {
                About::Control => {
                    let _ = to.send(packet).await;
                }
                About::Astray => {}
                About::Media(over) => {
                    let now = began.elapsed();
                    let arrives = passage.send(&direction.weather(), now, length, over);
                    if let Some(at) = arrives {
                        let _ = queue.send((began + at.max(Duration::ZERO), packet.to_vec()));
                    }
                }
            }
        }
    };
    tokio::join!(delivering, receiving);
}

enum About {
    /// Drives the browser, and is no part of the member's network.
    Control,
    /// A browser that found the address by which it is driven, and would like to take that way.
    Astray,
    /// Everything else.
    Media(Over),
}

/// Reads the header of an IPv4 packet (RFC 791, section 3.1), and the ports behind it. Anything else is carried as it comes.
fn about(packet: &[u8]) -> About {
    if packet.len() < 20 || packet[0] >> 4 != 4 {
        return About::Media(Over::Other);
    }
    let header = usize::from(packet[0] & 0x0f) * 4;
    if packet[12..14] == CONTROL || packet[16..18] == CONTROL {
        // Browsers are driven over TCP, and called, not calling.
        let opens = packet.get(header + 13).is_some_and(|flags| flags & (SYN | ACK) == SYN);
        let calls = packet[12..14] == CONTROL && opens;
        return if packet[9] == TCP && !calls { About::Control } else { About::Astray };
    }
    About::Media(match (packet[9], packet.get(header..header + 4)) {
        (UDP, _) => Over::Udp,
        (TCP, Some(ports)) => {
            Over::Tcp([u16::from_be_bytes([ports[0], ports[1]]), u16::from_be_bytes([ports[2], ports[3]])])
        }
        (_, _) => Over::Other,
    })
}
