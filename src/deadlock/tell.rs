//! The forms of a deadlock report: text for a pipe, pictures for a terminal, sentences, and an object for programs.
//!
//! Enters: pictures of threads. Leaves: text, and the one line of the exception. Who runs in a live program is told by
//! [`threads_text`], in the same words.

use super::Deadlock;
use super::graph::Graph;
use super::picture::{Picture, pictures, shared_locks};
use crate::diag;
use crate::object::origin::Origin;
use crate::vm::Vm;
use crate::vm::report::{Form, json_string};
use std::fmt::Write as _;

/// Equal entries in a row that are shown before the rest is counted.
const REPEATS: usize = 3;
/// Threads that a report tells of; the others are counted.
const MOST: usize = 20;
/// Threads whose waits are named in the line of the exception.
const NAMED: usize = 4;

/// A report.
pub struct Report {
    /// All of it.
    pub text: String,
    /// The line of the exception.
    pub message: String,
}

/// Writes the report of a deadlock in the form that `--diagnostics` asks for.
pub fn report(vm: &mut Vm, graph: &Graph, deadlock: &Deadlock) -> Report {
    let ids = (!deadlock.is_total).then(|| deadlock.cycle.clone());
    let full = vm.shows_library();
    let mut pictures = pictures(vm, graph, ids.as_deref(), full);
    let place = |picture: &Picture| {
        let at = deadlock.cycle.iter().position(|&id| id == picture.id);
        at.unwrap_or(deadlock.cycle.len())
    };
    pictures.sort_by_key(place);
    let head = headline(deadlock, &pictures);
    let message = message(deadlock, &pictures);
    let more = pictures.len().saturating_sub(MOST);
    if vm.diagnostics() != Form::Json {
        pictures.truncate(MOST);
    }
    let mut text = match vm.diagnostics() {
        Form::Python => format!("Deadlock: {head}.\n\n{}", text_of(vm, &pictures)),
        Form::Plain => sentences(vm, &head, &pictures),
        Form::Json => object(vm, deadlock, &message, &pictures),
        Form::Rich { .. } => match drawn(vm, &head, &pictures) {
            Some(text) => text,
            None => format!("Deadlock: {head}.\n\n{}", text_of(vm, &pictures)),
        },
    };
    if more > 0 && vm.diagnostics() != Form::Json {
        let s = if more == 1 { "" } else { "s" };
        let _ = writeln!(text, "And {more} more thread{s}.");
    }
    Report { text, message }
}

/// Where every thread is and what it waits for; `head` is the first line.
pub fn threads_text(vm: &mut Vm, graph: &Graph, head: &str) -> String {
    let full = vm.shows_library();
    let pictures = pictures(vm, graph, None, full);
    format!("{head}\n{}", text_of(vm, &pictures))
}

/// The report about processes: a headline, and the text of each.
pub fn of_processes(vm: &mut Vm, head: &str, parts: &[String]) -> String {
    if vm.diagnostics() != Form::Json {
        return format!("Deadlock: {head}.\n\n{}", parts.concat());
    }
    let mut text = String::from("{\"version\":1,\"kind\":\"deadlock\",\"message\":");
    json_string(&mut text, head);
    text += ",\"processes\":[";
    for (at, part) in parts.iter().enumerate() {
        text += if at > 0 { "," } else { "" };
        json_string(&mut text, part);
    }
    text += "]}\n";
    text
}

/// The locks of processes that this process has, a line each.
pub fn shared_locks_text(vm: &mut Vm) -> String {
    let mut text = String::new();
    for lock in shared_locks(vm) {
        let name = match &lock.name {
            Some(name) => format!("`{name}`"),
            None => "without a name".into(),
        };
        let who = match &lock.holder.name {
            Some(name) => format!("thread {name:?} has"),
            None => "a thread that has ended has".into(),
        };
        let since = match &lock.holder.since {
            Some(since) => format!(" since {}:{}", since.file(), since.line()),
            None => String::new(),
        };
        let _ = writeln!(text, "Its {who} the lock {name} between processes{since}.");
    }
    text
}

/// Prints a report on descriptor 2, without the streams of the language: some thread may be inside of them.
pub fn print(vm: &mut Vm, text: String) {
    let Some(console) = vm.interp().console.get().cloned() else {
        crate::native::io::file::write_all(2, text.as_bytes());
        return;
    };
    // Somebody types: the console may have to wait until there is room, which must not keep the lock.
    let slot = vm.slot.clone();
    std::thread::spawn(move || {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            match usize::try_from(console.write(2, &slot, rest)) {
                Ok(count) if count > 0 => rest = &rest[count.min(rest.len())..],
                _ => return,
            }
        }
    });
}

/// What has happened, without a full stop.
fn headline(deadlock: &Deadlock, pictures: &[Picture]) -> String {
    let count = deadlock.cycle.len();
    let others = if deadlock.is_total && pictures.len() > count {
        ", and no other thread can go on"
    } else {
        ""
    };
    match (count, pictures) {
        (0, [_]) => "the only thread waits, and nobody is left to wake it".into(),
        (0, _) => format!(
            "all {} threads wait, and nobody is left to wake one of them",
            pictures.len()
        ),
        (1, [picture, ..]) => format!("thread {:?} waits for itself{others}", picture.name),
        _ => format!("{count} threads wait for each other{others}"),
    }
}

/// What a thread waits for, in few words.
fn short(picture: &Picture) -> String {
    let name = &picture.name;
    let Some(thing) = &picture.thing else {
        return format!("{name} {}", picture.doing);
    };
    let what = match (&thing.name, &thing.made) {
        (Some(known), _) if thing.noun == "thread" => format!("thread {known}"),
        (Some(known), _) => format!("{} `{known}`", thing.noun),
        (None, Some(made)) => format!("{} of line {}", thing.noun, made.line()),
        (None, None) => thing.noun.to_string(),
    };
    let whose = match &picture.holder {
        Some(_) if thing.noun == "thread" => String::new(),
        Some(holder) if holder.id == picture.id => ", which it has itself".into(),
        Some(holder) => match &holder.name {
            Some(holder) => format!(" of {holder}"),
            None => " of a thread that has ended".into(),
        },
        None => String::new(),
    };
    format!("{name} waits for {what}{whose}")
}

/// The line of the exception.
fn message(deadlock: &Deadlock, pictures: &[Picture]) -> String {
    let count = match deadlock.cycle.len() {
        0 => pictures.len(),
        count => count,
    };
    let mut parts: Vec<String> = pictures.iter().take(count.min(NAMED)).map(short).collect();
    if count > NAMED {
        parts.push(format!("{} more", count - NAMED));
    }
    parts.join(", ")
}

/// What a thread does, with who is to blame.
fn sentence(picture: &Picture) -> String {
    let mut text = match picture.doing.as_str() {
        "" => "runs".to_string(),
        doing if picture.waits_for_something() => doing.to_string(),
        doing => format!("is {doing}"),
    };
    let Some(holder) = &picture.holder else {
        return text;
    };
    let noun = picture.thing.as_ref().map_or("", |thing| thing.noun);
    if holder.name.is_none() {
        text += ", which a thread that has ended took";
        if let Some(since) = &holder.since {
            let _ = write!(text, " at {}:{}", since.file(), since.line());
        }
        return text + " and never released";
    }
    let who = match &holder.name {
        _ if holder.id == picture.id => "it has itself".to_string(),
        Some(name) if noun == "import" => format!("thread {name:?} runs"),
        Some(name) => format!("thread {name:?} has"),
        None => String::new(),
    };
    match (&holder.since, noun) {
        (_, "thread") => {}
        (Some(since), _) => {
            let _ = write!(
                text,
                ", which {who} since {}:{}",
                since.file(),
                since.line()
            );
        }
        (None, _) => {
            let _ = write!(text, ", which {who}");
        }
    }
    text
}

/// The text of a line, without blanks around it.
fn line_of(vm: &mut Vm, place: &Origin) -> Option<String> {
    let source = vm.shown_source(&place.code.source)?;
    let shown = source.line(place.line()).trim();
    (!shown.is_empty()).then(|| shown.to_string())
}

/// The threads as text, each with its stack.
fn text_of(vm: &mut Vm, pictures: &[Picture]) -> String {
    let mut text = String::new();
    for picture in pictures {
        let daemon = if picture.is_daemon {
            "Daemon thread"
        } else {
            "Thread"
        };
        let what = match picture.doing.as_str() {
            "" => String::new(),
            _ if picture.waits_for_something() => format!(" {}", sentence(picture)),
            doing => format!(" ({doing})"),
        };
        let _ = writeln!(text, "{daemon} {:?}{what}:", picture.name);
        match &picture.stack {
            None => text += "  has not begun\n",
            Some(stack) if stack.is_empty() => {
                text += match picture.is_main {
                    true => "  at the end of the program\n",
                    false => "  in a function of the library\n",
                };
            }
            Some(stack) => stack_text(vm, &mut text, stack),
        }
    }
    text
}

fn stack_text(vm: &mut Vm, text: &mut String, stack: &[Origin]) {
    let (mut last, mut times) = (None, 0);
    let repeated = |text: &mut String, times: usize| {
        if times > REPEATS {
            let more = times - REPEATS;
            let s = if more == 1 { "" } else { "s" };
            let _ = writeln!(text, "  [Previous line repeated {more} more time{s}]");
        }
    };
    for place in stack {
        let line = place.line();
        let here = Some((std::sync::Arc::as_ptr(&place.code), line));
        if last != here {
            repeated(text, times);
            (last, times) = (here, 0);
        }
        times += 1;
        if times > REPEATS {
            continue;
        }
        let (file, name) = (place.file(), place.function());
        let _ = writeln!(text, "  File \"{file}\", line {line}, in {name}");
        if let Some(shown) = line_of(vm, place) {
            let _ = writeln!(text, "    {shown}");
        }
    }
    repeated(text, times);
}

/// The report in sentences, one a line, what is most needed first.
fn sentences(vm: &mut Vm, head: &str, pictures: &[Picture]) -> String {
    let mut text = format!("Deadlock: {head}.\n");
    for picture in pictures {
        let _ = writeln!(text, "Thread {} {}.", picture.name, sentence(picture));
        let stack = picture.stack.as_deref().unwrap_or_default();
        for (index, place) in stack.iter().rev().enumerate() {
            let verb = if index == 0 {
                "It is"
            } else {
                "That was called"
            };
            let function = match place.function() {
                "<module>" => "outside of functions".to_string(),
                name => format!("in {name}"),
            };
            let (file, line) = (place.file(), place.line());
            let _ = writeln!(text, "{verb} in file {file}, line {line}, {function}.");
            if let Some(shown) = line_of(vm, place).filter(|_| index == 0) {
                let _ = writeln!(text, "The line is: {shown}");
            }
        }
    }
    text
}

/// The report as one JSON object.
fn object(vm: &mut Vm, deadlock: &Deadlock, message: &str, pictures: &[Picture]) -> String {
    let mut text = String::from("{\"version\":1,\"kind\":\"deadlock\",\"message\":");
    json_string(&mut text, message);
    let names = |id: &u32| {
        let picture = pictures.iter().find(|picture| picture.id == *id);
        picture.map_or("", |picture| &picture.name)
    };
    text += ",\"cycle\":[";
    for (at, id) in deadlock.cycle.iter().enumerate() {
        text += if at > 0 { "," } else { "" };
        json_string(&mut text, names(id));
    }
    let _ = write!(
        text,
        "],\"all_blocked\":{},\"threads\":[",
        deadlock.is_total
    );
    for (at, picture) in pictures.iter().enumerate() {
        text += if at > 0 { ",{\"name\":" } else { "{\"name\":" };
        json_string(&mut text, &picture.name);
        let _ = write!(
            text,
            ",\"main\":{},\"daemon\":{},\"doing\":",
            picture.is_main, picture.is_daemon
        );
        json_string(&mut text, &sentence(picture));
        text += ",\"waits_for\":";
        match &picture.thing {
            None => text += "null",
            Some(thing) => {
                text += "{\"kind\":";
                json_string(&mut text, thing.noun);
                text += ",\"name\":";
                match &thing.name {
                    Some(name) => json_string(&mut text, name),
                    None => text += "null",
                }
                text += ",\"made\":";
                place_object(vm, &mut text, thing.made.as_ref());
                text += ",\"holder\":";
                match picture.holder.as_ref().map(|holder| &holder.name) {
                    Some(Some(name)) => json_string(&mut text, name),
                    _ => text += "null",
                }
                text += ",\"since\":";
                let since = picture
                    .holder
                    .as_ref()
                    .and_then(|holder| holder.since.as_ref());
                place_object(vm, &mut text, since);
                text += "}";
            }
        }
        text += ",\"frames\":[";
        for (at, place) in picture.stack.iter().flatten().enumerate() {
            text += if at > 0 { "," } else { "" };
            place_object(vm, &mut text, Some(place));
        }
        text += "]}";
    }
    text += "]}\n";
    text
}

fn place_object(vm: &mut Vm, text: &mut String, place: Option<&Origin>) {
    let Some(place) = place else {
        *text += "null";
        return;
    };
    *text += "{\"file\":";
    json_string(text, place.file());
    let _ = write!(text, ",\"line\":{},\"function\":", place.line());
    json_string(text, place.function());
    *text += ",\"text\":";
    json_string(text, &line_of(vm, place).unwrap_or_default());
    *text += "}";
}

/// The report as pictures: for each thread its source, with marks where it waits and where it took what others wait for.
fn drawn(vm: &mut Vm, head: &str, pictures: &[Picture]) -> Option<String> {
    let colour = vm.wants_colour();
    let look = diag::Look {
        colour,
        unicode: vm.stderr_is_terminal() && diag::speaks_unicode(),
    };
    let mut text = diag::title("Deadlock", head, look);
    for picture in pictures {
        let title = short(picture);
        let Some(here) = picture.stack.as_ref().and_then(|stack| stack.last()) else {
            let _ = writeln!(text, "\n  {title}");
            continue;
        };
        let mut marks = vec![(here.clone(), "waits here".to_string())];
        // What it has and others wait for.
        for other in pictures {
            let held = other
                .holder
                .as_ref()
                .filter(|holder| holder.id == picture.id);
            if let (Some(since), Some(thing)) =
                (held.and_then(|holder| holder.since.clone()), &other.thing)
            {
                let name = match &thing.name {
                    Some(name) => format!("`{name}`"),
                    None => format!("the {}", thing.noun),
                };
                marks.push((since, format!("has {name} since here")));
            }
        }
        if let Some(made) = picture.thing.as_ref().and_then(|thing| thing.made.clone()) {
            let noun = picture.thing.as_ref().map_or("", |thing| thing.noun);
            let verb = if noun == "future" {
                "submitted"
            } else {
                "made"
            };
            marks.push((made, format!("the {noun} was {verb} here")));
        }
        marks.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
        // Texts of the prompt all go by one name.
        let same_file = |mark: &(Origin, String)| {
            let is_file = !here.file().starts_with('<') && mark.0.file() == here.file();
            is_file || std::sync::Arc::ptr_eq(&mark.0.code.source, &here.code.source)
        };
        let source = vm.shown_source(&here.code.source)?;
        let marks: Vec<(std::ops::Range<usize>, String)> = marks
            .iter()
            .filter(|mark| same_file(mark))
            .filter_map(|(place, words)| {
                let span = place.code.spans.get(place.at as usize)?;
                Some((span.start as usize..span.end as usize, words.clone()))
            })
            .collect();
        text += &diag::marked(&title, here.file(), &source.text, &marks, look)?;
        let outer = picture.stack.as_deref().unwrap_or_default();
        for place in outer.iter().rev().skip(1) {
            let (file, line, name) = (place.file(), place.line(), place.function());
            let _ = writeln!(text, "  called at {file}:{line}, in {name}");
        }
    }
    Some(text)
}
