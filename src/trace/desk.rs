//! The desk: what an interpreter that records knows besides the records.
//!
//! Enters: under the lock, names of threads, numbers asked for, the beginning and the end of a recording. Leaves: a
//! [`RawProcess`], from which [`super::build`] makes the model. In a child process the same facts also go to its file as they come.
use super::children::{self, Frames};
use super::model::{NONE, Object, Site};
use super::numbers::{Objects, Sites};
use super::recorder::Recording;
use crate::gil::slot::State as SlotState;
use crate::sched::{Instant, Reason, Record, now};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a thread did when the recording began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Initially {
    /// It had the lock.
    Holds,
    /// It wanted the lock.
    Wants,
    /// It waited.
    Waits(Reason),
    /// It was not there.
    Absent,
}

impl Initially {
    /// What a slot says its thread does.
    pub fn of(state: SlotState, waits_for: Option<(Reason, u64)>) -> Initially {
        match (state, waits_for) {
            (SlotState::Queued, _) => Initially::Wants,
            (_, Some((reason, _))) => Initially::Waits(reason),
            _ => Initially::Absent,
        }
    }
}

/// What is known of a thread besides its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadFacts {
    /// Its name.
    pub name: String,
    /// Whether nobody waits for it at the end.
    pub daemon: bool,
    /// What it did when the recording began.
    pub initially: Initially,
    /// Instructions it had run by then.
    pub ticks_before: u64,
    /// Instructions it has run, if it is still there.
    pub ticks: u64,
}

/// Everything recorded in one process.
#[derive(Debug, Default)]
pub struct RawProcess {
    pub pid: u32,
    pub parent: u32,
    pub name: String,
    /// Readings of the clock; the end is 0 if it is not known.
    pub began: u64,
    pub ended: u64,
    pub sites: Vec<Site>,
    pub objects: Vec<Object>,
    pub threads: BTreeMap<u32, ThreadFacts>,
    pub records: Vec<(u32, Vec<Record>)>,
    /// Children it has waited for, and when they had ended.
    pub children: Vec<(u32, u64)>,
    /// Records for which there was no room.
    pub lost: u64,
}

/// The part that a process has in a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It began the recording and shows it.
    Root,
    /// It was begun by one that records, and leaves files.
    Child,
}

/// See the head of this file.
pub struct Desk {
    /// Takes the events.
    pub recording: Arc<Recording>,
    /// What the process does with them.
    pub role: Role,
    /// The private folder in which child processes leave their files.
    pub folder: PathBuf,
    /// Numbers of sites.
    pub sites: Sites,
    /// Numbers of objects.
    pub objects: Objects,
    /// Threads that have been there.
    pub threads: BTreeMap<u32, ThreadFacts>,
    /// Whether something is being recorded.
    pub is_active: bool,
    /// The text that began the program is not the program's: it is a child of multiprocessing.
    pub is_clone: bool,
    /// How many want what is recorded; with the last of them the recording ends.
    pub users: u32,
    /// Whether the tap was on before, for somebody else.
    pub tap_was_on: bool,
    began: Instant,
    began_unix_ns: u64,
    name: String,
    children: Vec<(u32, u64)>,
}

impl Desk {
    /// The desk of a program that begins to record; children are to leave their files in `folder`. `began` is when, on the program's
    /// clock and in nanoseconds since 1970.
    pub fn root(folder: PathBuf, name: &str, began: (Instant, u64)) -> Desk {
        let spill = folder.join(children::SPILL);
        Desk::new(Recording::in_memory(spill), Role::Root, folder, name, began)
    }

    /// The desk of a child process.
    pub fn child(folder: &Path, name: &str) -> std::io::Result<Desk> {
        let paths = children::paths(folder, std::process::id());
        let (frames, live) = paths.ok_or(std::io::ErrorKind::AlreadyExists)?;
        let recording = Recording::in_files(frames, &live)?;
        let desk = Desk::new(
            recording,
            Role::Child,
            folder.to_path_buf(),
            name,
            (now(), unix_now()),
        );
        desk.frames().process(
            std::process::id(),
            std::os::unix::process::parent_id(),
            desk.began.as_nanos(),
            name,
        );
        Ok(desk)
    }

    fn new(
        recording: Recording,
        role: Role,
        folder: PathBuf,
        name: &str,
        (began, began_unix_ns): (Instant, u64),
    ) -> Desk {
        Desk {
            recording: Arc::new(recording),
            role,
            folder,
            sites: Sites::default(),
            objects: Objects::default(),
            threads: BTreeMap::new(),
            is_active: true,
            is_clone: false,
            users: 1,
            tap_was_on: false,
            began,
            began_unix_ns,
            name: name.to_string(),
            children: Vec::new(),
        }
    }

    /// Begins another recording: what was recorded before is forgotten, numbers stay.
    pub fn begin_again(&mut self, (began, began_unix_ns): (Instant, u64)) {
        self.recording.forget();
        self.threads.clear();
        self.children.clear();
        self.is_active = true;
        self.users = 1;
        self.began = began;
        self.began_unix_ns = began_unix_ns;
    }

    /// When the recording began, on the clock and in nanoseconds since 1970.
    pub fn began(&self) -> (Instant, u64) {
        (self.began, self.began_unix_ns)
    }

    fn frames(&self) -> Frames<'_> {
        Frames::new(&self.recording.store, self.role == Role::Child)
    }

    /// Notes the process's name.
    pub fn name_process(&mut self, name: &str) {
        self.name = name.to_string();
        self.frames().process(
            std::process::id(),
            std::os::unix::process::parent_id(),
            self.began.as_nanos(),
            name,
        );
    }

    /// Notes a thread, or what has changed about it.
    pub fn note_thread(&mut self, id: u32, facts: ThreadFacts) {
        let known = self.threads.get(&id);
        if known.is_none_or(|known| (&known.name, known.daemon) != (&facts.name, facts.daemon)) {
            self.frames().thread(id, &facts);
        }
        let initially = known.map_or(facts.initially, |known| known.initially);
        let ticks_before = known.map_or(facts.ticks_before, |known| known.ticks_before);
        self.threads.insert(
            id,
            ThreadFacts {
                initially,
                ticks_before,
                ..facts
            },
        );
    }

    /// Notes a site that is new.
    pub fn site_added(&self, number: u32) {
        if let Some(site) = self.sites.list.get(number as usize) {
            self.frames().site(site);
        }
    }

    /// Notes an object that is new.
    pub fn object_added(&self, number: u32) {
        if let Some(object) = self.objects.list.get(number as usize) {
            self.frames().object(object);
        }
    }

    /// Notes that a child process has ended.
    pub fn child_ended(&mut self, pid: u32) {
        let time = now().as_nanos();
        self.frames().ended(pid, time);
        self.children.push((pid, time));
    }

    /// Writes the last that a child process has to tell.
    pub fn close(&self) {
        self.frames().end(now().as_nanos());
    }

    /// All that was recorded in this process up to now.
    pub fn take(&mut self, now: Instant) -> RawProcess {
        RawProcess {
            pid: std::process::id(),
            parent: NONE,
            name: self.name.clone(),
            began: self.began.as_nanos(),
            ended: now.as_nanos(),
            sites: self.sites.list.clone(),
            objects: self.objects.list.clone(),
            threads: self.threads.clone(),
            records: self.recording.records(),
            children: self.children.clone(),
            lost: self.recording.store.lost(),
        }
    }
}

/// The time of day, in nanoseconds since 1970.
pub fn unix_now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos() as u64)
}
