//! How many connections may be open: from one address, and in all. Beyond that a door is shut with a clear answer,
//! rather than the whole house falling down.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// How many connections may be open at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From one address; of IPv6, from one network of 64 bits, which is what one household has.
    pub per_address: usize,
    /// In all.
    pub in_all: usize,
}

/// Why no further connection is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Crowded {
    /// Too many from there.
    #[error("too many connections from this address")]
    There,
    /// Too many in all.
    #[error("too many connections")]
    Everywhere,
}

/// Counts the open connections. Clones count together.
#[derive(Clone, Debug)]
pub struct Crowd {
    limits: Limits,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Crowd {
    /// Nobody is here yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, open: Arc::default() }
    }

    /// Counts one more from there, until the place is dropped.
    pub fn enter(&self, from: IpAddr) -> Result<Place, Crowded> {
        let from = household(from);
        let mut open = lock(&self.open);
        if open.values().sum::<usize>() >= self.limits.in_all {
            return Err(Crowded::Everywhere);
        }
        let count = open.entry(from).or_default();
        if *count >= self.limits.per_address {
            return Err(Crowded::There);
        }
        *count += 1;
        Ok(Place { from, open: Arc::clone(&self.open) })
    }
}

/// One open connection.
#[derive(Debug)]
pub struct Place {
    from: IpAddr,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if let Some(count) = open.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.from);
            }
        }
    }
}

fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & !u128::from(u64::MAX)).into(),
        four @ IpAddr::V4(_) => four,
    }
}

/// No code panics while it holds this lock; if one ever did, the table would still be whole.
fn lock(open: &Mutex<HashMap<IpAddr, usize>>) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_cannot_take_all_the_places() {
        let crowd = Crowd::new(Limits { per_address: 2, in_all: 3 });
        let first = crowd.enter(ip("192.0.2.1")).unwrap();
        let _second = crowd.enter(ip("::ffff:192.0.2.1")).unwrap();
        assert_eq!(crowd.enter(ip("192.0.2.1")).unwrap_err(), Crowded::There);
        let _third = crowd.enter(ip("192.0.2.2")).unwrap();
        assert_eq!(crowd.enter(ip("192.0.2.3")).unwrap_err(), Crowded::Everywhere);
        drop(first);
        assert!(crowd.enter(ip("192.0.2.1")).is_ok());
    }

    #[test]
    fn one_household_with_ipv6_counts_as_one_address() {
        let crowd = Crowd::new(Limits { per_address: 1, in_all: 10 });
        let _one = crowd.enter(ip("2001:db8:0:1::1")).unwrap();
        assert_eq!(crowd.enter(ip("2001:db8:0:1:ffff::2")).unwrap_err(), Crowded::There);
        assert!(crowd.enter(ip("2001:db8:0:2::1")).is_ok());
    }

    #[test]
    fn who_has_left_is_not_remembered() {
        let crowd = Crowd::new(Limits { per_address: 1, in_all: 1 });
        drop(crowd.enter(ip("192.0.2.1")));
        assert!(lock(&crowd.open).is_empty());
    }
}
