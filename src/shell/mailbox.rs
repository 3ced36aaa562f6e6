//! Events one at a time. What happens while an event is being worked on waits until that is done: a browser may
//! call back from within the very call that an effect makes.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

/// Where events wait.
pub struct Mailbox<E> {
    waiting: RefCell<VecDeque<E>>,
    busy: Cell<bool>,
    work: RefCell<Box<dyn FnMut(E)>>,
}

impl<E: 'static> Mailbox<E> {
    /// A mailbox whose events are dropped until [`Self::open`].
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            waiting: RefCell::default(),
            busy: Cell::new(false),
            work: RefCell::new(Box::new(|_| {})),
        })
    }

    /// Says what is done with each event.
    pub fn open(&self, work: impl FnMut(E) + 'static) {
        *self.work.borrow_mut() = Box::new(work);
    }

    /// Hands in an event. Returns when it, and what it led to, is done, or at once when another is being worked on.
    pub fn post(&self, event: E) {
        self.waiting.borrow_mut().push_back(event);
        if self.busy.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.waiting.borrow_mut().pop_front() else { break };
            (self.work.borrow_mut())(event);
        }
        self.busy.set(false);
    }

    /// A way to hand in events that keeps nothing alive.
    pub fn sender(self: &Rc<Self>) -> Sender<E> {
        Sender(Rc::downgrade(self))
    }
}

/// Hands in events as long as there is a mailbox.
pub struct Sender<E>(Weak<Mailbox<E>>);

impl<E> Clone for Sender<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<E: 'static> Sender<E> {
    /// Hands in an event; without a mailbox it is dropped.
    pub fn send(&self, event: E) {
        if let Some(mailbox) = self.0.upgrade() {
            mailbox.post(event);
        }
    }
}
