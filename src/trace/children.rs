//! What child processes leave for the program that records: two files each in a private folder, and how they are read.
//!
//! Enters: in the child, facts as they come; in the parent, the folder. Leaves: a [`RawProcess`] a child. A child that was killed has
//! left everything up to its last event: the newest records lie in a mapped file (see [`super::ring`]).
use super::desk::{Initially, RawProcess, ThreadFacts};
use super::model::{NONE, Object, Site};
use super::pack::{Reader, put_number, put_text, unpack};
use super::ring::{WORDS, read_live};
use super::store::{HEAD, Store, Tag};
use crate::sched::Record;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;

/// The environment variable that names the folder to child processes.
pub const VARIABLE: &str = "TICK_TRACE_FOLDER";
/// The file of a program's own records that do not fit into memory.
pub const SPILL: &str = "spill";

/// Programs that may follow each other in one process, by `exec`, and are all recorded.
const MOST_PROGRAMS: u32 = 100;

/// New names for the files of the child of that number: frames, and active parts.
pub fn paths(folder: &Path, pid: u32) -> Option<(PathBuf, PathBuf)> {
    let path = |number, ending| folder.join(format!("{pid}-{number}.{ending}"));
    (0..MOST_PROGRAMS)
        .map(|number| (path(number, "frames"), path(number, "live")))
        .find(|(frames, _)| !frames.exists())
}

/// How the names of folders begin; the number of the process follows.
const PREFIX: &str = "tick-trace-";

/// Removes the folders of programs that were killed.
pub fn remove_stale_folders() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let pid = (name.to_str())
            .and_then(|name| name.strip_prefix(PREFIX)?.split('-').next())
            .and_then(|pid| pid.parse::<u32>().ok());
        if pid.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            // Other users' folders stay: they cannot be removed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Makes a folder for nobody but the user.
pub fn make_folder() -> std::io::Result<PathBuf> {
    use std::hash::{BuildHasher, RandomState};
    use std::os::unix::fs::DirBuilderExt;
    let number = RandomState::new().hash_one(std::process::id());
    let name = format!("{PREFIX}{}-{number:016x}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::DirBuilder::new().mode(0o700).create(&folder)?;
    Ok(folder)
}

/// Writes facts as frames, if the process is to.
pub struct Frames<'a>(Option<&'a Store>);

impl<'a> Frames<'a> {
    /// Into that store, or nowhere.
    pub fn new(store: &'a Store, writes: bool) -> Frames<'a> {
        Frames(writes.then_some(store))
    }

    fn write(&self, tag: Tag, content: impl FnOnce(&mut Vec<u8>)) {
        if let Some(store) = self.0 {
            let mut bytes = Vec::new();
            content(&mut bytes);
            // What cannot be written is missing in the picture; the program goes on.
            let _ = store.write(tag, &bytes);
        }
    }

    /// The process.
    pub fn process(&self, pid: u32, parent: u32, began: u64, name: &str) {
        self.write(Tag::Process, |bytes| {
            put_number(bytes, pid.into());
            put_number(bytes, parent.into());
            put_number(bytes, began);
            put_text(bytes, name);
        });
    }

    /// A site.
    pub fn site(&self, site: &Site) {
        self.write(Tag::Site, |bytes| {
            put_text(bytes, &site.file);
            put_number(bytes, site.line.into());
            put_text(bytes, &site.function);
        });
    }

    /// An object.
    pub fn object(&self, object: &Object) {
        self.write(Tag::Object, |bytes| {
            put_text(bytes, &object.kind);
            put_text(bytes, &object.name);
            put_number(bytes, u64::from(object.made.wrapping_add(1)));
        });
    }

    /// A thread.
    pub fn thread(&self, id: u32, facts: &ThreadFacts) {
        self.write(Tag::Thread, |bytes| {
            put_number(bytes, id.into());
            put_number(bytes, facts.daemon.into());
            put_number(bytes, (facts.initially == Initially::Holds).into());
            put_text(bytes, &facts.name);
        });
    }

    /// A child of this process that has ended.
    pub fn ended(&self, pid: u32, time: u64) {
        self.write(Tag::Ended, |bytes| {
            put_number(bytes, pid.into());
            put_number(bytes, time);
        });
    }

    /// The end.
    pub fn end(&self, time: u64) {
        self.write(Tag::End, |bytes| put_number(bytes, time));
    }
}

/// What all child processes have left so far, in the order of their beginnings.
pub fn read_folder(folder: &Path) -> Vec<RawProcess> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<RawProcess> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "frames"))
        .filter_map(|path| read_child(&path))
        .collect();
    found.sort_by_key(|process| (process.began, process.pid));
    found
}

fn read_child(path: &Path) -> Option<RawProcess> {
    let mut raw = RawProcess::default();
    let mut records: BTreeMap<u32, Vec<Record>> = BTreeMap::new();
    // The active parts first: a part that is packed meanwhile is then there twice, not never.
    let live = fs::read(path.with_extension("live")).unwrap_or_default();
    let bytes = fs::read(path).ok()?;
    let mut rest = bytes.as_slice();
    while let Some((head, behind)) = rest.split_at_checked(HEAD) {
        let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let Some((content, behind)) = behind.split_at_checked(length) else {
            break;
        };
        rest = behind;
        if let Some(tag) = Tag::from_u8(head[0]) {
            // A frame that is not whole says nothing.
            let _ = read_frame(&mut raw, &mut records, tag, content);
        }
    }
    for words in live.chunks_exact(WORDS * size_of::<u64>()) {
        let words: Vec<AtomicU64> = words
            .chunks_exact(size_of::<u64>())
            .map(|word| AtomicU64::new(u64::from_ne_bytes(word.try_into().unwrap_or_default())))
            .collect();
        if let Some(part) = read_live(&words) {
            add_records(&mut records, part.thread, part.first, &part.records);
        }
    }
    raw.records = records.into_iter().collect();
    (raw.pid != 0).then_some(raw)
}

/// Adds records of which the thread made `first` before; those that are there already are left out.
fn add_records(records: &mut BTreeMap<u32, Vec<Record>>, thread: u32, first: u64, more: &[Record]) {
    let known = records.entry(thread).or_default();
    let skip = (known.len() as u64).saturating_sub(first) as usize;
    known.extend_from_slice(more.get(skip..).unwrap_or_default());
}

fn read_frame(
    raw: &mut RawProcess,
    records: &mut BTreeMap<u32, Vec<Record>>,
    tag: Tag,
    content: &[u8],
) -> Option<()> {
    let mut reader = Reader(content);
    match tag {
        Tag::Process => {
            raw.pid = reader.short()?;
            raw.parent = reader.short()?;
            raw.began = reader.number()?;
            raw.name = reader.text()?;
        }
        Tag::Site => raw.sites.push(Site {
            file: reader.text()?,
            line: reader.short()?,
            function: reader.text()?,
        }),
        Tag::Object => raw.objects.push(Object {
            kind: reader.text()?,
            name: reader.text()?,
            made: reader.short()?.checked_sub(1).unwrap_or(NONE),
        }),
        Tag::Thread => {
            let id = reader.short()?;
            let daemon = reader.number()? != 0;
            let initially = match reader.number()? {
                0 => Initially::Absent,
                _ => Initially::Holds,
            };
            let facts = ThreadFacts {
                name: reader.text()?,
                daemon,
                initially,
                ticks_before: 0,
                ticks: 0,
            };
            raw.threads.insert(id, facts);
        }
        Tag::Records => {
            let (thread, first) = (reader.short()?, reader.number()?);
            add_records(records, thread, first, &unpack(reader.0));
        }
        Tag::Ended => raw.children.push((reader.short()?, reader.number()?)),
        Tag::End => raw.ended = reader.number()?,
    }
    Some(())
}
