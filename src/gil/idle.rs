//! What a thread without the lock does: it looks for an answer for a moment, or sleeps for ever.

use std::time::Duration;

use super::super::sync::{Futex, Ordering, SPIN_NANOS, spin_loop};
use super::{SPIN_CREDIT, SPIN_PAUSE, Slot};
use crate::sched::now;

/// Looks for an answer for about the time that two wake-ups in the kernel take, before the caller sleeps: two threads that pass
/// items to and fro then never enter the kernel. Whether it is worth while is learnt: success allows more, failure stops it but
/// for an attempt now and then.
pub(super) fn spin_for_answer(me: &Slot) {
    if SPIN_NANOS == 0 {
        return;
    }
    let credit = me.spin_credit.load(Ordering::Relaxed);
    if credit < 0 {
        me.spin_credit.store(credit + 1, Ordering::Relaxed);
        return;
    }
    let end = now() + Duration::from_nanos(SPIN_NANOS);
    loop {
        for _ in 0..8 {
            if me.word.load(Ordering::Relaxed) != 0 {
                me.spin_credit
                    .store((credit + 1).min(SPIN_CREDIT), Ordering::Relaxed);
                return;
            }
            spin_loop();
        }
        if now() > end {
            break;
        }
    }
    let left = if credit == 0 { -SPIN_PAUSE } else { credit - 1 };
    me.spin_credit.store(left, Ordering::Relaxed);
}

/// What becomes of a thread that asks for the lock of an interpreter that has ended: it must not unwind through foreign frames,
/// and it must not run.
pub(super) fn sleep_for_ever() -> ! {
    let word = Futex::new(0);
    loop {
        word.wait(0, None);
    }
}
