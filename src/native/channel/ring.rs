//! The protocol of a channel: how messages get into the ring and out of it, so that the death of anybody at any instant loses at
//! most the message it was sending or had just taken.
//!
//! A message is one record, or several when it is longer than fits. A record is written behind the tail and then made visible by
//! one change of the tail; it is copied out and then removed by one change of the head. So a writer that dies leaves no trace of
//! its record, and a reader that dies leaves the record to the next. A message of several records whose writer or reader died
//! in the middle is skipped: each record says whether a message begins and whether it ends there.
//!
//! Callers: the class, outside the interpreter's lock when a call may wait or copies much.

use super::shared::{Locked, Producer, Shared, Side, sleep_on, wake};
use crate::sched::{Instant, now};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

/// Who sleeps looks around that often: somebody may have died between his change and the wake-up.
pub const LOOK: Duration = Duration::from_millis(200);
/// How long somebody may have a lock who only looks whether there is room.
const MOMENT: Duration = Duration::from_millis(1);
/// Bytes in front of a record's own: its length, flags, tag and the length of the whole message.
const HEAD: u64 = 24;
const BEGINS: u32 = 1;
const ENDS: u32 = 2;
/// Records keep to multiples of this.
const STEP: u64 = 8;
/// Room for messages is made in advance up to this size.
const TRUSTED: u64 = 1 << 26;

/// How an attempt ended.
#[derive(Debug)]
pub enum Step<T> {
    /// Well.
    Done(T),
    /// There is nothing, or no room.
    NotNow,
    /// The time is over.
    Late,
    /// Somebody shall look whether signals came, and call again.
    Interrupted,
    /// Nothing is sent any more.
    Closed,
    /// The calling thread is inside already: a signal handler used the channel it had interrupted.
    Reentered,
    /// The ring holds what no writer wrote.
    Damaged,
}

/// A message as it came.
#[derive(Debug)]
pub struct Message {
    /// The number its sender gave it.
    pub tag: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How a caller waits.
pub struct Waiting<'a> {
    /// Until when.
    pub deadline: Option<Instant>,
    /// How long to sleep at most before looking around.
    pub look: Duration,
    /// Whether it shall return to look for signals, or for deadlocks. Asked only after what is waited for was not there.
    pub interrupted: &'a (dyn Fn() -> bool + Sync),
    /// Cleared if the call has changed what others may wait for, or has not found out that it cannot, although it returns `Interrupted`.
    pub was_in_vain: &'a AtomicBool,
}

impl Waiting<'_> {
    /// When to look around next.
    fn slice(&self) -> Instant {
        let look = now() + self.look;
        self.deadline.map_or(look, |deadline| deadline.min(look))
    }
    fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| now() >= deadline)
    }
    fn is_not_in_vain(&self) {
        self.was_in_vain.store(false, SeqCst);
    }
}

/// What a record says of itself.
struct Record {
    length: u64,
    flags: u32,
    tag: u64,
    total: u64,
}

const fn padded(length: u64) -> u64 {
    (length + HEAD).next_multiple_of(STEP)
}

impl Shared {
    /// Takes a lock, waiting for it.
    fn enter(&self, side: Side, waiting: &Waiting) -> Step<()> {
        loop {
            match self.lock_until(side, waiting.slice()) {
                Locked::Yes | Locked::Inherited => return Step::Done(()),
                Locked::Own => return Step::Reentered,
                Locked::Busy if (waiting.interrupted)() => return Step::Interrupted,
                Locked::Busy if waiting.is_late() => return Step::Late,
                Locked::Busy => {}
            }
        }
    }

    /// Takes the writers' lock for a message whose first record needs that much room. Who returns interrupted and in vain has seen that
    /// there was no such room, or that another message was in the middle: whoever has the lock otherwise gives it back by himself.
    fn enter_writing(&self, needed: u64, waiting: &Waiting) -> Step<()> {
        let words = self.head();
        let has_room = || self.room() >= needed || words.closed.load(SeqCst) != 0;
        if !has_room() && (waiting.interrupted)() {
            return Step::Interrupted;
        }
        let is_hopeless = || !has_room() || words.in_message.load(SeqCst) != 0;
        match self.enter(Side::Writing, waiting) {
            Step::Interrupted if !is_hopeless() => {
                match self.lock_until(Side::Writing, now() + MOMENT) {
                    Locked::Yes | Locked::Inherited => return Step::Done(()),
                    Locked::Own => return Step::Reentered,
                    Locked::Busy => {}
                }
                if !is_hopeless() {
                    waiting.is_not_in_vain();
                }
                Step::Interrupted
            }
            other => other,
        }
    }

    fn room(&self) -> u64 {
        let words = self.head();
        self.capacity().saturating_sub(
            words
                .tail
                .load(SeqCst)
                .wrapping_sub(words.head.load(SeqCst)),
        )
    }

    /// Writes a record and makes it visible. The caller has the writers' lock and has seen the room.
    fn commit(&self, bytes: &[u8], flags: u32, tag: u64, total: u64) {
        let words = self.head();
        let tail = words.tail.load(SeqCst);
        let mut head = [0; HEAD as usize];
        head[..4].copy_from_slice(&(bytes.len() as u32).to_ne_bytes());
        head[4..8].copy_from_slice(&flags.to_ne_bytes());
        head[8..16].copy_from_slice(&tag.to_ne_bytes());
        head[16..].copy_from_slice(&total.to_ne_bytes());
        self.write(tail, &head);
        self.write(tail + HEAD, bytes);
        words.tail.store(tail + padded(bytes.len() as u64), SeqCst);
        words.arrivals.fetch_add(1, SeqCst);
    }

    /// Sends a message if there is room for it and nobody else is sending.
    pub fn send_now(&self, bytes: &[u8], tag: u64) -> Step<()> {
        if self.head().closed.load(SeqCst) != 0 {
            return Step::Closed;
        }
        let total = bytes.len() as u64;
        let needed = padded(total);
        if self.room() < needed {
            return Step::NotNow;
        }
        match self.try_lock(Side::Writing) {
            Locked::Yes | Locked::Inherited => {}
            Locked::Busy => return Step::NotNow,
            Locked::Own => return Step::Reentered,
        }
        let fits = self.room() >= needed;
        if fits {
            self.commit(bytes, BEGINS | ENDS, tag, total);
        }
        self.unlock(Side::Writing);
        if !fits {
            return Step::NotNow;
        }
        wake(&self.head().arrivals, &self.head().readers, 1);
        Step::Done(())
    }

    /// Sends a message, waiting for room. `sent` is how much has been sent already, by calls that were interrupted; while it is not
    /// zero the caller has the writers' lock.
    pub fn send(
        &self,
        bytes: &[u8],
        tag: u64,
        sent: &mut usize,
        tell: &(dyn Fn() + Sync),
        waiting: &Waiting,
    ) -> Step<()> {
        // Long messages go in pieces of a quarter of the ring: so both sides copy at the same time.
        let piece_of = |rest: usize| (rest as u64).min(self.capacity() / 4 - HEAD);
        if *sent == 0 {
            match self.enter_writing(padded(piece_of(bytes.len())), waiting) {
                Step::Done(()) => {}
                other => return other,
            }
        }
        let words = self.head();
        let outcome = loop {
            if words.closed.load(SeqCst) != 0 {
                break Step::Closed;
            }
            let rest = bytes.len() - *sent;
            let piece = piece_of(rest);
            let departures = words.departures.load(SeqCst);
            if self.room() >= padded(piece) {
                let end = *sent + piece as usize;
                let begins = if *sent == 0 { BEGINS } else { 0 };
                let ends = if end == bytes.len() { ENDS } else { 0 };
                self.commit(&bytes[*sent..end], begins | ends, tag, bytes.len() as u64);
                waiting.is_not_in_vain();
                *sent = end;
                words.in_message.store(u32::from(ends == 0), SeqCst);
                tell();
                wake(&words.arrivals, &words.readers, 1);
                if ends != 0 {
                    break Step::Done(());
                }
            } else if (waiting.interrupted)() {
                break Step::Interrupted;
            } else if *sent == 0 && waiting.is_late() {
                break Step::Late;
            } else {
                let until = now() + waiting.look;
                sleep_on(&words.departures, departures, &words.writers, until);
            }
        };
        // Only a call that will be continued keeps the lock.
        if !(matches!(outcome, Step::Interrupted) && *sent != 0) {
            self.leave_writing();
        }
        outcome
    }

    /// Ends a message that will not be continued, and gives the writers' lock back.
    pub fn abandon(&self) {
        self.leave_writing();
    }

    fn leave_writing(&self) {
        self.head().in_message.store(0, SeqCst);
        self.unlock(Side::Writing);
    }

    /// The record at the head, if there is one. The caller has the readers' lock.
    fn record(&self) -> Result<Option<Record>, ()> {
        let words = self.head();
        let (head, tail) = (words.head.load(SeqCst), words.tail.load(SeqCst));
        let there = tail.wrapping_sub(head);
        if there == 0 {
            return Ok(None);
        }
        if there < HEAD || there > self.capacity() {
            return Err(());
        }
        let mut bytes = Vec::with_capacity(HEAD as usize);
        self.read(head, HEAD as usize, &mut bytes);
        let word = |at: usize| u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap_or([0; 8]));
        let record = Record {
            length: word(0) & 0xffff_ffff,
            flags: (word(0) >> 32) as u32,
            tag: word(8),
            total: word(16),
        };
        match padded(record.length) <= there {
            true => Ok(Some(record)),
            false => Err(()),
        }
    }

    /// Removes the record at the head. With the last one of a message an item is gone: it is counted first, since a death in
    /// between then makes room for one too many, never for one too few.
    fn depart(&self, record: &Record) {
        let words = self.head();
        if record.flags & ENDS != 0 {
            self.account();
        }
        let head = words.head.load(SeqCst);
        words.head.store(head + padded(record.length), SeqCst);
        words.departures.fetch_add(1, SeqCst);
        wake(&words.departures, &words.writers, 1);
    }

    /// One item less.
    fn account(&self) {
        let words = self.head();
        if words.counted != 0 {
            let fewer = words
                .count
                .fetch_update(SeqCst, SeqCst, |count| count.checked_sub(1));
            if fewer.is_ok() && words.limit != 0 {
                wake(&words.count, &words.putters, 1);
            }
        }
    }

    /// Takes the message at the head if it is one record of at most `most` bytes. The caller has the readers' lock. `slot` is
    /// where a worker says what it has taken.
    fn take_record(&self, most: u64, slot: Option<usize>) -> Step<Message> {
        loop {
            match self.record() {
                Err(()) => return Step::Damaged,
                Ok(None) => return Step::NotNow,
                // What is left of a message whose beginning somebody else took along.
                Ok(Some(record)) if record.flags & BEGINS == 0 => self.depart(&record),
                Ok(Some(record)) if record.flags & ENDS == 0 || record.length > most => {
                    return Step::Late;
                }
                Ok(Some(record)) => {
                    let mut bytes = Vec::with_capacity(record.length as usize);
                    self.read(
                        self.head().head.load(SeqCst) + HEAD,
                        record.length as usize,
                        &mut bytes,
                    );
                    if let Some(place) = slot.and_then(|slot| self.head().slots.get(slot)) {
                        place.store(record.tag, SeqCst);
                    }
                    self.depart(&record);
                    return Step::Done(Message {
                        tag: record.tag,
                        bytes,
                    });
                }
            }
        }
    }

    /// Takes the message at the head if it is short and nobody else is reading; `Late` if it is there and cannot be had so.
    pub fn receive_now(&self, most: u64, slot: Option<usize>) -> Step<Message> {
        if self.is_empty() {
            return self.nothing();
        }
        match self.try_lock(Side::Reading) {
            Locked::Yes | Locked::Inherited => {}
            Locked::Busy => return Step::Late,
            Locked::Own => return Step::Reentered,
        }
        let outcome = self.take_record(most, slot);
        self.unlock(Side::Reading);
        match outcome {
            Step::NotNow => self.nothing(),
            other => other,
        }
    }

    fn nothing<T>(&self) -> Step<T> {
        match self.head().closed.load(SeqCst) != 0 && self.is_empty() {
            true => Step::Closed,
            false => Step::NotNow,
        }
    }

    /// Takes a message, waiting for it. A message that has begun to come is waited for however late it is, as long as its
    /// writer lives.
    pub fn receive(&self, slot: Option<usize>, waiting: &Waiting) -> Step<Message> {
        let words = self.head();
        loop {
            let arrivals = words.arrivals.load(SeqCst);
            if self.is_empty() {
                if let closed @ Step::Closed = self.nothing() {
                    return closed;
                }
                if (waiting.interrupted)() {
                    return Step::Interrupted;
                }
                if waiting.is_late() {
                    return Step::Late;
                }
                sleep_on(&words.arrivals, arrivals, &words.readers, waiting.slice());
                continue;
            }
            match self.enter(Side::Reading, waiting) {
                Step::Done(()) => {}
                Step::Interrupted => return Step::Interrupted,
                Step::Reentered => return Step::Reentered,
                _ => return Step::Late,
            }
            let mut outcome = self.take_record(u64::MAX, slot);
            if let Step::Late = outcome {
                outcome = self.take_records(slot);
            }
            self.unlock(Side::Reading);
            match outcome {
                // Somebody was faster, or the writer died in the middle and room was made.
                Step::NotNow | Step::Late => waiting.is_not_in_vain(),
                other => return other,
            }
        }
    }

    /// Takes a message of several records. The caller has the readers' lock, and the first record is there.
    fn take_records(&self, slot: Option<usize>) -> Step<Message> {
        let words = self.head();
        let mut message: Option<Message> = None;
        loop {
            let arrivals = words.arrivals.load(SeqCst);
            match self.record() {
                Err(()) => return Step::Damaged,
                Ok(None) => {
                    sleep_on(&words.arrivals, arrivals, &words.readers, now() + LOOK / 4);
                    // The writer keeps its lock until the message is whole. If the lock is free there is no writer any more.
                    if self.is_empty()
                        && matches!(
                            self.try_lock(Side::Writing),
                            Locked::Yes | Locked::Inherited
                        )
                    {
                        let over = self.is_empty();
                        self.unlock(Side::Writing);
                        if over {
                            return Step::NotNow;
                        }
                    }
                }
                Ok(Some(record)) => {
                    if record.flags & BEGINS != 0 {
                        let room = record.total.min(TRUSTED).max(record.length);
                        message = Some(Message {
                            tag: record.tag,
                            bytes: Vec::with_capacity(room as usize),
                        });
                    }
                    if let Some(message) = &mut message {
                        let from = words.head.load(SeqCst) + HEAD;
                        self.read(from, record.length as usize, &mut message.bytes);
                    }
                    let ends = record.flags & ENDS != 0;
                    if ends
                        && message.is_some()
                        && let Some(place) = slot.and_then(|slot| words.slots.get(slot))
                    {
                        place.store(record.tag, SeqCst);
                    }
                    self.depart(&record);
                    if ends {
                        return message.map_or(Step::NotNow, Step::Done);
                    }
                }
            }
        }
    }

    /// Whether no record is there.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.head().head.load(SeqCst) == self.head().tail.load(SeqCst)
    }

    /// Lets nobody send any more; everybody who waits learns it.
    pub fn close(&self) {
        let words = self.head();
        words.closed.store(1, SeqCst);
        for (word, sleepers) in [
            (&words.arrivals, &words.readers),
            (&words.departures, &words.writers),
        ] {
            word.fetch_add(1, SeqCst);
            wake(word, sleepers, i32::MAX);
        }
    }

    // ---- the count of items ---------------------------------------------------------------------------------------------

    /// The entry of a process among the producers, for a limit that its death shall not use up.
    pub fn producer(&self, process: u32) -> Option<&Producer> {
        let producers = &self.head().producers;
        let mine = producers
            .iter()
            .find(|producer| producer.process.load(SeqCst) == process);
        mine.or_else(|| {
            producers.iter().find(|producer| {
                let free = producer
                    .process
                    .compare_exchange(0, process, SeqCst, SeqCst);
                free.is_ok()
            })
        })
    }

    /// Promises an item, if the limit allows.
    pub fn reserve_now(&self, producer: Option<&Producer>) -> bool {
        let words = self.head();
        // First the promise, then the count: a death in between makes room for one too many, never for one too few.
        if let Some(producer) = producer {
            producer.pending.fetch_add(1, SeqCst);
        }
        let limit = if words.limit == 0 {
            u32::MAX
        } else {
            words.limit
        };
        let more = words
            .count
            .fetch_update(SeqCst, SeqCst, |count| (count < limit).then(|| count + 1));
        if more.is_err()
            && let Some(producer) = producer
        {
            keep_promise(producer);
        }
        more.is_ok()
    }

    /// Promises an item, waiting until the limit allows.
    pub fn reserve(
        &self,
        producer: Option<&Producer>,
        ended: &(dyn Fn(u32) -> bool + Sync),
        waiting: &Waiting,
    ) -> Step<()> {
        let words = self.head();
        loop {
            let count = words.count.load(SeqCst);
            if self.reserve_now(producer) {
                return Step::Done(());
            }
            if (waiting.interrupted)() {
                // What the dead have promised counts no more.
                if self.bury(ended) {
                    waiting.is_not_in_vain();
                    continue;
                }
                return Step::Interrupted;
            }
            if waiting.is_late() {
                return Step::Late;
            }
            let before = now();
            if count >= words.limit {
                sleep_on(&words.count, count, &words.putters, waiting.slice());
            }
            let has_looked_long = now().nanos_since(before) >= waiting.look.as_nanos() as u64;
            if has_looked_long && self.bury(ended) {
                waiting.is_not_in_vain();
            }
        }
    }

    /// Takes back what producers have promised that died; true if there was any.
    fn bury(&self, ended: &(dyn Fn(u32) -> bool + Sync)) -> bool {
        let words = self.head();
        let mut any = false;
        for producer in &words.producers {
            let process = producer.process.load(SeqCst);
            if process != 0 && ended(process) {
                let lost = producer.pending.swap(0, SeqCst);
                let _ = producer
                    .process
                    .compare_exchange(process, 0, SeqCst, SeqCst);
                let _ = words
                    .count
                    .fetch_update(SeqCst, SeqCst, |count| Some(count.saturating_sub(lost)));
                wake(&words.count, &words.putters, i32::MAX);
                any |= lost != 0;
            }
        }
        any
    }

    /// Gives up a promise.
    pub fn unreserve(&self, producer: Option<&Producer>) {
        if let Some(producer) = producer {
            keep_promise(producer);
        }
        self.account();
    }

    // ---- the count of tasks ---------------------------------------------------------------------------------------------

    /// Reports an item as done; false if there is none left to report.
    pub fn task_done(&self) -> bool {
        let words = self.head();
        match words
            .unfinished
            .fetch_update(SeqCst, SeqCst, |count| count.checked_sub(1))
        {
            Ok(1) => wake(&words.unfinished, &words.joiners, i32::MAX),
            Ok(_) => {}
            Err(_) => return false,
        }
        true
    }

    /// Waits until every item is reported as done.
    pub fn join(&self, waiting: &Waiting) -> Step<()> {
        let words = self.head();
        loop {
            let count = words.unfinished.load(SeqCst);
            if count == 0 {
                return Step::Done(());
            }
            if (waiting.interrupted)() {
                return Step::Interrupted;
            }
            if waiting.is_late() {
                return Step::Late;
            }
            sleep_on(&words.unfinished, count, &words.joiners, waiting.slice());
        }
    }
}

/// What was promised is sent, or will not be.
pub fn keep_promise(producer: &Producer) {
    let _ = producer
        .pending
        .fetch_update(SeqCst, SeqCst, |pending| pending.checked_sub(1));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls that return at once when they cannot go on; whether the last one was in vain.
    fn hasty<T>(call: impl FnOnce(&Waiting) -> T) -> (T, bool) {
        let was_in_vain = AtomicBool::new(true);
        let waiting = Waiting {
            deadline: None,
            look: Duration::ZERO,
            interrupted: &|| true,
            was_in_vain: &was_in_vain,
        };
        (call(&waiting), was_in_vain.load(SeqCst))
    }

    #[test]
    fn an_interrupted_sender_says_whether_it_was_in_vain() {
        let shared = Shared::new(4096, 0, false).unwrap();
        let long = vec![7; 6000];
        let mut sent = 0;
        let mut send = || hasty(|waiting| shared.send(&long, 1, &mut sent, &|| (), waiting));
        // Half of it finds room: who waits for that can go on. The rest does not.
        assert!(matches!(send(), (Step::Interrupted, false)));
        assert!(matches!(send(), (Step::Interrupted, true)));
        let other = |bytes: usize| {
            let send = || {
                let bytes = vec![0; bytes];
                hasty(|waiting| shared.send(&bytes, 2, &mut 0, &|| (), waiting))
            };
            std::thread::scope(|scope| scope.spawn(send).join().unwrap())
        };
        assert!(matches!(other(8), (Step::Interrupted, true)));
        // There is room for a short one, but the long one is not whole.
        let record = shared.record().unwrap().unwrap();
        shared.depart(&record);
        assert!(matches!(other(8), (Step::Interrupted, true)));
        shared.close();
        assert!(matches!(send(), (Step::Closed, _)));
        assert!(matches!(other(8), (Step::Closed, _)));
    }

    #[test]
    fn a_lock_that_comes_back_by_itself_is_waited_for() {
        let shared = Shared::new(4096, 0, false).unwrap();
        assert_eq!(shared.try_lock(Side::Writing), Locked::Yes);
        let send = || hasty(|waiting| shared.send(&[1; 8], 1, &mut 0, &|| (), waiting));
        let (step, was_in_vain) = std::thread::scope(|scope| scope.spawn(send).join().unwrap());
        assert!(matches!(step, Step::Interrupted) && !was_in_vain);
        shared.unlock(Side::Writing);
        assert!(matches!(send(), (Step::Done(()), _)));
    }

    #[test]
    fn what_the_dead_have_promised_makes_nobody_wait() {
        let shared = Shared::new(4096, 1, true).unwrap();
        assert!(shared.reserve_now(shared.producer(1)));
        let reserve = |is_dead: bool| {
            let (step, _) = hasty(|waiting| shared.reserve(None, &|_| is_dead, waiting));
            step
        };
        assert!(matches!(reserve(false), Step::Interrupted));
        assert!(matches!(reserve(true), Step::Done(())));
    }
}
