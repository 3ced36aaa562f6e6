//! The server as a whole: puts its parts together, and takes them apart again within seconds.

use std::{io, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use wire::desk::MeetingPhase;

use crate::{
    clock,
    config::{Config, EngineName},
    engine::{EngineError, Engines, Seen},
    house::House,
    http::{self, Pulse, ShellFile},
    invitations::Lifetime,
    keys::{self, KeyError},
    sockets::{Crowd, Polls},
    store::{MeetingId, Store, StoreError},
    tls::{self, TlsError},
    waiting_room::{Event, Means, Rooms, RoomsError},
};

/// How long pages have to say goodbye, and requests to be answered, when the server stops.
const STOP_WITHIN: Duration = Duration::from_secs(3);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The client is not there.
    #[error("the built client is missing: {} cannot be read: {source}", file.display())]
    Client {
        /// Its page.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The data folder cannot be made.
    #[error("the data folder {} cannot be used: {source}", folder.display())]
    Data {
        /// Which.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The address is taken, or not ours.
    #[error("the server cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// The store.
    #[error("the store does not work: {0}")]
    Store(#[from] StoreError),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Its own TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The meeting engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    house: Arc<House>,
    serving: JoinHandle<io::Result<()>>,
    watching: JoinHandle<()>,
}

impl Server {
    /// Starts it; requests are answered once this returns.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let client = &config.server.client_dir;
        let shell = ShellFile::open(client)
            .map_err(|source| StartError::Client { file: client.join("index.html"), source })?;
        let store = open_store(&config).await?;
        let pair = match &config.meeting.key {
            Some(pair) => pair.clone(),
            None => keys::load_or_make(&config.server.data_dir)?,
        };
        let tls = config.server.tls.as_ref().map(tls::load).transpose()?;
        let listen = config.server.listen;
        let listening = |source| StartError::Listen { address: listen, source };
        let listener = TcpListener::bind(listen).await.map_err(listening)?;
        let address = listener.local_addr().map_err(listening)?;
        let (engines, seen) = Engines::new(&config, listen.ip(), &pair)?;
        attend(&store, &engines, config.invitations).await?;
        let public_url = config.server.public_url_at(address);
        let house = Arc::new(House {
            engine_origins: engines.origins(),
            rooms: Rooms::new(Means { store, engines, lifetime: config.invitations }),
            public_url,
            shell,
            pulse: Pulse::default(),
            crowd: Crowd::new(config.server.limits),
            stopping: CancellationToken::new(),
            polls: Polls::default(),
            pages: TaskTracker::new(),
            config,
        });
        let serving = serve(&house, listener, tls).map_err(listening)?;
        let watching = tokio::spawn(watch_meetings(Arc::clone(&house), seen));
        Ok(Self { address, house, serving, watching })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The beginning of every personal link.
    pub fn public_url(&self) -> &str {
        &self.house.public_url
    }

    /// Stops it: pages are told to come back, what was acknowledged is on the disk already.
    pub async fn stop(self) {
        let Self { address: _, house, mut serving, watching } = self;
        house.stopping.cancel();
        house.pages.close();
        let goodbyes = async {
            house.pages.wait().await;
            house.rooms.means().engines.stop().await;
            // Its result is of no use any more: the server is stopping.
            let _ = (&mut serving).await;
        };
        if timeout(STOP_WITHIN, goodbyes).await.is_err() {
            tracing::warn!("not everybody took the goodbye in time");
        }
        serving.abort();
        watching.abort();
        house.rooms.means().store.close().await;
    }
}

/// Answers requests until the house is told to stop.
fn serve(
    house: &Arc<House>,
    listener: TcpListener,
    tls: Option<Arc<rustls::ServerConfig>>,
) -> io::Result<JoinHandle<io::Result<()>>> {
    let (app, stopping) = (http::router(house), house.stopping.clone());
    Ok(match (house.config.server.tls.clone(), tls) {
        (Some(files), Some(config)) => {
            let listener = listener.into_std()?;
            tokio::spawn(tls::serve(listener, app, files, config, stopping))
        }
        (None, _) | (_, None) => {
            let app = app.into_make_service_with_connect_info::<SocketAddr>();
            let serving = axum::serve(listener, app).with_graceful_shutdown(stopping.cancelled_owned());
            tokio::spawn(async move { serving.await })
        }
    })
}

/// Opens the store of a configuration, and makes its folder.
pub async fn open_store(config: &Config) -> Result<Store, StartError> {
    let folder = &config.server.data_dir;
    make_private_folder(folder).map_err(|source| StartError::Data { folder: folder.clone(), source })?;
    Ok(Store::open(&config.database()).await?)
}

/// Names and personal links' hashes lie in it.
fn make_private_folder(folder: &std::path::Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Tells each waiting room who its meeting saw come and go.
async fn watch_meetings(house: Arc<House>, mut seen: mpsc::Receiver<Seen>) {
    while let Some(seen) = seen.recv().await {
        match seen {
            Seen::Joined { meeting, participant } => {
                tell(&house, &meeting, Event::EnteredMeeting { participant }).await;
            }
            Seen::Left { meeting, participant } => {
                tell(&house, &meeting, Event::LeftMeeting { participant }).await;
            }
            Seen::Counted { meeting, participants } => {
                tell(&house, &meeting, Event::MeetingCounted { participants }).await;
            }
            Seen::Missed => recount(&house).await,
        }
    }
}

/// Asks the embedded engine who is in each of its meetings.
async fn recount(house: &House) {
    let means = house.rooms.means();
    let Ok(embedded) = means.engines.of(Some(&EngineName::embedded())) else { return };
    for (meeting, pin) in house.rooms.kept().await {
        let Ok(engine) = means.engines.of(pin.as_ref()) else { continue };
        if engine.name() != embedded.name() {
            continue;
        }
        match engine.present(&meeting).await {
            Ok(participants) => tell(house, &meeting, Event::MeetingCounted { participants }).await,
            Err(error) => tracing::error!(%error, "who is in a meeting cannot be asked"),
        }
    }
}

/// Starts the embedded engine if a meeting may need it, looks after meetings that may be going on elsewhere, and names
/// those whose engine is not in the configuration.
async fn attend(store: &Store, engines: &Engines, lifetime: Lifetime) -> Result<(), StartError> {
    let mut needs_embedded = engines.is_embedded_usual();
    for meeting in store.meetings().await? {
        if lifetime.is_past(meeting.starts_at, clock::now()) {
            continue;
        }
        match engines.of(meeting.engine.as_ref()) {
            Ok(engine) => {
                needs_embedded |= engine.name().is_embedded() && meeting.phase != MeetingPhase::Over;
                // Also when it is over: a key that was given before may still open it.
                engine.attend(&meeting.id);
            }
            Err(error) => {
                let id = meeting.id.0;
                tracing::error!(meeting = %id, %error, "nobody can join this meeting until there is one");
            }
        }
    }
    if needs_embedded {
        engines.start_embedded().await?;
    }
    Ok(())
}

async fn tell(house: &House, meeting: &MeetingId, event: Event) {
    match house.rooms.keeper(meeting).await {
        Ok(keeper) => {
            // It is gone only when the server stops.
            let _ = keeper.happened(event).await;
        }
        // A room that the operator opened with a token of their own.
        Err(RoomsError::NoSuchMeeting) => {}
        Err(error) => tracing::error!(%error, "a waiting room could not be opened"),
    }
}
