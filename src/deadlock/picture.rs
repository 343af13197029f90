//! What every thread does: whom it waits for, what that one holds and since when, and its stack. The facts of a deadlock report,
//! and of the answer to Ctrl-\ in a live program.
//!
//! Enters: the lock held. Leaves: [`Picture`]s, plain data without values. No code of the language runs meanwhile.
#![allow(unsafe_code)] // The object of a waiting thread; see `Want::value`.

use super::graph::{Graph, Want, held_since, importer, is_library, place_of};
use super::names::names;
use crate::gil::slot::{Slot, State};
use crate::native::multiprocessing::semlock::SemLock;
use crate::object::module::ModuleObject;
use crate::object::native::Payload;
use crate::object::origin::{Holder, Origin};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::sched::Reason;
use crate::vm::Vm;
use crate::vm::frames::frames_of;
use crate::vm::thread::interp_threads;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A thread.
pub struct Picture {
    /// The id of its slot.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// The program does not wait for it at its end.
    pub is_daemon: bool,
    /// It is the interpreter's main thread.
    pub is_main: bool,
    /// What it does, such as ``waits for the lock `first` (made at bank.py:3)`` or `sleeping`; empty if it runs.
    pub doing: String,
    /// The object it waits for, if that is known.
    pub thing: Option<Thing>,
    /// Who has what it waits for.
    pub holder: Option<HolderPicture>,
    /// Where it is, the most recent call last; frames of the library are left out. `None` if it has not begun.
    pub stack: Option<Vec<Origin>>,
}

impl Picture {
    /// Whether what it does is told as a clause ("waits for …"), not as a word ("sleeping").
    pub fn waits_for_something(&self) -> bool {
        self.thing.is_some() || self.doing.starts_with("waits")
    }
}

/// What is waited for.
pub struct Thing {
    /// What it is: `"lock"`.
    pub noun: &'static str,
    /// What the program calls it.
    pub name: Option<String>,
    /// Where it was made.
    pub made: Option<Origin>,
}

/// Who has a thing.
pub struct HolderPicture {
    /// The id of its slot.
    pub id: u32,
    /// Its name; `None` if it has ended.
    pub name: Option<String>,
    /// Where it took the thing; for a thread that is waited for, nothing.
    pub since: Option<Origin>,
}

/// A thread's slot and the facts of its record.
struct Row {
    slot: Arc<Slot>,
    has_begun: bool,
    is_daemon: bool,
    is_main: bool,
    want: Option<Want>,
}

/// Pictures of the threads with these ids, or of all, in the order of the ids. `graph` says what the caller is about to wait for.
pub fn pictures(vm: &mut Vm, graph: &Graph, ids: Option<&[u32]>, full: bool) -> Vec<Picture> {
    let main = super::graph::main_thread(vm);
    let me = graph.me.id();
    let rows: Vec<Row> = interp_threads(vm)
        .records
        .iter()
        .filter(|(id, _)| ids.is_none_or(|ids| ids.contains(id)))
        .map(|(&id, record)| {
            let slot = record.slot.clone();
            let want = match slot.waits_for() {
                _ if id == me => graph.want,
                // Whoever queues for the global lock has what it waited for.
                _ if slot.state() == State::Queued => None,
                waits => waits.map(|(reason, object)| Want { reason, object }),
            };
            Row {
                has_begun: !record.machine.is_null(),
                is_daemon: record.daemon && record.started,
                is_main: Some(id) == main,
                want,
                slot,
            }
        })
        .collect();
    let blocked = |row: &Row| {
        let is_detached = row.want.is_some_and(|want| want.reason == Reason::Process);
        row.slot.state() == State::Blocked || row.slot.id() == me || is_detached
    };
    let wanted: FxHashSet<u64> = (rows.iter())
        .filter(|row| blocked(row))
        .filter_map(|row| row.want)
        .filter(|want| want.has_object() && !matches!(want.reason, Reason::Join | Reason::Import))
        .map(|want| want.object)
        .collect();
    let threads: Vec<u32> = rows.iter().map(|row| row.slot.id()).collect();
    let known = if wanted.is_empty() {
        FxHashMap::default()
    } else {
        names(vm, &wanted, &threads)
    };
    rows.into_iter()
        .map(|row| {
            let is_blocked = blocked(&row);
            picture(vm, row, is_blocked, me, &known, full)
        })
        .collect()
}

fn picture(
    vm: &mut Vm,
    row: Row,
    is_blocked: bool,
    me: u32,
    known: &FxHashMap<u64, String>,
    full: bool,
) -> Picture {
    let id = row.slot.id();
    let mut picture = Picture {
        id,
        name: row.slot.name().to_string(),
        is_daemon: row.is_daemon,
        is_main: row.is_main,
        doing: String::new(),
        thing: None,
        holder: None,
        stack: row.has_begun.then(|| stack_of(vm, id, full)),
    };
    match row.want {
        Some(want) if want.reason == Reason::Child && want.object != 0 => {
            picture.doing = format!("waits for the process with number {} to end", want.object);
        }
        Some(want) if is_blocked => describe(vm, &mut picture, &row.slot, want, known),
        Some(want) => picture.doing = want.reason.text().into(),
        None if id != me && row.slot.state() == State::Queued => {
            picture.doing = "waiting for the global lock".into();
        }
        None => {}
    }
    picture
}

/// What `multiprocessing` calls this process, if it was loaded.
pub fn process_name(vm: &mut Vm) -> Option<String> {
    let modules = vm.modules();
    let module = vm.dict_get_str(&modules, "multiprocessing.process")?;
    let dict = module.downcast::<ModuleObject>()?.dict.clone();
    let process = vm.dict_get_str(&dict, "_current_process")?;
    let name = vm.intern("_name");
    let name = vm.own_attribute(&process, &name)?;
    Some(name.downcast::<StrObject>()?.as_str().to_string())
}

/// Where a thread is, the most recent call last.
fn stack_of(vm: &mut Vm, id: u32, full: bool) -> Vec<Origin> {
    let (frames, pc) = frames_of(vm, id);
    // What a child process begins with is no line of the program.
    let starts_child = |index: usize| {
        let next = frames
            .get(index + 1)
            .map(|frame| &frame.code().code.source.name);
        index == 0 && next.is_some_and(|name| name.ends_with("multiprocessing/zygote.py"))
    };
    (0..frames.len())
        .filter(|&index| full || !starts_child(index))
        .filter(|&index| full || !is_library(&frames[index].code().code))
        .map(|index| place_of(frames, index, pc))
        .collect()
}

/// Calls of the library that say better what a thread waits for than the tool inside does: the file's end, the function, what it
/// does with and without the place where the tool was made.
const CALLS: &[(&str, &str, &str, &str)] = &[
    (
        "futures/_base.py",
        "Future.result",
        "waits for the result of a future",
        "future",
    ),
    (
        "futures/_base.py",
        "Future.exception",
        "waits for the result of a future",
        "future",
    ),
    (
        "futures/_base.py",
        "wait",
        "waits for the results of futures",
        "futures",
    ),
    (
        "futures/_base.py",
        "as_completed",
        "waits for the results of futures",
        "futures",
    ),
    (
        "futures/thread.py",
        "_worker",
        "is a worker of a pool and waits for work",
        "queue",
    ),
    (
        "multiprocessing/_pool_results.py",
        "ApplyResult.get",
        "waits for the result of a pool",
        "result",
    ),
    (
        "multiprocessing/_pool_results.py",
        "ApplyResult.wait",
        "waits for the result of a pool",
        "result",
    ),
    (
        "multiprocessing/_pool_results.py",
        "IMapIterator.next",
        "waits for the next result of a pool",
        "result",
    ),
    (
        "multiprocessing/pool.py",
        "ThreadCrew.work",
        "is a worker of a pool and waits for work",
        "queue",
    ),
];

/// The row of [`CALLS`] for the library's calls at the top of a thread's stack.
fn library_call(vm: &mut Vm, id: u32) -> Option<(&'static str, &'static str)> {
    let (frames, _) = frames_of(vm, id);
    frames
        .iter()
        .rev()
        .map(|frame| &frame.code().code)
        .take_while(|code| is_library(code))
        .find_map(|code| {
            let row = CALLS.iter().find(|(file, function, ..)| {
                code.source.name.ends_with(file) && *code.qualified_name == **function
            });
            row.map(|row| (row.2, row.3))
        })
}

/// Says what a blocked thread waits for.
fn describe(
    vm: &mut Vm,
    picture: &mut Picture,
    slot: &Arc<Slot>,
    want: Want,
    known: &FxHashMap<u64, String>,
) {
    picture.doing = want.reason.text().into();
    // SAFETY: the thread is blocked, or is the caller, which is about to block.
    let Some(object) = (unsafe { want.value() }) else {
        return;
    };
    if want.reason == Reason::Import {
        let name = object
            .downcast::<ModuleObject>()
            .and_then(|module| vm.dict_get_str(&module.dict, "__name__"))
            .and_then(|name| Some(name.downcast::<StrObject>()?.as_str().to_string()));
        let name = name.unwrap_or_default();
        picture.doing = format!("waits for the import of `{name}`");
        picture.holder = importer(vm, &object).map(|id| holder_of(vm, id, None));
        picture.thing = Some(Thing {
            noun: "import",
            name: Some(name),
            made: None,
        });
        return;
    }
    let Some(payload) = object.any_payload() else {
        return;
    };
    let Some(waited) = payload.waited(vm, slot) else {
        return;
    };
    let holder = payload.holder(vm);
    // What processes share lies inside of objects of the library.
    let name = known.get(&want.object).map(|name| outer(name));
    let mut thing = Thing {
        noun: waited.noun,
        name,
        made: waited.origin,
    };
    if want.reason == Reason::Join {
        let runs = holder.and_then(|holder| interp_threads(vm).records.get(&holder.slot));
        let name = runs.map(|record| record.slot.name().to_string());
        let shown = name
            .as_ref()
            .map_or(String::new(), |name| format!("{name:?} "));
        picture.doing = waited.doing.replace("{} ", &shown);
        picture.holder = holder.map(|holder| holder_of(vm, holder.slot, None));
        thing.name = name;
        picture.thing = Some(thing);
        return;
    }
    let made = |word: &str, thing: &Thing| {
        let place = thing.made.as_ref();
        place.map_or(String::new(), |made| {
            format!("{word} {}:{}", made.file(), made.line())
        })
    };
    if let Some((doing, noun)) = library_call(vm, slot.id()) {
        thing.noun = noun;
        thing.name = None;
        picture.doing = doing.into();
        if noun == "future" && thing.made.is_some() {
            picture.doing += &format!(" ({})", made("submitted at", &thing));
        }
    } else {
        let shown = match (&thing.name, &thing.made) {
            (Some(name), Some(_)) => format!("`{name}` ({})", made("made at", &thing)),
            (Some(name), None) => format!("`{name}`"),
            (None, Some(_)) => made("made at", &thing),
            (None, None) => "without a name".into(),
        };
        picture.doing = waited.doing.replace("{}", &shown);
    }
    picture.holder = holder.map(|holder| holder_of(vm, holder.slot, Some(holder)));
    picture.thing = Some(thing);
}

/// A lock of processes that this process has.
pub struct Shared {
    /// What the program calls it.
    pub name: Option<String>,
    /// The thread that took it.
    pub holder: HolderPicture,
}

/// The locks of processes that this process has.
pub fn shared_locks(vm: &mut Vm) -> Vec<Shared> {
    let mut found: Vec<(u64, Holder)> = Vec::new();
    vm.heap().each(vm, &mut |header| {
        let value = Value::of_header(header);
        if let Some(lock) = value.payload::<SemLock>()
            && let Some(holder) = lock.holder(vm).filter(|_| lock.is_lock())
        {
            found.push((value.identity(), holder));
        }
    });
    if found.is_empty() {
        return Vec::new();
    }
    let wanted: FxHashSet<u64> = found.iter().map(|(object, _)| *object).collect();
    let threads: Vec<u32> = interp_threads(vm).records.keys().copied().collect();
    let known = names(vm, &wanted, &threads);
    found
        .into_iter()
        .map(|(object, holder)| Shared {
            name: known.get(&object).map(|name| outer(name)),
            holder: holder_of(vm, holder.slot, Some(holder)),
        })
        .collect()
}

/// The name without what lies inside of an object of the library.
fn outer(name: &str) -> String {
    let outer = name.split_once("._").map(|(outer, _)| outer);
    outer.unwrap_or(name).to_string()
}

fn holder_of(vm: &mut Vm, id: u32, holder: Option<Holder>) -> HolderPicture {
    let record = interp_threads(vm).records.get(&id);
    let name = record.map(|record| record.slot.name().to_string());
    let held = holder.and_then(|holder| held_since(vm, holder));
    HolderPicture {
        id,
        name,
        since: held.map(|held| held.since),
    }
}
