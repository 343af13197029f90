//! Tests of the line for the lock, apart from it because the model check compiles that file, too, where real atomics are not.
use std::time::Duration;

use super::lock::Arrival;
use super::policy::Policy;
use super::queue::Queue;
use super::slot::Slot;
use crate::sched::Instant;

#[test]
fn turns_grow_while_threads_only_compute() {
    let millis = Duration::from_millis;
    let slot = Slot::new(1, "one");
    let mut queue = Queue::new(Policy::Fair, Policy::Fair.rules());
    let start = Instant::from_nanos(1);
    assert_eq!(queue.due(start), None);
    let mut turn = |arrival| {
        queue.push(&slot, arrival);
        let due = queue.due(start);
        queue.choose();
        due
    };
    assert_eq!(turn(Arrival::New), Some(start + millis(1)));
    let turns: Vec<_> = (0..100).map(|_| turn(Arrival::Preempted)).collect();
    assert_eq!(turns[6], Some(start + millis(1)));
    assert_eq!(turns[7], Some(start + millis(2)));
    assert_eq!(turns[99], Some(start + millis(5)));
    // Who comes back from waiting does not wait for long, and turns are short again.
    let soon = start + Policy::Fair.rules().minimum_slice;
    assert_eq!(turn(Arrival::Io), Some(soon));
    assert_eq!(turn(Arrival::Preempted), Some(start + millis(1)));
}

#[test]
fn a_slice_that_was_chosen_does_not_grow() {
    let policy = Policy::Interval(Duration::from_secs(1 << 40));
    let slot = Slot::new(1, "one");
    let mut queue = Queue::new(policy, policy.rules());
    queue.push(&slot, Arrival::New);
    let first = queue.due(Instant::from_nanos(1));
    for _ in 0..1000 {
        queue.push(&slot, Arrival::Preempted);
    }
    assert_eq!(queue.due(Instant::from_nanos(1)), first);
}
