//! The newest of what was told, whatever the order in which it came.

use std::collections::BTreeMap;

use crate::{
    units::Millis,
    validity::{Lasting, Timed},
};

/// The newest of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Newest<T>(Option<Timed<T>>);

impl<T> Default for Newest<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Ord + Lasting> Newest<T> {
    pub(crate) fn learn(&mut self, at: Millis, value: T) {
        if self.0.as_ref().is_none_or(|known| (known.at, &known.value) < (at, &value)) {
            self.0 = Some(Timed { at, value });
        }
    }

    pub(crate) fn at(&self, now: Millis) -> Option<&Timed<T>> {
        self.0.as_ref()?.valid(now)
    }
}

/// The newest of one kind for each of several things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewestOf<K, T>(BTreeMap<K, Newest<T>>);

impl<K, T> Default for NewestOf<K, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, T: Ord + Lasting> NewestOf<K, T> {
    pub(crate) fn learn(&mut self, key: K, at: Millis, value: T) {
        self.0.entry(key).or_default().learn(at, value);
    }

    pub(crate) fn at(&self, key: &K, now: Millis) -> Option<&Timed<T>> {
        self.0.get(key)?.at(now)
    }

    pub(crate) fn all_at(&self, now: Millis) -> impl Iterator<Item = (&K, &Timed<T>)> {
        self.0.iter().filter_map(move |(key, newest)| Some((key, newest.at(now)?)))
    }
}
