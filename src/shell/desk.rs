//! The shell of the Sitzungsdienst's page: one session, one WebSocket.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use desk::{Effect, Event, Session, View};
use wire::{
    AttemptId, DESK_PATH, InvitationToken,
    page::{Page, Visitor},
};

use super::{Mailbox, Sender, timers::Timers};
use crate::browser::{
    clock, location,
    network::{NetworkChange, NetworkWatch},
    socket::{Socket, SocketEvent},
    visibility::{Visibility, VisibilityWatch},
};

/// The shell. It ends with its last handle.
pub struct DeskShell {
    mailbox: Rc<Mailbox<Event>>,
    view: Rc<RefCell<View>>,
    _watches: (VisibilityWatch, NetworkWatch),
}

impl PartialEq for DeskShell {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.mailbox, &other.mailbox)
    }
}

impl DeskShell {
    /// Starts the session of a page; `redraw` is called whenever the view changed.
    // Never copied into what calls it: that is fetched earlier (docs/adr/0010).
    #[inline(never)]
    pub fn start(page: &Page, redraw: impl Fn() + 'static) -> Self {
        let invitation = match &page.visitor {
            Visitor::Invited(invited) => invited.invitation.clone(),
            Visitor::Stranger | Visitor::Refused { .. } => InvitationToken::new(""),
        };
        let mailbox = Mailbox::new();
        let sender = mailbox.sender();
        let mut session = Session::new(invitation);
        let view = Rc::new(RefCell::new(session.view()));
        let mut hands = Hands { sender: sender.clone(), socket: None, timers: Timers::default() };
        let (shown, started) = (view.clone(), Cell::new(false));
        mailbox.open(move |event| {
            for effect in session.update(clock::now().0, event) {
                hands.carry_out(effect);
            }
            let next = session.view();
            if *shown.borrow() != next {
                *shown.borrow_mut() = next;
                // The first view is drawn by whoever starts the shell.
                if started.get() {
                    redraw();
                }
            }
            started.set(true);
        });
        mailbox.post(Event::Started);
        Self { mailbox, view, _watches: watch(sender) }
    }

    /// What to show.
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// Somebody pressed something.
    pub fn dispatch(&self, event: Event) {
        self.mailbox.post(event);
    }
}

fn watch(sender: Sender<Event>) -> (VisibilityWatch, NetworkWatch) {
    let network = sender.clone();
    (
        VisibilityWatch::start(move |change| match change {
            Visibility::Shown | Visibility::WokeUp => sender.send(Event::PageWoke),
            Visibility::Hidden | Visibility::Frozen => {}
        }),
        NetworkWatch::start(move |change| match change {
            NetworkChange::WentOnline | NetworkChange::Changed => network.send(Event::PageWoke),
            NetworkChange::WentOffline => {}
        }),
    )
}

/// What the session's effects are carried out with.
struct Hands {
    sender: Sender<Event>,
    socket: Option<Socket>,
    timers: Timers,
}

impl Hands {
    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenSocket { attempt } => self.open(attempt),
            Effect::Send(message) => {
                if let (Some(socket), Ok(text)) = (&self.socket, serde_json::to_string(&message)) {
                    // A socket that is not open any more says so itself.
                    let _ = socket.send_text(&text);
                }
            }
            Effect::CloseSocket => self.socket = None,
            Effect::SetTimer { timer, attempt, after } => {
                let sender = self.sender.clone();
                let elapsed = move || sender.send(Event::TimerElapsed { timer, attempt });
                self.timers.set(timer as u8, after, elapsed);
            }
            Effect::ReloadPage => location::reload(),
        }
    }

    fn open(&mut self, attempt: AttemptId) {
        // The old one goes first: nothing of it is reported any more.
        self.socket = None;
        let sender = self.sender.clone();
        let socket = Socket::open(&location::socket_url(DESK_PATH), move |event| match event {
            SocketEvent::Opened => sender.send(Event::SocketOpened { attempt }),
            SocketEvent::Text(text) => {
                if let Ok(message) = serde_json::from_str(&text) {
                    sender.send(Event::Heard { attempt, message });
                }
            }
            SocketEvent::Bytes(_) => {}
            SocketEvent::Closed { .. } => sender.send(Event::SocketClosed { attempt }),
        });
        match socket {
            Ok(socket) => self.socket = Some(socket),
            Err(_) => self.sender.send(Event::SocketClosed { attempt }),
        }
    }
}
