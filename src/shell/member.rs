//! The shell of a member's page: one session, the waiting room's WebSocket, the devices, the meeting.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use diagnosis::{Fact, fact};
use participant::{Effect, Event, Session, View, Way, view::Remedy};
use wasm_bindgen_futures::spawn_local;
use wire::{
    AttemptId, WAITING_ROOM_PATH, WAITING_ROOM_POLL_PATH,
    page::{Page, Visitor},
    participant::ToParticipant,
};

use super::{
    Mailbox, Sender, convert,
    devices::Devices,
    echo::Echo,
    meeting::{Meeting, Whose},
    observing::{self, Observing},
    parts,
    scene::{Dial, Scene},
    senses::Senses,
    timers::Timers,
};
use crate::{
    browser::{
        clock,
        devices::DeviceWatch,
        link, location,
        network::{NetworkChange, NetworkWatch},
        part::{self, Part},
        polled::Polled,
        random, screen,
        socket::{Socket, SocketEvent},
        storage,
        visibility::{Visibility, VisibilityWatch},
        wake_lock::WakeLock,
    },
    stage::StagePort,
};

/// The shell. It ends with its last handle.
pub struct MemberShell {
    mailbox: Rc<Mailbox<Event>>,
    view: Rc<RefCell<View>>,
    scene: Rc<Scene>,
    _watches: (VisibilityWatch, NetworkWatch, DeviceWatch),
    _observing: Rc<RefCell<Option<Observing>>>,
}

impl PartialEq for MemberShell {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.mailbox, &other.mailbox)
    }
}

impl MemberShell {
    /// Starts the session of a page; `redraw` is called whenever the view changed.
    pub fn start(page: &Page, redraw: impl Fn() + 'static) -> Self {
        let mailbox = Mailbox::new();
        let sender = mailbox.sender();
        let dial = Dial::default();
        let senses = Senses::new(sender.clone(), dial.clone());
        let devices = Rc::new(RefCell::new(Devices::new(sender.clone(), senses)));
        let meeting = Rc::new(RefCell::new(Meeting::new(Whose::Meeting, sender.clone(), devices.clone())));
        let offset = page.server_time.0 - clock::unix_ms();
        let scene = Rc::new(Scene::new(sender.clone(), devices.clone(), meeting.clone(), dial, offset));

        let mut session = Session::new();
        let view = Rc::new(RefCell::new(session.view()));
        let mut hands = Hands {
            sender: sender.clone(),
            lobby: None,
            tried: None,
            timers: Timers::default(),
            devices,
            meeting,
            echo: None,
            scene: scene.clone(),
            wake_lock: None,
        };
        let (shown, started) = (view.clone(), Cell::new(false));
        mailbox.open(move |event| {
            for effect in session.update(clock::now().0, event) {
                hands.carry_out(effect);
            }
            let next = session.view();
            hands.keep_awake(&next);
            if *shown.borrow() != next {
                *shown.borrow_mut() = next;
                // The first view is drawn by whoever starts the shell.
                if started.get() {
                    redraw();
                }
            }
            started.set(true);
        });
        mailbox.post(Event::Started {
            page: page.clone(),
            memory: convert::recall(),
            tab: storage::tab_name(),
            entered: storage::entered(),
            origin: location::socket_url(""),
            seed: random::seed(),
        });
        if screen::possible() {
            mailbox.post(Event::ScreenPossible);
        }
        let observing = Rc::default();
        if matches!(page.visitor, Visitor::Invited(_)) {
            spawn_local(bring_meeting(sender.clone()));
            spawn_local(bring_help(sender.clone(), Rc::downgrade(&observing)));
        }
        Self { mailbox, view, scene, _watches: watch(&sender), _observing: observing }
    }

    /// What to show.
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// What the views hand their elements to.
    pub fn stage(&self) -> Rc<dyn StagePort> {
        self.scene.clone()
    }

    /// The member pressed something. A browser plays sound only from within the press, so that happens here and now.
    pub fn dispatch(&self, event: Event) {
        match event {
            Event::UnlockPressed | Event::RemedyPressed(Remedy::UnlockSound) => self.scene.unlock(),
            _ => {}
        }
        self.mailbox.post(event);
    }
}

/// Fetches what the meeting needs, long before it is needed but after the first screen; at once where this tab has
/// been inside already.
async fn bring_meeting(sender: Sender<Event>) {
    if !storage::entered() {
        part::idle().await;
    }
    let delayed = sender.clone();
    parts::bring(Part::Meeting, move || delayed.send(Event::MeetingDelayed)).await;
    sender.send(Event::MeetingLoaded);
}

/// Fetches what finds out what is wrong, and what is said about it. Nothing of it is needed before the member has pressed
/// anything, and everything soon after.
async fn bring_help(sender: Sender<Event>, observing: Weak<RefCell<Option<Observing>>>) {
    if !storage::entered() {
        part::idle().await;
    }
    parts::bring_texts().await;
    parts::bring(Part::Help, || {}).await;
    if let Some(place) = observing.upgrade() {
        *place.borrow_mut() = Some(Observing::start(&sender));
    }
    sender.send(Event::HelpLoaded);
}

fn watch(sender: &Sender<Event>) -> (VisibilityWatch, NetworkWatch, DeviceWatch) {
    let (page, network, devices) = (sender.clone(), sender.clone(), sender.clone());
    (
        VisibilityWatch::start(move |change| match change {
            Visibility::Shown => {
                page.send(Event::PageSeen(true));
                page.send(Event::PageWoke);
            }
            Visibility::WokeUp => page.send(Event::PageWoke),
            Visibility::Hidden => page.send(Event::PageSeen(false)),
            Visibility::Frozen => {}
        }),
        NetworkWatch::start(move |change| match change {
            NetworkChange::WentOnline => {
                network.send(Event::Observed(observing::online(true)));
                // Perhaps another one than before; what was open on that is gone in any case.
                network.send(Event::Observed(Fact::NetworkChanged(fact::NetworkChanged)));
                network.send(Event::PageWoke);
                network.send(Event::Rtc(rtc::Event::WentOnline));
            }
            NetworkChange::Changed => {
                network.send(Event::Observed(Fact::NetworkChanged(fact::NetworkChanged)));
                network.send(Event::PageWoke);
                network.send(Event::Rtc(rtc::Event::NetworkChanged));
            }
            NetworkChange::WentOffline => {
                network.send(Event::Observed(observing::online(false)));
                network.send(Event::Rtc(rtc::Event::WentOffline));
            }
        }),
        DeviceWatch::start(move || devices.send(Event::DevicesChanged)),
    )
}

/// The connection to the waiting room.
enum Lobby {
    Socket(Socket),
    Polled(Polled),
}

/// What the session's effects are carried out with.
struct Hands {
    sender: Sender<Event>,
    lobby: Option<Lobby>,
    /// A WebSocket that is tried out beside a connection over HTTP.
    tried: Option<Socket>,
    timers: Timers,
    devices: Rc<RefCell<Devices>>,
    meeting: Rc<RefCell<Meeting>>,
    /// Made when it is first wanted: what it does comes after the first screen.
    echo: Option<Echo>,
    scene: Rc<Scene>,
    wake_lock: Option<WakeLock>,
}

impl Hands {
    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenLobby { attempt, way } => self.open_lobby(attempt, way),
            Effect::SendLobby(message) => {
                if let (Some(lobby), Ok(text)) = (&self.lobby, serde_json::to_string(&message)) {
                    match lobby {
                        // A socket that is not open any more says so itself.
                        Lobby::Socket(socket) => drop(socket.send_text(&text)),
                        Lobby::Polled(polled) => polled.send_text(&text),
                    }
                }
            }
            Effect::TrySocket => {
                let sender = self.sender.clone();
                let works = move |event| {
                    if event == SocketEvent::Opened {
                        sender.send(Event::SocketWorks);
                    }
                };
                self.tried = Socket::open(&location::socket_url(WAITING_ROOM_PATH), works).ok();
            }
            Effect::CloseLobby => self.lobby = None,
            Effect::ListDevices => self.devices.borrow().list(),
            Effect::OpenCapture { attempt, kind, device } => {
                self.devices.borrow_mut().open(attempt, kind, device);
            }
            Effect::CloseCapture { kind } => self.devices.borrow_mut().close(kind),
            Effect::ListenTo { attempt, device } => self.devices.borrow_mut().listen_to(attempt, device),
            Effect::StopListening => self.devices.borrow_mut().stop_listening(),
            Effect::OpenScreen { attempt } => self.meeting.borrow_mut().open_screen(attempt),
            Effect::CloseScreen => self.meeting.borrow_mut().close_screen(),
            Effect::PlayChime { attempt, sink } => self.devices.borrow_mut().play_chime(attempt, sink),
            Effect::UseSink(id) => self.scene.use_sink(id.0),
            Effect::Remember(memory) => convert::remember(&memory),
            Effect::RememberEntered(entered) => storage::set_entered(entered),
            Effect::SetTimer { timer, attempt, after } => {
                let sender = self.sender.clone();
                let elapsed = move || sender.send(Event::TimerElapsed { timer, attempt });
                self.timers.set(timer as u8, after, elapsed);
            }
            Effect::Rtc(effect) => self.meeting.borrow_mut().carry_out(effect),
            Effect::Echo(effect) => {
                let (sender, devices) = (&self.sender, &self.devices);
                let echo = self.echo.get_or_insert_with(|| Echo::new(sender.clone(), devices.clone()));
                echo.carry_out(effect);
            }
            Effect::AskHealth => observing::ask_health(self.sender.clone()),
            Effect::TestSpeed { attempt } => observing::test_speed(self.sender.clone(), attempt),
            Effect::CopyLink => link::copy(),
            Effect::CopyText(text) => observing::copy(self.sender.clone(), text),
            Effect::SaveText(text) => observing::save(&self.sender, text),
            Effect::ReloadPage => location::reload(),
        }
    }

    /// A screen that goes dark in the waiting room or the meeting ends the connection on most devices.
    fn keep_awake(&mut self, view: &View) {
        let wanted = match view {
            View::Waiting(_) | View::Joining { .. } | View::Meeting(_) => true,
            View::Arrival { .. }
            | View::Refused { .. }
            | View::Stranger
            | View::Rejected { .. }
            | View::Elsewhere
            | View::Ended { .. } => false,
        };
        if wanted != self.wake_lock.is_some() {
            self.wake_lock = wanted.then(WakeLock::hold);
        }
    }

    fn open_lobby(&mut self, attempt: AttemptId, way: Way) {
        // The old one goes first: nothing of it is reported any more.
        self.lobby = None;
        self.tried = None;
        let sender = self.sender.clone();
        let report = move |event| match event {
            SocketEvent::Opened => sender.send(Event::LobbyOpened { attempt }),
            SocketEvent::Text(text) => {
                if let Ok(message) = serde_json::from_str(&text) {
                    if let ToParticipant::Arrived { server_time, .. }
                    | ToParticipant::StillHere { server_time } = &message
                    {
                        sender.send(Event::Observed(observing::clock_offset(*server_time)));
                    }
                    sender.send(Event::LobbyHeard { attempt, message });
                }
            }
            SocketEvent::Bytes(_) => {}
            SocketEvent::Closed { .. } => sender.send(Event::LobbyClosed { attempt }),
        };
        self.lobby = match way {
            Way::WebSocket => {
                Socket::open(&location::socket_url(WAITING_ROOM_PATH), report).ok().map(Lobby::Socket)
            }
            Way::Http => Some(Lobby::Polled(Polled::open(WAITING_ROOM_POLL_PATH, report))),
        };
        if self.lobby.is_none() {
            self.sender.send(Event::LobbyClosed { attempt });
        }
    }
}
