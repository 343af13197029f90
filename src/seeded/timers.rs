//! Timers that send signals, in runs that can be repeated: on the virtual clocks instead of the machine's. Waits for signals.
//!
//! A timer's time comes with an instruction ([`Seeded::book`]) or while nobody can run. Countdowns end there at the latest
//! ([`Timers::until`]), so that the signal comes before the same instruction under a drawn schedule and its replay.
#![allow(unsafe_code)] // Signals are sent and waited for by calls of libc.

use super::{NANOS, Seeded};
use crate::gil::lock::{Blocked, SIGNAL_BIT};
use crate::native::os_error::last_errno;
use crate::native::signals;
use crate::sched::{Instant, Wait};
use crate::vm::{Outcome, Vm};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::Ordering;

/// The signals of the timers, by the system's numbers of these: `ITIMER_REAL`, `ITIMER_VIRTUAL`, `ITIMER_PROF`.
const SIGNALS: [i32; 3] = [libc::SIGALRM, libc::SIGVTALRM, libc::SIGPROF];

/// A timer, in nanoseconds of its clock.
#[derive(Clone, Copy, Default)]
struct Timer {
    /// When it sends its signal; none while it is off.
    deadline: Option<u64>,
    /// How much later it does so again; 0: it does not.
    interval: u64,
}

/// The timers of the process.
#[derive(Default)]
pub(super) struct Timers([Timer; SIGNALS.len()]);

/// What the clocks of the timers say: the first one's, and that of work, which is the others'.
#[derive(Clone, Copy)]
pub(super) struct Times {
    pub(super) clock: u64,
    pub(super) work: u64,
}

impl Times {
    fn of(self, timer: usize) -> u64 {
        match timer {
            0 => self.clock,
            _ => self.work,
        }
    }
}

impl Timers {
    /// Nanoseconds left of each timer that is on.
    fn left(&self, times: Times) -> impl Iterator<Item = u64> {
        let timers = self.0.iter().enumerate();
        timers.filter_map(move |(at, timer)| Some(timer.deadline?.saturating_sub(times.of(at))))
    }

    /// Instructions until the first signal comes.
    pub(super) fn until(&self, times: Times) -> u32 {
        let nanos = self.left(times).min();
        let count = nanos.map(|nanos| nanos.div_ceil(NANOS).max(1));
        count.map_or(u32::MAX, |count| u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// When the clock sends a signal although nobody works.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.0[0].deadline.map(Instant::from_nanos)
    }

    /// The signal of a timer whose time has come. Times that passed unnoticed are not made up for.
    fn take_due(&mut self, times: Times) -> Option<i32> {
        for (at, timer) in self.0.iter_mut().enumerate() {
            let now = times.of(at);
            if let Some(deadline) = timer.deadline.filter(|&deadline| deadline <= now) {
                let rounds = (now - deadline).checked_div(timer.interval);
                // One beyond the clock's range does not come.
                timer.deadline = rounds
                    .and_then(|rounds| timer.interval.checked_mul(rounds + 1))
                    .and_then(|later| deadline.checked_add(later));
                return Some(SIGNALS[at]);
            }
        }
        None
    }

    /// What is left of a timer, and its interval.
    fn setting(&self, at: usize, times: Times) -> (u64, u64) {
        let timer = self.0[at];
        let left = |deadline: u64| deadline.saturating_sub(times.of(at)).max(1);
        (timer.deadline.map_or(0, left), timer.interval)
    }

    fn set(&mut self, at: usize, times: Times, (value, interval): (u64, u64)) {
        self.0[at] = match value {
            0 => Timer::default(),
            value => Timer {
                deadline: Some(times.of(at).saturating_add(value)),
                interval,
            },
        };
    }
}

/// Nanoseconds of a time; none if it is not one.
fn nanos_of(time: libc::timeval) -> Option<u64> {
    let micros = u64::try_from(time.tv_usec).ok()?;
    if micros >= 1_000_000 {
        return None;
    }
    let seconds = u64::try_from(time.tv_sec).ok()?;
    // Beyond this the clock does not come.
    Some(seconds.min(u64::MAX / 4_000_000_000) * 1_000_000_000 + micros * 1000)
}

/// What is left counts as begun microseconds: zero would mean that the timer is off.
fn time_of(nanos: u64) -> libc::timeval {
    let micros = nanos.div_ceil(1000);
    libc::timeval {
        tv_sec: (micros / 1_000_000) as libc::time_t,
        tv_usec: (micros % 1_000_000) as libc::suseconds_t,
    }
}

impl Seeded {
    /// What the clocks of timers say.
    pub(super) fn times(&self) -> Times {
        Times {
            clock: self.clock.load(Ordering::Relaxed),
            work: self.work_nanos(),
        }
    }

    /// Sends the signals whose time has come, to the one system thread there is.
    pub(super) fn fire_timers(&self) {
        loop {
            let due = self.state.lock().timers.take_due(self.times());
            let Some(number) = due else {
                return;
            };
            // SAFETY: no preconditions. Its handler, if it has one, notes the signal.
            unsafe { libc::raise(number) };
        }
    }

    /// Instructions until a timer's signal comes.
    pub(super) fn until_timer(&self) -> u32 {
        self.state.lock().timers.until(self.times())
    }
}

impl Vm {
    /// The setting of a timer, which gets a new one if that is given, or the number of an error; None if the timers are the system's.
    pub fn virtual_timer(
        &mut self,
        which: i32,
        new: Option<libc::itimerval>,
    ) -> Option<Result<libc::itimerval, i32>> {
        self.settle();
        let seeded = self.interp().seeded.clone()?;
        let Some(at) = usize::try_from(which).ok().filter(|&at| at < SIGNALS.len()) else {
            return Some(Err(libc::EINVAL));
        };
        let new = match new {
            None => None,
            Some(new) => match (nanos_of(new.it_value), nanos_of(new.it_interval)) {
                (Some(value), Some(interval)) => Some((value, interval)),
                _ => return Some(Err(libc::EINVAL)),
            },
        };
        let times = seeded.times();
        let (value, interval) = {
            let timers = &mut seeded.state.lock().timers;
            let old = timers.setting(at, times);
            if let Some(new) = new {
                timers.set(at, times, new);
            }
            old
        };
        self.shorten_countdown();
        Some(Ok(libc::itimerval {
            it_value: time_of(value),
            it_interval: time_of(interval),
        }))
    }

    /// Has the countdown end where a timer's signal comes, or at once if a signal is to be served: after a wait, and when a timer is
    /// set.
    #[cold]
    pub(crate) fn shorten_countdown(&mut self) {
        let Some(seeded) = &self.interp().seeded else {
            return;
        };
        let bits = self.interp().lock.breaker().load(Ordering::Relaxed);
        let most = match self.is_main && bits & SIGNAL_BIT != 0 {
            true => 1,
            false => i32::try_from(seeded.until_timer()).unwrap_or(i32::MAX),
        };
        if most < self.ticks {
            self.settle();
            self.ticks = most;
            self.settled = most;
        }
    }

    /// Lets others run until a signal has come and been served; it may come from outside.
    pub fn pause_until_signal(&mut self, why: Wait) -> Outcome<()> {
        signals::serve(self)?;
        loop {
            if let Some(seeded) = &self.interp().seeded {
                // It is never ready, but the system can be waited in.
                let never = libc::pollfd {
                    fd: -1,
                    events: 0,
                    revents: 0,
                };
                seeded.watch(&[never]);
            }
            let outcome = self.block(why, None);
            let has_come = signals::is_pending();
            signals::serve(self)?;
            if outcome == Blocked::Interrupted && has_come {
                return Ok(());
            }
        }
    }

    /// Lets others run until one of the signals is pending; false if the deadline passes first.
    pub fn wait_pending(
        &mut self,
        set: &libc::sigset_t,
        deadline: Option<Instant>,
        why: Wait,
    ) -> Outcome<bool> {
        // SAFETY: the set lives across the call; the descriptor is nobody else's.
        let descriptor = unsafe {
            match libc::signalfd(-1, set, libc::SFD_CLOEXEC | libc::SFD_NONBLOCK) {
                -1 => return Err(self.raise_errno(last_errno(), None)),
                number => OwnedFd::from_raw_fd(number),
            }
        };
        let mut entries = [libc::pollfd {
            fd: descriptor.as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        }];
        Ok(self.wait_descriptors(&mut entries, deadline, why)? > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_come_and_come_again() {
        let at = |clock: u64| Times { clock, work: 0 };
        let mut timers = Timers::default();
        assert_eq!(timers.until(at(5)), u32::MAX);
        timers.set(0, at(100), (50, 30));
        assert_eq!(timers.setting(0, at(110)), (40, 30));
        assert_eq!((timers.until(at(100)), timers.until(at(200))), (3, 1));
        assert_eq!(timers.take_due(at(149)), None);
        assert_eq!(timers.take_due(at(150)), Some(libc::SIGALRM));
        assert_eq!(timers.take_due(at(150)), None);
        assert_eq!(timers.deadline(), Some(Instant::from_nanos(180)));
        // Two rounds are over: one signal, and the next round.
        assert_eq!(timers.take_due(at(215)), Some(libc::SIGALRM));
        assert_eq!(timers.deadline(), Some(Instant::from_nanos(240)));
        timers.set(0, at(215), (0, 30));
        assert_eq!(timers.setting(0, at(215)), (0, 0));
        timers.set(2, at(215), (10, 0));
        assert_eq!(timers.take_due(at(1000)), None);
        let worked = Times {
            clock: 215,
            work: 10,
        };
        assert_eq!(timers.take_due(worked), Some(libc::SIGPROF));
        assert_eq!(timers.take_due(worked), None);
    }

    #[test]
    fn times_are_checked_and_rounded_up() {
        let time = |tv_sec, tv_usec| libc::timeval { tv_sec, tv_usec };
        assert_eq!(nanos_of(time(1, 2)), Some(1_000_002_000));
        assert_eq!(nanos_of(time(-1, 0)), None);
        assert_eq!(nanos_of(time(0, 1_000_000)), None);
        assert_eq!(time_of(1).tv_usec, 1);
        assert_eq!(time_of(2_000_001_000).tv_sec, 2);
    }
}
