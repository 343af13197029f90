//! Sockets in runs that can be repeated: only this machine's own addresses, and ports whose numbers are the same every time.
//!
//! The kernel gives out port numbers as it likes. A program sees numbers of our own for those that it did not choose itself;
//! every address on its way in or out passes here.

use super::Seeded;
use crate::vm::{Outcome, Vm};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::atomic::Ordering;

/// The first port shown for one that the kernel chose.
const FIRST_PORT: u16 = 40_001;

/// The kernel's port numbers and those that are shown.
#[derive(Default)]
pub(super) struct Ports {
    shown: BTreeMap<u16, u16>,
    real: BTreeMap<u16, u16>,
}

impl Ports {
    fn note(&mut self, real: u16, shown: u16) {
        self.shown.insert(real, shown);
        self.real.insert(shown, real);
    }
}

impl Seeded {
    /// The number the program sees for a port of the kernel's.
    pub fn shown_port(&self, real: u16) -> u16 {
        let state = &mut *self.state.lock();
        if let Some(&shown) = state.ports.shown.get(&real) {
            return shown;
        }
        if real == 0 {
            return 0;
        }
        let taken = |shown: &u16| !state.ports.real.contains_key(shown);
        let shown = (FIRST_PORT..=u16::MAX).find(taken).unwrap_or(real);
        state.ports.note(real, shown);
        shown
    }

    /// The kernel's port for a number that the program gives; by `chosen` the program gives a socket this very number.
    pub fn real_port(&self, shown: u16, chosen: bool) -> u16 {
        let state = &mut *self.state.lock();
        if chosen && shown != 0 {
            state.ports.note(shown, shown);
        }
        state.ports.real.get(&shown).copied().unwrap_or(shown)
    }
}

impl Seeded {
    /// Whether a socket of this program has that port of the kernel's.
    fn owns_port(&self, real: u16) -> bool {
        self.state.lock().ports.shown.contains_key(&real)
    }
}

impl Vm {
    /// RuntimeError if a stream was connected to that port and another program answers there.
    pub fn refuse_other_program(&mut self, port: u16) -> Outcome<()> {
        match &self.interp().seeded {
            Some(seeded) if !seeded.owns_port(port) => {
                self.refuse_if_seeded(&format!("connecting to another program at port {port}"))
            }
            _ => Ok(()),
        }
    }

    /// RuntimeError if a run that can be repeated wants to talk to another machine.
    pub fn refuse_outside(&mut self, address: std::net::IpAddr, function: &str) -> Outcome<()> {
        let Some(seeded) = &self.interp().seeded else {
            return Ok(());
        };
        seeded.has_internet.store(true, Ordering::Relaxed);
        let own = match address {
            std::net::IpAddr::V4(host) => host.is_loopback() || host == Ipv4Addr::UNSPECIFIED,
            std::net::IpAddr::V6(host) => host.is_loopback() || host == Ipv6Addr::UNSPECIFIED,
        };
        match own {
            true => Ok(()),
            false => self.refuse_if_seeded(&format!("{function}() of the address {address}")),
        }
    }

    /// RuntimeError if a run that can be repeated looks up a name that somebody else would have to answer.
    pub fn refuse_looking_up(&mut self, host: Option<&std::ffi::CStr>) -> Outcome<()> {
        let Some(host) = host.filter(|_| self.is_seeded()) else {
            return Ok(());
        };
        let host = host.to_string_lossy().into_owned();
        if host.parse::<std::net::IpAddr>().is_ok() || matches!(&*host, "" | "localhost") {
            return Ok(());
        }
        self.refuse_if_seeded(&format!("looking up {host:?}"))
    }
}
