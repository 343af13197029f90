//! Which process this is and whether others still live: what robust locks need to know.
//!
//! Enters: process numbers. Leaves: the calling process's identity, which a fork changes, and the answer whether another one has
//! ended. A process is known by its number and the time at which it began, since numbers come again.
#![allow(unsafe_code)] // System calls about processes.

use super::permits::Owner;
use std::cell::Cell;
use std::fs;

/// The calling process. Forked children have to be told: see [`super::after_fork_in_child`].
pub struct ThisProcess {
    number: Cell<u32>,
    began: Cell<Option<u64>>,
    forks: Cell<u32>,
    spins: bool,
    /// Spins that may still fail; below zero, waits that do without.
    credit: Cell<i32>,
}

/// Spins in vain before spinning stops.
const CREDIT: i32 = 4;
/// Waits that then do without.
const PAUSE: i32 = 40;

impl ThisProcess {
    /// The calling process.
    pub fn new() -> ThisProcess {
        ThisProcess {
            number: Cell::new(std::process::id()),
            began: Cell::new(None),
            forks: Cell::new(0),
            credit: Cell::new(CREDIT),
            spins: std::thread::available_parallelism().is_ok_and(|count| count.get() > 1),
        }
    }

    /// Looks again who it is, in the child of a fork.
    pub fn forked(&self) {
        self.number.set(std::process::id());
        self.began.set(None);
        self.forks.set(self.forks.get().wrapping_add(1));
    }

    /// Changes with every fork on the way to this process.
    #[inline]
    pub fn forks(&self) -> u32 {
        self.forks.get()
    }

    /// Whether looking for an answer before sleeping makes sense: on this machine, and by what came of it lately.
    pub fn spins(&self) -> bool {
        if self.credit.get() < 0 {
            self.credit.set(self.credit.get() + 1);
            return false;
        }
        self.spins
    }

    /// Notes what came of looking.
    pub fn spun(&self, in_vain: bool) {
        let credit = self.credit.get();
        self.credit.set(match in_vain {
            false => CREDIT,
            true if credit <= 0 => -PAUSE,
            true => credit - 1,
        });
    }

    /// The process as the owner of a lock.
    #[inline]
    pub fn owner(&self) -> Owner {
        let process = self.number.get();
        let began = match self.began.get() {
            Some(began) => began,
            None => {
                let began = beginning(process).unwrap_or(0);
                self.began.set(Some(began));
                began
            }
        };
        Owner { process, began }
    }
}

impl Default for ThisProcess {
    fn default() -> Self {
        ThisProcess::new()
    }
}

/// When a process began, in ticks since the machine was started.
fn beginning(process: u32) -> Option<u64> {
    let text = fs::read(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in brackets, may contain anything.
    let end = memchr::memrchr(b')', &text)?;
    let rest = std::str::from_utf8(&text[end + 1..]).ok()?;
    rest.split_ascii_whitespace().nth(19)?.parse().ok()
}

/// Whether a process has ended; a zombie has. `began`: when it began, if that is known.
pub fn has_ended(process: u32, began: Option<u64>) -> bool {
    // SAFETY: the call takes two numbers.
    let descriptor =
        unsafe { libc::syscall(libc::SYS_pidfd_open, process as libc::pid_t, 0) } as i32;
    if descriptor >= 0 {
        let mut entry = libc::pollfd {
            fd: descriptor,
            events: libc::POLLIN,
            revents: 0,
        };
        // SAFETY: one entry, and a descriptor of our own.
        let ended = unsafe {
            let ready = libc::poll(&mut entry, 1, 0);
            libc::close(descriptor);
            ready == 1
        };
        if ended {
            return true;
        }
    } else if crate::native::os_error::last_errno() == libc::ESRCH {
        return true;
    }
    let is_another = |before| before != 0 && beginning(process).is_some_and(|now| now != before);
    began.is_some_and(is_another)
}

/// How a child of this process ended, as far as nobody has asked for it yet.
pub fn ending_of(process: u32) -> Option<String> {
    // SAFETY: the structure is filled by the call, which leaves the child for others to wait for.
    let info = unsafe {
        let mut info: libc::siginfo_t = std::mem::zeroed();
        let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        if libc::waitid(libc::P_PID, process, &mut info, options) != 0 || info.si_pid() == 0 {
            return None;
        }
        info
    };
    // SAFETY: a filled structure of an ended child.
    let status = unsafe { info.si_status() };
    Some(match info.si_code {
        libc::CLD_EXITED => format!("exit code {status}"),
        _ => format!("killed by signal {status}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_living_are_known_by_number_and_beginning() {
        let owner = ThisProcess::new().owner();
        assert!(owner.began > 0);
        assert!(!has_ended(owner.process, Some(owner.began)));
        assert!(!has_ended(owner.process, None));
        assert!(has_ended(owner.process, Some(owner.began - 1)));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let number = child.id();
        while !has_ended(number, None) {
            std::thread::yield_now();
        }
        assert_eq!(ending_of(number).as_deref(), Some("exit code 0"));
        child.wait().unwrap();
        assert!(has_ended(number, None));
        assert_eq!(ending_of(number), None);
    }
}
