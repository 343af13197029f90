//! Waiting for other processes: the one place where the language's side of it stands.
//!
//! Enters: a wait of a slot's protocol. Leaves: its answer, with signals served. The interpreter's lock is given up meanwhile.
use super::arena::Place;
use super::process::has_ended;
use super::slot::{Answer, Waiting};
use crate::deadlock::family::{Patrol, Slice, Target};
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often somebody who waits looks whether the owner still lives, or whether somebody who was to pass the permit on was killed.
const LOOK: Duration = Duration::from_millis(100);
/// Timeouts from here on are for ever.
const ENDLESS: f64 = 3.0e9;

/// How long somebody is ready to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    Now,
    /// Until then; `None`: as long as it takes.
    Until(Option<Instant>),
}

impl Patience {
    /// `block` and `timeout` of an acquire.
    pub fn of(vm: &mut Vm, block: bool, timeout: &Value) -> Outcome<Patience> {
        if !block {
            return Ok(Patience::Now);
        }
        if timeout.is_none() || timeout.is_missing() {
            return Ok(Patience::Until(None));
        }
        let seconds = vm.float(timeout)?;
        if seconds >= ENDLESS {
            return Ok(Patience::Until(None));
        }
        // A number that is none counts as no time at all.
        if seconds > 0.0 {
            Ok(Patience::Until(Some(
                vm.now() + Duration::from_secs_f64(seconds),
            )))
        } else {
            Ok(Patience::Now)
        }
    }
}

/// Waits by `wait` until there is an answer other than an interruption. An exception of a signal handler leaves in between, and that of
/// a deadlock. `target` says who can end the wait.
pub fn until_answered(
    vm: &mut Vm,
    this: &Value,
    place: &Place,
    deadline: Option<Instant>,
    target: impl Fn() -> Target,
    wait: impl Fn(&Waiting) -> Answer + Sync,
) -> Outcome<Answer> {
    let me = vm.slot.clone();
    let (mut spins, spun) = (place.process.spins(), AtomicBool::new(false));
    if vm.is_seeded() {
        // Who has it is a thread of this program: it has to run meanwhile.
        let interrupted = || me.is_interrupted();
        loop {
            let answer = wait(&Waiting {
                deadline: Some(now()),
                look: Some(LOOK),
                spins: false,
                spun: &spun,
                interrupted: &interrupted,
                ended: &has_ended,
            });
            let time = vm.now();
            let late = deadline.is_some_and(|deadline| deadline <= time);
            if answer != Answer::TimedOut || late {
                return Ok(answer);
            }
            vm.pause(Wait::Process(this.identity()))?;
        }
    }
    let why = Wait::Process(this.identity());
    let mut patrol = Patrol::begin(vm, deadline, &why);
    loop {
        let slice = patrol.as_ref().map(Patrol::slice);
        let interrupted = || me.is_interrupted() || slice.as_ref().is_some_and(Slice::is_over);
        let look = slice.as_ref().map_or(LOOK, |slice| slice.end() - now());
        // That somebody else has got the number of a process that ended is seldom, and takes long to find out.
        let is_hasty = slice.as_ref().is_some_and(Slice::is_hasty);
        let ended = |process, began: Option<u64>| has_ended(process, began.filter(|_| !is_hasty));
        let waiting = Waiting {
            deadline,
            look: Some(look.min(LOOK)),
            spins,
            spun: &spun,
            interrupted: &interrupted,
            ended: &ended,
        };
        let answer = vm.detach(why, || wait(&waiting));
        if answer != Answer::Interrupted {
            if spins {
                place.process.spun(spun.load(Ordering::Relaxed));
            }
            return Ok(answer);
        }
        if Patrol::after_interrupt(&mut patrol, vm, &why, true, &target)? {
            // It has looked long enough without sleeping.
            spins = false;
        }
    }
}
