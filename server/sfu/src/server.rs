//! The embedded meeting as a whole: the rooms there are, and what the waiting room may ask of them.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use axum::Router;
use tokio::{
    sync::{broadcast, mpsc, oneshot},
    time::timeout,
};

use crate::{
    config::{SfuConfig, SfuError},
    http,
    net::Net,
    room::{self, Closing, Command, Join, Keeping, ParticipantSummary, Room, RoomEvent, Shared},
    service::RoomService,
    tokens::{Claims, MeetingTokens, ServiceClaims, TokenError},
    twirp,
};

/// How many events may wait for somebody who listens too slowly.
const WAITING_EVENTS: usize = 1024;

/// How long a room may take to do what it is asked.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// How long a withdrawal is remembered: longer than any token lives.
const WITHDRAWN_FOR: Duration = Duration::from_secs(24 * 3600);

/// The embedded meeting. Cloning gives another handle to the same one.
#[derive(Clone)]
pub struct Sfu {
    rooms: Rooms,
    net: Arc<Net>,
}

impl Sfu {
    /// Opens the ports and is ready for participants. Needs to be called within a tokio runtime.
    pub async fn start(config: SfuConfig) -> Result<Self, SfuError> {
        let net = Arc::new(Net::open(&config).await?);
        tracing::info!(candidates = net.candidates().len(), "the embedded meeting is ready");
        let (events, _) = broadcast::channel(WAITING_EVENTS);
        let shared = Arc::new(Shared { config, net: net.clone(), events });
        let rooms =
            Rooms(Arc::new(RoomsInner { shared, rooms: Mutex::default(), withdrawn: Mutex::default() }));
        Ok(Self { rooms, net })
    }

    /// The paths of LiveKit's signalling (`/rtc`, `/rtc/validate`, and the answers that make newer clients fall back),
    /// and of its server API (`/twirp/livekit.RoomService/…`).
    pub fn router(&self) -> Router {
        http::router(self.rooms.clone()).merge(twirp::router(self.rooms.clone()))
    }

    /// The same server API without HTTP in between.
    pub fn service(&self) -> RoomService {
        RoomService::new(self.rooms.clone())
    }

    /// What signs and checks meeting tokens.
    pub fn tokens(&self) -> &MeetingTokens {
        &self.rooms.0.shared.config.tokens
    }

    /// The UDP port that media uses; of interest when the configuration left it open.
    pub fn udp_port(&self) -> u16 {
        self.net.udp_port()
    }

    /// The TCP port that media uses, if any.
    pub fn tcp_port(&self) -> Option<u16> {
        self.net.tcp_port()
    }

    /// The addresses that clients are given.
    pub fn addresses(&self) -> Vec<IpAddr> {
        let mut addresses: Vec<IpAddr> =
            self.net.candidates().iter().map(|candidate| candidate.addr().ip()).collect();
        addresses.sort();
        addresses.dedup();
        addresses
    }

    /// Who comes and goes, from now on. Who listens too slowly is told how many events were missed and can ask
    /// [`Self::participants`].
    pub fn events(&self) -> broadcast::Receiver<RoomEvent> {
        self.rooms.0.shared.events.subscribe()
    }

    /// Removes somebody from a room. Tokens issued to them before do not open it again; newer ones do.
    pub async fn remove_participant(&self, room: &str, identity: &str) {
        self.rooms.withdraw(room, Some(identity), SystemTime::now());
        if let Some(commands) = self.rooms.get(room) {
            // A room that ends at this moment has removed everybody.
            let _ = commands.send(Command::Remove { identity: identity.to_owned() }).await;
        }
    }

    /// Ends a room for everybody. Tokens issued before do not open it again; newer ones do.
    pub async fn close_room(&self, room: &str) {
        self.rooms.close(room, Closing::MeetingOver).await;
    }

    /// Who is in a room.
    pub async fn participants(&self, room: &str) -> Vec<ParticipantSummary> {
        let Some(commands) = self.rooms.get(room) else { return Vec::new() };
        let (answer, answered) = oneshot::channel();
        if commands.send(Command::List { answer }).await.is_err() {
            return Vec::new();
        }
        timeout(ANSWER_WITHIN, answered).await.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// Tells everybody that the server stops, and closes the ports.
    pub async fn shutdown(&self) {
        let rooms: Vec<_> = self.rooms.all().values().cloned().collect();
        for commands in rooms {
            close(&commands, Closing::Shutdown).await;
        }
        // The last packets and messages are on their way.
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.net.close();
    }
}

async fn close(commands: &mpsc::Sender<Command>, reason: Closing) {
    let (done, is_done) = oneshot::channel();
    if commands.send(Command::Close { reason, done }).await.is_ok() {
        let _ = timeout(ANSWER_WITHIN, is_done).await;
    }
}

/// The rooms there are.
#[derive(Clone)]
pub(crate) struct Rooms(Arc<RoomsInner>);

struct RoomsInner {
    shared: Arc<Shared>,
    rooms: Mutex<HashMap<String, mpsc::Sender<Command>>>,
    withdrawn: Mutex<HashMap<(String, Option<String>), SystemTime>>,
}

impl Rooms {
    /// What a token grants here and now.
    pub(crate) fn authorise(&self, token: &str) -> Result<Claims, TokenError> {
        let claims = self.0.shared.config.tokens.verify(token)?;
        if self.is_withdrawn(&claims) { Err(TokenError::Withdrawn) } else { Ok(claims) }
    }

    /// What a token lets its bearer call.
    pub(crate) fn authorise_service(&self, token: &str) -> Result<ServiceClaims, TokenError> {
        self.0.shared.config.tokens.verify_service(token)
    }

    /// Makes a room that waits for its first participant, unless there is one already.
    pub(crate) fn create(&self, name: &str, metadata: String, keeping: Keeping) {
        let mut rooms = self.all();
        if rooms.get(name).is_none_or(mpsc::Sender::is_closed) {
            let commands = room::open(name.to_owned(), self.0.shared.clone(), self.may_end(name));
            // Under the lock, and the first thing it hears: an empty room that nobody wants kept ends.
            let _ = commands.try_send(Command::Ask(Box::new(move |room| room.keep(keeping, metadata))));
            rooms.insert(name.to_owned(), commands);
        }
    }

    /// Asks a room, if there is one that answers.
    pub(crate) async fn ask<A: Send + 'static>(
        &self,
        name: &str,
        what: impl FnOnce(&mut Room) -> A + Send + 'static,
    ) -> Option<A> {
        let commands = self.get(name)?;
        let (answer, answered) = oneshot::channel();
        let asked = Box::new(move |room: &mut Room| {
            // Whoever asked may have stopped waiting.
            let _ = answer.send(what(room));
        });
        commands.send(Command::Ask(asked)).await.ok()?;
        timeout(ANSWER_WITHIN, answered).await.ok()?.ok()
    }

    /// Ends a room and the tokens issued for it; whether there was one.
    pub(crate) async fn close(&self, name: &str, reason: Closing) -> bool {
        self.withdraw(name, None, SystemTime::now());
        let Some(commands) = self.get(name) else { return false };
        close(&commands, reason).await;
        true
    }

    /// The names of all rooms.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.all().keys().cloned().collect();
        names.sort();
        names
    }

    /// Brings somebody into a room, which begins with the first.
    pub(crate) fn join(&self, name: &str, join: Join) -> mpsc::Sender<Command> {
        let mut rooms = self.all();
        let commands = match rooms.get(name).filter(|commands| !commands.is_closed()) {
            Some(commands) => commands.clone(),
            None => {
                let commands = room::open(name.to_owned(), self.0.shared.clone(), self.may_end(name));
                rooms.insert(name.to_owned(), commands.clone());
                commands
            }
        };
        // Under the lock, so that a room does not end while somebody is on the way in. A room with so many commands
        // waiting is beyond help: dropping the request ends the connection, and the client tries again.
        let _ = commands.try_send(Command::Join(Box::new(join)));
        commands
    }

    /// Whether an empty room may end; it is forgotten in the same moment.
    fn may_end(&self, name: &str) -> room::MayEnd {
        let (rooms, name) = (Arc::downgrade(&self.0), name.to_owned());
        Box::new(move |waiting| {
            let Some(rooms) = rooms.upgrade().map(Rooms) else { return true };
            let mut all = rooms.all();
            let may_end = waiting.is_empty();
            if may_end {
                all.remove(&name);
            }
            may_end
        })
    }

    fn get(&self, name: &str) -> Option<mpsc::Sender<Command>> {
        self.all().get(name).cloned()
    }

    /// Tokens issued until then open the room no more: those of one, or everybody's. Then is now at the latest: nobody
    /// knows what will be issued.
    pub(crate) fn withdraw(&self, room: &str, identity: Option<&str>, until: SystemTime) {
        let now = SystemTime::now();
        let until = until.min(now);
        let mut withdrawn = self.withdrawn();
        withdrawn.retain(|_, since| now.duration_since(*since).is_ok_and(|age| age < WITHDRAWN_FOR));
        let latest = withdrawn.entry((room.to_owned(), identity.map(str::to_owned))).or_insert(until);
        *latest = until.max(*latest);
    }

    fn is_withdrawn(&self, claims: &Claims) -> bool {
        let withdrawn = self.withdrawn();
        let since = |identity: Option<&str>| {
            withdrawn.get(&(claims.room.clone(), identity.map(str::to_owned))).copied()
        };
        let latest = since(None).max(since(Some(&claims.identity)));
        // A token that does not say when it was issued could be as old as any.
        latest.is_some_and(|latest| claims.issued_at.is_none_or(|issued| issued <= latest))
    }

    /// No code panics while it holds these locks; if one ever did, the tables would still be whole.
    fn all(&self) -> MutexGuard<'_, HashMap<String, mpsc::Sender<Command>>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn withdrawn(&self) -> MutexGuard<'_, HashMap<(String, Option<String>), SystemTime>> {
        self.0.withdrawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
