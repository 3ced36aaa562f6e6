//! Which addresses clients are given: the configured ones, or the machine's own. No other is ever asked for or told.

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr},
};

use crate::config::SfuError;

/// The addresses to give to clients, and which of them are this machine's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addresses {
    advertised: Vec<IpAddr>,
    local: BTreeSet<IpAddr>,
    configured: bool,
}

impl Addresses {
    /// The configured addresses, or, when there are none, those of the machine's network interfaces.
    pub(crate) fn find(configured: &[IpAddr]) -> Result<Self, SfuError> {
        let found: Vec<IpAddr> = if_addrs::get_if_addrs()
            .map_err(SfuError::Addresses)?
            .iter()
            .map(|interface| interface.ip())
            .collect();
        Self::choose(configured, &found)
    }

    fn choose(configured: &[IpAddr], found: &[IpAddr]) -> Result<Self, SfuError> {
        let reachable: Vec<IpAddr> = found.iter().copied().filter(|ip| is_reachable(*ip)).collect();
        let advertised = if !configured.is_empty() {
            configured.to_vec()
        } else if !reachable.is_empty() {
            reachable
        } else {
            // A machine without a network can still hold a meeting with itself.
            found.iter().copied().filter(IpAddr::is_loopback).collect()
        };
        if advertised.is_empty() {
            return Err(SfuError::NoAddress);
        }
        let local = found.iter().copied().collect();
        Ok(Self { advertised, local, configured: !configured.is_empty() })
    }

    /// The addresses to give to clients for a port bound to `bound`: all of its family, or the bound one alone.
    pub(crate) fn for_port(&self, bound: SocketAddr) -> Vec<SocketAddr> {
        if !self.configured && !bound.ip().is_unspecified() {
            return vec![bound];
        }
        let addresses = self.advertised.iter().copied().filter(|ip| match bound.ip() {
            IpAddr::V4(v4) if v4.is_unspecified() => ip.is_ipv4(),
            IpAddr::V6(v6) if v6.is_unspecified() => true,
            // Bound to one address: another one of this machine would not be listened to, whereas an address that
            // is not this machine's is that of a router in front of it.
            one => *ip == one || (!self.local.contains(ip) && ip.is_ipv4() == one.is_ipv4()),
        });
        addresses.map(|ip| SocketAddr::new(ip, bound.port())).collect()
    }

    /// Whether packets can be sent from `ip` itself, rather than through a router that puts it in.
    pub(crate) fn is_local(&self, ip: IpAddr) -> bool {
        self.local.contains(&ip)
    }
}

/// Loopback reaches nobody, and link-local addresses need a zone that a candidate cannot carry.
fn is_reachable(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => !v4.is_loopback() && !v4.is_link_local() && !v4.is_unspecified(),
        IpAddr::V6(v6) => !v6.is_loopback() && !v6.is_unicast_link_local() && !v6.is_unspecified(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ips(texts: &[&str]) -> Vec<IpAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn given(configured: &[&str], found: &[&str], bound: &str) -> Vec<String> {
        let addresses = Addresses::choose(&ips(configured), &ips(found)).unwrap();
        addresses.for_port(bound.parse().unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn without_configuration_the_machines_own_addresses_are_given_and_no_others() {
        let found = ["127.0.0.1", "10.0.0.5", "169.254.3.4", "::1", "fe80::1", "2001:db8::5"];
        assert_eq!(given(&[], &found, "0.0.0.0:70"), ["10.0.0.5:70"]);
        assert_eq!(given(&[], &found, "[::]:70"), ["10.0.0.5:70", "[2001:db8::5]:70"]);
    }

    #[test]
    fn configured_addresses_are_given_and_no_others() {
        assert_eq!(given(&["203.0.113.9"], &["10.0.0.5"], "0.0.0.0:70"), ["203.0.113.9:70"]);
        assert_eq!(
            given(&["203.0.113.9", "10.0.0.5"], &["10.0.0.5", "10.0.0.6"], "10.0.0.6:70"),
            ["203.0.113.9:70"]
        );
    }

    #[test]
    fn a_machine_without_a_network_gives_its_loopback_address() {
        assert_eq!(given(&[], &["127.0.0.1", "::1"], "0.0.0.0:70"), ["127.0.0.1:70"]);
    }

    #[test]
    fn a_port_bound_to_one_address_gives_that_one() {
        assert_eq!(given(&[], &["10.0.0.5", "10.0.0.6"], "10.0.0.6:70"), ["10.0.0.6:70"]);
        assert_eq!(given(&[], &["127.0.0.1", "10.0.0.6"], "127.0.0.1:70"), ["127.0.0.1:70"]);
    }

    #[test]
    fn a_machine_without_any_address_is_refused() {
        assert!(matches!(Addresses::choose(&[], &[]), Err(SfuError::NoAddress)));
    }
}
