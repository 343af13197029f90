//! The beginning and the end of a recording.
//!
//! Enters: the settings of the command line, forks, the end of the process, `tick.trace()`. Leaves: a [`Trace`], and what the command
//! line asked for. All under the interpreter's lock.
#![allow(unsafe_code)] // Setting a variable of the environment.

use super::build::{self, Run};
use super::children;
use super::desk::{self, Desk, Initially, RawProcess, Role, ThreadFacts};
use super::model::Trace;
use crate::native::library;
use crate::source::Source;
use crate::vm::Vm;
use crate::vm::thread::interp_threads;
use std::collections::HashMap;
use std::path::PathBuf;

/// The name that a program's own process has.
const MAIN: &str = "MainProcess";

/// Called where a program begins: records if the command line says so, or if the program that began this process records.
pub fn begin_program(vm: &mut Vm) {
    if vm.interp().config.trace.is_some() {
        children::remove_stale_folders();
        let Ok(folder) = children::make_folder() else {
            vm.write_error("tick: cannot record: no folder can be made for temporary files\n");
            return;
        };
        // SAFETY: the program has not begun, so this thread is the only one.
        unsafe { std::env::set_var(children::VARIABLE, &folder) };
        begin(vm, folder);
        return;
    }
    // The process that others are cloned from is in no picture.
    if !is_zygote(vm) {
        begin_child(vm, None);
    }
}

/// Whether the process is the one that children of multiprocessing are cloned from, or such a clone.
fn is_zygote(vm: &Vm) -> bool {
    let argv = &vm.interp().config.argv;
    argv.iter().any(|word| word == "--multiprocessing-fork")
}

/// Called in a process that is a copy of another one, once it is the only thread.
pub fn begin_copy(vm: &mut Vm) {
    let folder = match vm.desk().as_deref() {
        Some(desk) if desk.is_active => Some(desk.folder.clone()),
        _ => None,
    };
    if folder.is_some() {
        vm.interp().lock.tap().switch(false);
    }
    // What the parent has recorded is the parent's; its threads may have been in the middle of anything.
    std::mem::forget(vm.desk().take());
    begin_child(vm, folder);
}

/// Begins to record as a child, into a folder that is given or that the environment names.
fn begin_child(vm: &mut Vm, folder: Option<PathBuf>) {
    let told = || std::env::var_os(children::VARIABLE).map(PathBuf::from);
    let Some(folder) = folder.or_else(told).filter(|folder| folder.is_dir()) else {
        return;
    };
    let name = match vm.interp().config.argv.first().map(String::as_str) {
        Some("" | "-c" | "-m") | None => format!("process {}", std::process::id()),
        Some(script) => script.rsplit('/').next().unwrap_or(script).to_string(),
    };
    // Two programs in one process, one after the other, or no room: there is nothing to record into.
    if let Ok(mut desk) = Desk::child(&folder, &name) {
        desk.is_clone = is_zygote(vm);
        install(vm, desk);
    }
}

/// Begins to record in memory.
pub fn begin(vm: &mut Vm, folder: PathBuf) {
    let day = match vm.virtual_clock(libc::CLOCK_REALTIME) {
        Some(nanos) => nanos as u64,
        None => desk::unix_now(),
    };
    let began = (vm.now(), day);
    let known = vm.desk().take();
    match known {
        Some(mut desk) if desk.role == Role::Root => {
            desk.begin_again(began);
            desk.folder = folder;
            note_all(vm, &mut desk);
            let tap = vm.interp().lock.tap();
            desk.tap_was_on = tap.is_on();
            desk.recording.switch(true);
            tap.switch(true);
            *vm.desk() = Some(desk);
            vm.note_used();
        }
        _ => install(vm, Desk::root(folder, MAIN, began)),
    }
}

fn install(vm: &mut Vm, mut desk: Desk) {
    note_all(vm, &mut desk);
    let tap = vm.interp().lock.tap();
    desk.tap_was_on = tap.is_on();
    tap.add(desk.recording.clone());
    *vm.desk() = Some(Box::new(desk));
    vm.note_used();
}

/// Notes all threads there are, with what they do.
fn note_all(vm: &mut Vm, desk: &mut Desk) {
    let me = vm.slot.id();
    for (id, record) in &interp_threads(vm).records {
        let slot = &record.slot;
        let ticks = slot.usage().ticks;
        let facts = ThreadFacts {
            name: slot.name().to_string(),
            daemon: record.daemon && record.started,
            initially: if *id == me {
                Initially::Holds
            } else {
                Initially::of(slot.state(), slot.waits_for())
            },
            ticks_before: ticks,
            ticks,
        };
        desk.note_thread(*id, facts);
    }
}

/// Takes part in the recording that goes on, or begins one: the reading of the clock, and the folder for child processes.
pub fn join(vm: &mut Vm) -> std::io::Result<(u64, PathBuf)> {
    let goes_on = vm.desk().as_deref().is_some_and(|desk| desk.is_active);
    if !goes_on {
        let folder = children::make_folder()?;
        begin(vm, folder);
    }
    let now = vm.now();
    match vm.desk().as_deref_mut() {
        Some(desk) => {
            desk.users += u32::from(goes_on);
            Ok((now.as_nanos(), desk.folder.clone()))
        }
        None => Err(std::io::ErrorKind::NotFound.into()),
    }
}

/// Ends a part: what was recorded since it began, and whether nothing is recorded any more. `None` if nothing was.
pub fn leave(vm: &mut Vm, began: u64) -> Option<(Trace, bool)> {
    let trace = snapshot(vm)?;
    let (mut trace, start) = trace;
    let from = began.saturating_sub(start);
    let to = trace.duration_ns;
    super::cut::cut(&mut trace, from, to);
    let is_last = match vm.desk().as_deref_mut() {
        Some(desk) => {
            desk.users = desk.users.saturating_sub(1);
            desk.users == 0
        }
        None => false,
    };
    if is_last {
        stop(vm);
    }
    Some((trace, is_last))
}

/// What was recorded so far, and the reading of the clock at its beginning.
fn snapshot(vm: &mut Vm) -> Option<(Trace, u64)> {
    if !vm.desk().as_deref().is_some_and(|desk| desk.is_active) {
        return None;
    }
    let live: Vec<u32> = interp_threads(vm).records.keys().copied().collect();
    for id in live {
        vm.note_thread_number(id);
    }
    vm.note_used();
    let now = vm.now();
    let mut desk = vm.desk().take()?;
    let mut own = desk.take(now);
    if vm.is_seeded() {
        own.pid = crate::seeded::PID as u32;
    }
    let start = own.began;
    let others = match desk.role {
        Role::Root => children::read_folder(&desk.folder),
        Role::Child => Vec::new(),
    };
    let trace = make(vm, &desk, own, others);
    *vm.desk() = Some(desk);
    Some((trace, start))
}

/// Ends the recording.
fn stop(vm: &mut Vm) {
    vm.note_used();
    let Some(mut desk) = vm.desk().take() else {
        return;
    };
    vm.interp().lock.tap().switch(desk.tap_was_on);
    desk.recording.switch(false);
    desk.is_active = false;
    match desk.role {
        Role::Child => desk.close(),
        Role::Root => {
            desk.recording.forget();
            let _ = std::fs::remove_dir_all(&desk.folder);
        }
    }
    *vm.desk() = Some(desk);
}

fn make(vm: &mut Vm, desk: &Desk, own: RawProcess, others: Vec<RawProcess>) -> Trace {
    let interp = vm.interp();
    let run = Run {
        command: match &interp.config.argv[..] {
            [prompt] if prompt.is_empty() => vec!["the prompt".to_string()],
            argv => argv.to_vec(),
        },
        policy: match &interp.config.seeded {
            Some(settings) => format!("seed={}", settings.seed),
            None => interp.lock.policy().to_string(),
        },
        began_unix_ns: desk.began().1,
        processors: match vm.is_seeded() {
            true => crate::seeded::PROCESSORS,
            false => std::thread::available_parallelism().map_or(1, |count| count.get() as u32),
        },
    };
    let mut texts: HashMap<String, Vec<String>> = HashMap::new();
    let mut sources: HashMap<&str, &Source> = HashMap::new();
    for code in desk.sites.codes() {
        let name = &*code.source.name;
        let known = *sources.entry(name).or_insert(&code.source);
        if known.text == code.source.text {
            let lines = || known.text.lines().map(str::to_string).collect();
            texts.entry(name.to_string()).or_insert_with(lines);
        } else {
            // Several texts of one name, as at the prompt: which one a line is of is not known any more.
            texts.insert(name.to_string(), Vec::new());
        }
    }
    let line = |file: &str, number: u32| {
        let lines = texts
            .entry(file.to_string())
            .or_insert_with(|| lines_of(file));
        lines.get(number.checked_sub(1)? as usize).cloned()
    };
    let mut processes = vec![own];
    processes.extend(others);
    build::build(run, processes, line)
}

/// The lines of a source that only child processes ran.
fn lines_of(file: &str) -> Vec<String> {
    let text = match library::source(file) {
        Some(text) => text.to_string(),
        None => std::fs::read_to_string(file).unwrap_or_default(),
    };
    text.lines().map(str::to_string).collect()
}

/// Called where a process ends: ends the recording, and shows it if the command line asked for that.
pub fn finish_process(vm: &mut Vm) {
    let Some(role) = vm
        .desk()
        .as_deref()
        .filter(|desk| desk.is_active)
        .map(|desk| desk.role)
    else {
        return;
    };
    let wanted = vm.interp().config.trace.clone();
    if role == Role::Root
        && let Some(output) = wanted
        && let Some((trace, _)) = snapshot(vm)
    {
        stop(vm);
        return output.show(vm, &trace);
    }
    stop(vm);
}
