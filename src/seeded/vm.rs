//! The virtual machine's side of runs that can be repeated: booking instructions, polls, the clock, and calls of the system that
//! may wait.
#![allow(unsafe_code)] // Calls of libc about descriptors; the next instruction is read through the program counter.

use super::{EPOCH, ORIGIN, ready};
use crate::code::Op;
use crate::gil::lock::Blocked;
use crate::native::os_error::last_errno;
use crate::native::signals;
use crate::object::builtin::Exc;
use crate::sched::{Instant, Wait};
use crate::vm::{Outcome, Vm};
use std::time::Duration;

/// How long a thread sleeps between two attempts at what can only be tried.
const PAUSE: Duration = Duration::from_millis(1);

/// Instructions that nobody else can see before a poll lets others run all the same: a loop may consist of such alone.
const MOST_UNSEEN: u32 = 200;

/// How a call on a descriptor may be made.
enum Way {
    /// It does not wait, or only for the outside: files, terminals, the standard streams.
    AtOnce,
    /// It may wait for another thread, until the descriptor is ready for these events.
    Waits(i16),
}

fn way_of(fd: i32, what: &str) -> Way {
    const STANDARD: i32 = 2;
    if fd <= STANDARD {
        return Way::AtOnce;
    }
    // SAFETY: calls that fill a structure or give a number.
    let (mode, flags) = unsafe {
        let mut status: libc::stat = std::mem::zeroed();
        if libc::fstat(fd, &mut status) != 0 {
            return Way::AtOnce;
        }
        (
            status.st_mode & libc::S_IFMT,
            libc::fcntl(fd, libc::F_GETFL),
        )
    };
    let is_file = matches!(
        mode,
        libc::S_IFREG | libc::S_IFDIR | libc::S_IFCHR | libc::S_IFBLK
    );
    if is_file || flags & libc::O_NONBLOCK != 0 {
        return Way::AtOnce;
    }
    let writes = what.starts_with("send") || what.contains("write");
    Way::Waits(if writes { libc::POLLOUT } else { libc::POLLIN })
}

/// Makes a call on a descriptor that returns instead of waiting.
fn without_waiting(fd: i32, call: &mut dyn FnMut() -> i64) -> Result<i64, i32> {
    // SAFETY: flags of a descriptor; nobody else runs meanwhile.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        if flags >= 0 {
            libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK);
        }
        let result = call();
        let number = last_errno();
        if flags >= 0 {
            libc::fcntl(fd, libc::F_SETFL, flags);
        }
        if result == -1 {
            Err(number)
        } else {
            Ok(result)
        }
    }
}

impl Vm {
    /// True for a run that can be repeated.
    #[inline]
    pub fn is_seeded(&self) -> bool {
        self.interp().seeded.is_some()
    }

    /// The number of the process as the program sees it.
    pub fn process_number(&self) -> i64 {
        self.shown_process(std::process::id() as i32)
    }

    /// What the program sees of a number that the system has for a process, a group or a session. All but its own are the parent's
    /// in a run that can be repeated, which knows no other process.
    pub fn shown_process(&self, number: i32) -> i64 {
        match self.is_seeded() {
            true if number == std::process::id() as i32 => super::PID,
            true => super::PID - 1,
            false => i64::from(number),
        }
    }

    /// The system's number of the process that the program means.
    pub fn real_process(&self, shown: i32) -> i32 {
        match i64::from(shown) - super::PID {
            0 if self.is_seeded() => std::process::id() as i32,
            -1 if self.is_seeded() => std::os::unix::process::parent_id() as i32,
            _ => shown,
        }
    }

    /// What time it is, for the program and for its deadlines.
    pub fn now(&mut self) -> Instant {
        self.settle();
        self.interp().lock.now()
    }

    /// Books the instructions that ran since the last time. To be called before anything looks at the clock or gives the lock up.
    #[inline]
    pub(crate) fn settle(&mut self) {
        if self.is_seeded() {
            self.settle_slowly();
        }
    }

    #[cold]
    fn settle_slowly(&mut self) {
        let ran = self.settled - self.ticks;
        self.settled = self.ticks;
        if ran > 0
            && let Some(seeded) = &self.interp().seeded
        {
            seeded.book(self.slot.id(), ran as u64);
            self.interp().lock.book(&self.slot, ran as u64);
        }
    }

    /// After a wait: what happened meanwhile may have to be looked at.
    #[inline]
    pub(crate) fn watch_countdown(&mut self) {
        if self.is_seeded() {
            self.shorten_countdown();
        }
    }

    /// Begins a new countdown.
    pub(crate) fn count_down(&mut self) {
        self.settle();
        if let Some(seeded) = &self.interp().seeded {
            self.ticks = seeded.gap(self.slot.id()).max(1) as i32;
            self.settled = self.ticks;
        }
    }

    /// What a poll does when the countdown is over: before an operation that others can see another thread may run.
    #[cold]
    pub(crate) fn poll_seeded(&mut self) {
        self.settle();
        // SAFETY: at a poll the program counter is at the next instruction.
        let next = self
            .frames
            .last()
            .and_then(|_| Op::from_u8(unsafe { (*self.pc).op }));
        if next.is_some_and(|op| !op.is_visible())
            && self.unseen < MOST_UNSEEN
            && !(self.interp().seeded.as_ref()).is_some_and(|seeded| seeded.is_due(self.slot.id()))
        {
            self.unseen += 1;
            (self.ticks, self.settled) = (1, 1);
            return;
        }
        self.unseen = 0;
        self.note_seeded_place(true);
        self.offer_turn();
        self.count_down();
    }

    /// RuntimeError in the main thread when all threads have come to be blocked for ever, and no report has told so.
    pub(crate) fn raise_if_stuck(&mut self) -> Outcome<()> {
        match &self.interp().seeded {
            Some(seeded) if self.is_main && seeded.take_stuck() => {
                Err(self.raise(Exc::RuntimeError, super::STUCK))
            }
            _ => Ok(()),
        }
    }

    /// Says where the thread is, if that is wanted.
    pub(crate) fn note_seeded_place(&mut self, next: bool) {
        if let Some(seeded) = &self.interp().seeded
            && seeded.wants_places()
        {
            seeded.set_place(self.slot.id(), self.place(next));
        }
    }

    /// Nanoseconds of one of the system's clocks, as this run has them; None if it has the system's own.
    pub fn virtual_clock(&mut self, clock: libc::clockid_t) -> Option<i128> {
        self.settle();
        let seeded = self.interp().seeded.as_ref()?;
        let passed = self.interp().lock.now().as_nanos();
        Some(i128::from(match clock {
            libc::CLOCK_REALTIME | libc::CLOCK_REALTIME_COARSE | libc::CLOCK_TAI => {
                EPOCH + (passed - ORIGIN)
            }
            libc::CLOCK_PROCESS_CPUTIME_ID => seeded.work_nanos(),
            libc::CLOCK_THREAD_CPUTIME_ID => seeded.thread_nanos(self.slot.id()),
            libc::CLOCK_MONOTONIC
            | libc::CLOCK_MONOTONIC_COARSE
            | libc::CLOCK_MONOTONIC_RAW
            | libc::CLOCK_BOOTTIME => passed,
            _ => return None,
        }))
    }

    /// The identity of an object as the program sees it: its address, or in a run that can be repeated a number of its own.
    pub fn identity_of(&self, value: &crate::object::value::Value) -> u64 {
        let own = value.identity();
        let (Some(seeded), Some(header)) = (&self.interp().seeded, value.header()) else {
            return own;
        };
        let id = self.slot.id();
        crate::object::weak::identity(self, header, || seeded.new_identity(id))
    }

    /// Lets other threads run until one of these descriptors is ready or the deadline has passed; `revents` says which. How many
    /// are ready.
    pub fn wait_descriptors(
        &mut self,
        entries: &mut [libc::pollfd],
        deadline: Option<Instant>,
        why: Wait,
    ) -> Outcome<i64> {
        loop {
            signals::serve(self)?;
            let count = ready::poll(entries, 0);
            if count < 0 {
                let number = last_errno();
                return Err(self.raise_errno(number, None));
            }
            let now = self.now();
            if count > 0 || deadline.is_some_and(|deadline| deadline <= now) {
                return Ok(i64::from(count));
            }
            if let Some(seeded) = &self.interp().seeded {
                seeded.watch(entries);
            }
            self.block(why, deadline);
        }
    }

    /// Lets other threads run for a moment of virtual time: for what can only be tried again.
    pub fn pause(&mut self, why: Wait) -> Outcome<()> {
        signals::serve(self)?;
        let deadline = self.now() + PAUSE;
        while self.block(why, Some(deadline)) == Blocked::Interrupted {
            signals::serve(self)?;
        }
        Ok(())
    }

    /// As [`Vm::system_call`] for a call on a descriptor, in a run that can be repeated: never waits while others can run.
    pub(crate) fn seeded_call(
        &mut self,
        why: Wait,
        mut call: impl FnMut() -> i64 + Send,
    ) -> Outcome<Result<i64, i32>> {
        let Wait::Io { fd, what } = why else {
            return self.call_at_once(&mut call);
        };
        let Way::Waits(events) = way_of(fd, what) else {
            return self.call_at_once(&mut call);
        };
        loop {
            let mut entry = [libc::pollfd {
                fd,
                events,
                revents: 0,
            }];
            self.wait_descriptors(&mut entry, None, why)?;
            match self.detach(why, || without_waiting(fd, &mut call)) {
                Err(libc::EINTR) => signals::serve(self)?,
                // Another thread was quicker.
                Err(libc::EAGAIN) => {}
                result => return Ok(result),
            }
        }
    }

    /// Connects a socket that waits, without waiting: the error is EINPROGRESS if the rest is to be waited for.
    pub(crate) fn connect_seeded(
        &mut self,
        why: Wait,
        mut call: impl FnMut() -> i64,
    ) -> Outcome<Result<i64, i32>> {
        let Wait::Io { fd, .. } = why else {
            return self.call_at_once(&mut call);
        };
        loop {
            match without_waiting(fd, &mut call) {
                // The line of a socket in the file system is full.
                Err(libc::EAGAIN) => self.pause(why)?,
                result => return Ok(result),
            }
        }
    }

    fn call_at_once(&mut self, call: &mut dyn FnMut() -> i64) -> Outcome<Result<i64, i32>> {
        loop {
            match call() {
                -1 => match last_errno() {
                    libc::EINTR => signals::serve(self)?,
                    number => return Ok(Err(number)),
                },
                result => return Ok(Ok(result)),
            }
        }
    }
}
