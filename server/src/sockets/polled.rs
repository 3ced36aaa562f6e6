//! A line over plain HTTP, for pages whose network lets no WebSocket through. The page asks again and again, and each
//! answer holds what there was to say meanwhile.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Mutex as AsyncMutex, mpsc, watch},
    time::{Instant, sleep_until, timeout},
};

use super::OUTBOX;
use crate::invitations::{self, NoRandomness};

/// How long a question waits for something to be said. Below what proxies take for dead, which is 30 s and more.
/// The unit tests have less patience.
const HEAR_WITHIN: Duration = Duration::from_millis(if cfg!(test) { 50 } else { 10_000 });

/// How long a page may listen to nothing. It asks again at once as long as it is open, so this one is closed.
const UNHEARD_FOR: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 5_000 });

/// For how long what was said last can be fetched once the line has ended.
const LAST_WORDS_FOR: Duration = Duration::from_millis(if cfg!(test) { 50 } else { 20_000 });

/// How many messages of a page may wait to be read. More is no conversation.
const WAITING: usize = 32;

/// The lines that are open.
#[derive(Clone, Debug, Default)]
pub struct Polls(Arc<Mutex<HashMap<String, Ends>>>);

/// The page's ends of one line.
#[derive(Clone, Debug)]
struct Ends {
    say: mpsc::Sender<String>,
    hear: Arc<AsyncMutex<mpsc::Receiver<String>>>,
    listens: Arc<watch::Sender<Listens>>,
}

/// Whether a page listens.
#[derive(Clone, Copy, Debug)]
enum Listens {
    /// So many questions wait for an answer.
    Now(u32),
    /// None since then.
    NotSince(Instant),
}

/// The server's end of one line.
#[derive(Debug)]
pub struct Polled {
    heard: mpsc::Receiver<String>,
    listens: watch::Receiver<Listens>,
    pub(super) says: mpsc::Sender<String>,
    _listed: Listed,
}

/// There is no such line, or it has ended and all was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this line has ended")]
pub struct NoLine;

impl Polls {
    /// Opens a line. What it is called is known to its page alone.
    pub fn open(&self) -> Result<(String, Polled), NoRandomness> {
        let name = invitations::new_id("l")?;
        let (say, heard) = mpsc::channel(WAITING);
        let (says, hear) = mpsc::channel(OUTBOX);
        let (listens, listening) = watch::channel(Listens::NotSince(Instant::now()));
        let ends = Ends { say, hear: Arc::new(AsyncMutex::new(hear)), listens: Arc::new(listens) };
        self.all().insert(name.clone(), ends);
        let listed = Listed { name: name.clone(), polls: self.clone() };
        Ok((name, Polled { heard, listens: listening, says, _listed: listed }))
    }

    /// Says something on a line.
    pub async fn say(&self, name: &str, texts: Vec<String>) -> Result<(), NoLine> {
        let ends = self.ends(name)?;
        for text in texts {
            ends.say.send(text).await.map_err(|_| NoLine)?;
        }
        Ok(())
    }

    /// What is said on a line next, or nothing after a while.
    pub async fn hear(&self, name: &str) -> Result<Vec<String>, NoLine> {
        let ends = self.ends(name)?;
        let _listening = Listening::begin(&ends.listens);
        // A page that asks twice at once is answered one question after the other.
        let mut hear = ends.hear.lock().await;
        let Ok(first) = timeout(HEAR_WITHIN, hear.recv()).await else { return Ok(vec![]) };
        let mut texts = vec![first.ok_or(NoLine)?];
        while let Ok(text) = hear.try_recv() {
            texts.push(text);
        }
        Ok(texts)
    }

    fn ends(&self, name: &str) -> Result<Ends, NoLine> {
        self.all().get(name).cloned().ok_or(NoLine)
    }

    /// No code panics while it holds the lock; if one ever did, the table would still be whole.
    fn all(&self) -> MutexGuard<'_, HashMap<String, Ends>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Polled {
    /// What the page says next; `None` once it is closed. May be dropped while it waits without losing anything.
    pub(super) async fn recv(&mut self) -> Option<String> {
        let Self { heard, listens, .. } = self;
        loop {
            let state = *listens.borrow_and_update();
            let closed = async {
                match state {
                    Listens::Now(_) => std::future::pending().await,
                    Listens::NotSince(then) => sleep_until(then + UNHEARD_FOR).await,
                }
            };
            tokio::select! {
                // What was said comes before the end.
                biased;
                text = heard.recv() => return text,
                changed = listens.changed() => changed.ok()?,
                () = closed => return None,
            }
        }
    }
}

/// One question that waits for an answer. A page that is closed drops it.
struct Listening<'a>(&'a watch::Sender<Listens>);

impl<'a> Listening<'a> {
    fn begin(listens: &'a watch::Sender<Listens>) -> Self {
        listens.send_modify(|state| {
            *state = match *state {
                Listens::Now(count) => Listens::Now(count + 1),
                Listens::NotSince(_) => Listens::Now(1),
            };
        });
        Self(listens)
    }
}

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|state| {
            *state = match *state {
                Listens::Now(count) if count > 1 => Listens::Now(count - 1),
                Listens::Now(_) | Listens::NotSince(_) => Listens::NotSince(Instant::now()),
            };
        });
    }
}

/// Takes a line off the list some time after it has ended.
#[derive(Debug)]
struct Listed {
    name: String,
    polls: Polls,
}

impl Drop for Listed {
    fn drop(&mut self) {
        let (name, polls) = (std::mem::take(&mut self.name), self.polls.clone());
        let forget = move || polls.all().remove(&name);
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => {
                runtime.spawn(async move {
                    tokio::time::sleep(LAST_WORDS_FOR).await;
                    forget();
                });
            }
            // The server is at its end.
            Err(_) => {
                forget();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_said_is_heard_on_that_line_alone_and_in_order() {
        let polls = Polls::default();
        let (one, mut server) = polls.open().unwrap();
        let (other, _other_server) = polls.open().unwrap();
        polls.say(&one, vec!["a".into(), "b".into()]).await.unwrap();
        assert_eq!((server.recv().await.unwrap(), server.recv().await.unwrap()), ("a".into(), "b".into()));
        for text in ["c", "d"] {
            server.says.send(text.into()).await.unwrap();
        }
        assert_eq!(polls.hear(&one).await.unwrap(), ["c", "d"]);
        assert_eq!(polls.hear(&other).await.unwrap(), Vec::<String>::new(), "nothing, after a while");
    }

    #[tokio::test]
    async fn a_page_that_listens_is_there_and_one_that_does_not_is_closed() {
        let polls = Polls::default();
        let (line, mut server) = polls.open().unwrap();
        let listens = async {
            for _ in 0..6 {
                polls.hear(&line).await.unwrap();
            }
        };
        tokio::select! {
            () = listens => {}
            ended = server.recv() => panic!("it listens, and was taken for closed: {ended:?}"),
        }
        let begun = Instant::now();
        let ended = timeout(UNHEARD_FOR * 20, server.recv()).await;
        assert_eq!(ended, Ok(None), "nobody listens any more");
        assert!(begun.elapsed() >= UNHEARD_FOR / 2);
    }

    #[tokio::test]
    async fn last_words_are_heard_after_the_end_and_then_there_is_no_line() {
        let polls = Polls::default();
        let (line, server) = polls.open().unwrap();
        server.says.send("outdated".into()).await.unwrap();
        drop(server);
        assert_eq!(polls.hear(&line).await.unwrap(), ["outdated"]);
        assert_eq!(polls.hear(&line).await, Err(NoLine));
        assert_eq!(polls.say(&line, vec!["x".into()]).await, Err(NoLine));
        tokio::time::sleep(LAST_WORDS_FOR * 2).await;
        assert!(polls.all().is_empty());
        assert_eq!(polls.hear("l0").await, Err(NoLine));
    }
}
