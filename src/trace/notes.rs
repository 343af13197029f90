//! What the machine tells the recorder: events with the place they happen at, names of threads.
//!
//! Enters: calls at the places where threads wait, take locks, print. Leaves: events for the lock's tap. Off, each call is a look at
//! one flag.
#![allow(unsafe_code)] // Objects that the caller waits for are read by address.

use super::desk::{Desk, Initially, ThreadFacts};
use super::numbers::{Birth, Objects};
use crate::deadlock::graph::Want;
use crate::native::library;
use crate::object::origin::Origin;
use crate::sched::{Event, NO_NUMBER, Wait, thread_time};
use crate::vm::Vm;
use crate::vm::thread::interp_threads;
use std::sync::{Arc, MutexGuard, PoisonError};

/// Objects for whose names the program's variables are looked through; further ones are called by their place.
const MOST_NAMED: usize = 500;

impl Vm {
    /// Whether events of this interpreter are recorded.
    #[inline(always)]
    pub(crate) fn is_recording(&self) -> bool {
        self.interp().lock.tap().is_on()
    }

    /// Records an event of this thread, if events are recorded.
    #[inline(always)]
    pub(crate) fn record(&mut self, make: impl FnOnce(&mut Vm) -> Event) {
        if self.is_recording() {
            self.record_now(make);
        }
    }

    #[cold]
    #[inline(never)]
    fn record_now(&mut self, make: impl FnOnce(&mut Vm) -> Event) {
        let time = self.now();
        let event = make(self);
        let tap = self.interp().lock.tap();
        tap.emit(self.slot.id(), || (time, event));
    }

    /// Records how much processor time this thread has used. Under a virtual clock nobody could compare it with anything.
    pub(crate) fn note_used(&mut self) {
        if self.is_recording() && !self.is_seeded() {
            self.record_now(|_| Event::Used {
                cpu_ns: thread_time(),
            });
        }
    }

    /// Tells the recorder what this thread is about to wait for, and where.
    #[cold]
    #[inline(never)]
    pub(crate) fn note_wait(&mut self, why: Wait) {
        let (object, site) = self.object_and_site(why);
        self.slot.set_place(object, site);
    }

    /// Records where this thread was when it was made to give the lock up.
    #[cold]
    #[inline(never)]
    pub(crate) fn note_place(&mut self) {
        self.record(|vm| Event::Place {
            site: vm.site_number(),
        });
    }

    /// The desk. It is locked under the interpreter's lock only, and never across a wait, so nobody has to wait for it.
    pub(crate) fn desk(&self) -> MutexGuard<'_, Option<Box<Desk>>> {
        let desk = &self.interp().desk;
        desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frame of the line this thread is at: the innermost one that is not the library's.
    fn own_frame(&self, desk: &Desk) -> Option<usize> {
        let own = self.frames.iter().rposition(|frame| {
            let name = &frame.code().code.source.name;
            let is_helper = desk.is_clone && &**name == "<string>";
            !library::has(name) && !is_helper
        });
        own.or(self.frames.len().checked_sub(1))
    }

    /// The number of the line this thread is at.
    pub(crate) fn site_number(&self) -> u32 {
        let mut desk = self.desk();
        let Some(desk) = desk.as_deref_mut().filter(|desk| desk.is_active) else {
            return NO_NUMBER;
        };
        let Some(index) = self.own_frame(desk) else {
            return NO_NUMBER;
        };
        let code = &self.frames[index].code().code;
        let instruction = self.instruction_of(index);
        if let Some(number) = desk.sites.find(Arc::as_ptr(code), instruction) {
            return number;
        }
        let (number, is_new) = desk.sites.add(code, instruction);
        if is_new {
            desk.site_added(number);
        }
        number
    }

    /// The numbers of what is waited for, or of what a call that borrows it does something to, and of the line this thread is at.
    pub(crate) fn object_and_site(&mut self, wait: Wait) -> (u32, u32) {
        match self.known_numbers(wait, true) {
            Some(known) => known,
            None => (self.object_number(wait), self.site_number()),
        }
    }

    /// The number of the object alone.
    pub(crate) fn object_alone(&mut self, wait: Wait) -> u32 {
        match self.known_numbers(wait, false) {
            Some((object, _)) => object,
            None => self.object_number(wait),
        }
    }

    /// Both numbers, or the object's, if they are given already. A program that does little else than take locks comes here twice
    /// for each.
    fn known_numbers(&self, wait: Wait, with_site: bool) -> Option<(u32, u32)> {
        if matches!(wait, Wait::Join(_)) {
            return None;
        }
        let key = Objects::key(wait)?;
        // SAFETY: as in `object_number`.
        let value = unsafe { Want::of(&wait).value() };
        let payload = value.as_ref().and_then(|value| value.any_payload());
        let birth = birth_of(payload.and_then(|payload| payload.origin()));
        let desk = self.desk();
        let desk = desk.as_deref().filter(|desk| desk.is_active)?;
        let object = desk.objects.find(key, birth)?;
        if !with_site {
            return Some((object, NO_NUMBER));
        }
        let index = self.own_frame(desk)?;
        let code = Arc::as_ptr(&self.frames[index].code().code);
        let site = desk.sites.find(code, self.instruction_of(index))?;
        Some((object, site))
    }

    /// The number of what is waited for, or of what a call that borrows it does something to.
    fn object_number(&mut self, wait: Wait) -> u32 {
        let Some(mut key) = Objects::key(wait) else {
            return NO_NUMBER;
        };
        if !self.desk().as_deref().is_some_and(|desk| desk.is_active) {
            return NO_NUMBER;
        }
        let mut name = None;
        if let Wait::Join(handle) = wait {
            // Handles come and go at the same address; the number of the thread does not come again.
            let records = &interp_threads(self).records;
            let joined = records.iter().find(|(_, record)| {
                (record.handle.as_ref()).is_some_and(|known| known.identity() == handle)
            });
            if let Some((id, record)) = joined {
                key.1 = u64::from(*id);
                name = Some(record.slot.name().to_string());
            }
        }
        // SAFETY: whoever waits, or calls this for an object of such a kind, has borrowed the object for the whole call.
        let value = unsafe { Want::of(&wait).value() };
        let payload = value.as_ref().and_then(|value| value.any_payload());
        let origin = payload.and_then(|payload| payload.origin()).cloned();
        let birth = birth_of(origin.as_ref());
        let mut known = 0;
        if let Some(desk) = self.desk().as_deref() {
            if let Some(number) = desk.objects.find(key, birth) {
                return number;
            }
            known = desk.objects.list.len();
        }
        let name = match wait {
            Wait::Io { fd, what } if fd >= 0 => Some(format!("{what} on descriptor {fd}")),
            Wait::Io { what, .. } => Some(what.to_string()),
            Wait::Child(pid) => Some(format!("process {pid}")),
            _ if name.is_some() => name,
            _ if value.is_some() && known < MOST_NAMED => self.find_name(wait.object()),
            _ => None,
        };
        let mut desk = self.desk();
        let Some(desk) = desk.as_deref_mut() else {
            return NO_NUMBER;
        };
        let made = origin.map(|origin| {
            let (site, is_new) = desk.sites.add(&origin.code, origin.at as usize);
            if is_new {
                desk.site_added(site);
            }
            site
        });
        let place = made.and_then(|site| Some((site, desk.sites.list.get(site as usize)?)));
        let number = desk.objects.add(key, birth, name, place);
        desk.object_added(number);
        number
    }

    /// What the program calls an object: in global variables, or in local ones of this thread.
    fn find_name(&mut self, identity: u64) -> Option<String> {
        let wanted = std::iter::once(identity).collect();
        crate::deadlock::names::names(self, &wanted, &[self.slot.id()]).remove(&identity)
    }

    /// Notes this thread's name as it is now, if events are recorded.
    pub(crate) fn note_thread(&mut self) {
        if self.is_recording() {
            self.note_thread_number(self.slot.id());
        }
    }

    /// Notes the name of the live thread of that number.
    pub(crate) fn note_thread_number(&mut self, id: u32) {
        let Some(record) = interp_threads(self).records.get(&id) else {
            return;
        };
        let facts = ThreadFacts {
            name: record.slot.name().to_string(),
            daemon: record.daemon && record.started,
            initially: Initially::Absent,
            ticks_before: 0,
            ticks: record.slot.usage().ticks,
        };
        if let Some(desk) = self.desk().as_deref_mut() {
            desk.note_thread(id, facts);
        }
    }

    /// Records that this thread began a child process.
    pub(crate) fn note_child(&mut self, pid: i32) {
        self.record(|vm| Event::Child {
            process: pid as u32,
            site: vm.site_number(),
        });
    }

    /// Notes that a child process was waited for, if events are recorded.
    pub(crate) fn note_child_ended(&mut self, pid: u32) {
        if let Some(desk) = self.desk().as_deref_mut()
            && desk.is_active
        {
            desk.child_ended(pid);
        }
    }

    /// Notes the name that the process has among processes, if events are recorded.
    pub(crate) fn note_process_name(&mut self, name: &str) {
        if let Some(desk) = self.desk().as_deref_mut()
            && desk.is_active
        {
            desk.name_process(name);
        }
    }
}

/// The key of where an object was made.
fn birth_of(origin: Option<&Origin>) -> Birth {
    origin.map_or((0, 0), |origin| {
        (Arc::as_ptr(&origin.code) as usize, origin.at)
    })
}
