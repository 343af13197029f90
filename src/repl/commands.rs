//! `:threads` and its kin: commands of the prompt that show the live state of the interpreter.
//!
//! Enters: the text behind the colon. Leaves: text on `sys.stdout`; what goes wrong in the program is raised. A command is a
//! row of [`TABLE`]; help and completion read the same table.

use super::ledger::Ledger;
use super::{lookup, session};
use crate::gil::slot::{Slot, State};
use crate::object::class::ClassObject;
use crate::object::dict::DictObject;
use crate::object::function::{BoundMethodObject, CodeObject, FunctionObject, MethodWrapperObject};
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::sched::Reason;
use crate::syntax::Mode;
use crate::vm::thread::interp_threads;
use crate::vm::{Outcome, Vm};
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

/// A command.
pub struct Command {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What follows it, for help.
    argument: &'static str,
    /// What it does, for help.
    help: &'static str,
    run: fn(&mut Vm, &Ledger, &str) -> Outcome<String>,
}

/// Every command.
pub static TABLE: &[Command] = &[
    Command {
        name: "dis",
        argument: "NAME | STATEMENT",
        help: "bytecode of a function or class, or of a statement, which is not run",
        run: disassemble,
    },
    Command {
        name: "gil",
        argument: "",
        help: "the interpreter lock: policy, who waits, how often it changed hands, and why",
        run: gil,
    },
    Command {
        name: "help",
        argument: "",
        help: "this list",
        run: help,
    },
    Command {
        name: "load",
        argument: "FILE",
        help: "run a file here, so that its names stay",
        run: load,
    },
    Command {
        name: "locks",
        argument: "",
        help: "locks, conditions, events and queues: who has them, who waits",
        run: locks,
    },
    Command {
        name: "threads",
        argument: "",
        help: "threads, what each does or waits for, and what it used",
        run: threads,
    },
    Command {
        name: "time",
        argument: "STATEMENT",
        help: "how long a statement takes, the best of several runs",
        run: time,
    },
];

/// Runs a command and shows what it has to say.
pub fn run(vm: &mut Vm, books: &Ledger, text: &str) -> Outcome<()> {
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let Some(command) = TABLE.iter().find(|command| command.name == name) else {
        let names = TABLE.iter().map(|command| command.name);
        let message = match crate::cli::closest(name, names) {
            Some(near) => format!("unknown command ':{name}'; did you mean ':{near}'?\n"),
            None => format!("unknown command ':{name}'; ':help' lists them\n"),
        };
        vm.write_error(&message);
        return Ok(());
    };
    let argument = argument.trim();
    if !command.argument.is_empty() && argument.is_empty() {
        vm.write_error(&format!("usage: :{} {}\n", command.name, command.argument));
        return Ok(());
    }
    let text = (command.run)(vm, books, argument)?;
    vm.write_out(&text);
    Ok(())
}

fn help(_vm: &mut Vm, _books: &Ledger, _argument: &str) -> Outcome<String> {
    let rows = TABLE.iter().map(|command| {
        let left = format!(":{} {}", command.name, command.argument);
        vec![left.trim_end().to_string(), command.help.to_string()]
    });
    Ok(table(&[], rows.collect()))
}

/// Columns beside each other, as wide as they must be.
fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let head: Vec<String> = head.iter().map(|text| text.to_string()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&head)
        .filter(|head| !head.is_empty())
        .chain(&rows)
        .collect();
    let columns = all.iter().map(|row| row.len()).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = all.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:width$}  ");
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// A time for people: three digits.
fn span(seconds: f64) -> String {
    let (number, unit) = match seconds {
        _ if seconds >= 1.0 => (seconds, "s"),
        _ if seconds >= 1e-3 => (seconds * 1e3, "ms"),
        _ if seconds >= 1e-6 => (seconds * 1e6, "us"),
        _ => (seconds * 1e9, "ns"),
    };
    match number {
        _ if number >= 100.0 => format!("{number:.0} {unit}"),
        _ if number >= 10.0 => format!("{number:.1} {unit}"),
        _ => format!("{number:.2} {unit}"),
    }
}

fn span_ns(nanoseconds: u64) -> String {
    if nanoseconds == 0 {
        "0".into()
    } else {
        span(nanoseconds as f64 / 1e9)
    }
}

// ---- threads and locks ----

/// A live thread, as the table has it.
struct Row {
    slot: Arc<Slot>,
    daemon: bool,
    started: bool,
    handle: u64,
}

fn rows(vm: &mut Vm) -> Vec<Row> {
    let records = interp_threads(vm).records.values();
    records
        .map(|record| Row {
            slot: record.slot.clone(),
            daemon: record.daemon,
            started: record.started,
            handle: record.handle.as_ref().map_or(0, Value::identity),
        })
        .collect()
}

/// Something that threads wait for: what it is called here, and itself.
struct Tool {
    name: String,
    value: Value,
}

/// The locks and their kin that have a name in `__main__`, or in an object that has one.
fn tools(vm: &mut Vm) -> Vec<Tool> {
    let globals = vm.main_namespace();
    let mut found = Vec::new();
    let add = |vm: &mut Vm, name: String, value: Value, found: &mut Vec<Tool>| {
        let class = vm.class_of(&value).clone();
        let native = class.native.name;
        let is_tool = ["_thread.", "threading.", "queue.", "_queue."]
            .iter()
            .any(|module| native.starts_with(module))
            && !native.ends_with("local")
            && !native.ends_with("Handle");
        let known = found.iter().any(|tool| tool.value.is(&value));
        if is_tool && !known && value.layout() == Some(Layout::Native) {
            found.push(Tool { name, value });
        }
    };
    for name in lookup::keys(vm, &globals) {
        let Some(value) = vm.dict_get_str(&globals, &name) else {
            continue;
        };
        add(vm, name.clone(), value.clone(), &mut found);
        if value.layout() == Some(Layout::Instance) {
            for inner in lookup::attribute_names(vm, &value) {
                let text = vm.intern(&inner);
                if let Some(own) = vm.own_attribute(&value, &text) {
                    add(vm, format!("{name}.{inner}"), own, &mut found);
                }
            }
        }
    }
    found
}

/// What a thread does, in words.
fn does(row: &Row, me: u32, all: &[Row], names: &FxHashMap<u64, String>) -> String {
    if row.slot.id() == me {
        return "running this command".into();
    }
    if row.slot.state() == State::Queued {
        return "waiting for the interpreter lock".into();
    }
    let Some((reason, object)) = row.slot.waits_for() else {
        return "running".into();
    };
    let target = match reason {
        Reason::Join => all
            .iter()
            .find(|other| other.handle == object && object != 0)
            .map(|other| other.slot.name().to_string()),
        _ => names.get(&object).cloned(),
    };
    match target {
        Some(target) => format!("{}: {target}", reason.text()),
        None => reason.text().into(),
    }
}

fn threads(vm: &mut Vm, _books: &Ledger, _argument: &str) -> Outcome<String> {
    let names = tools(vm)
        .into_iter()
        .map(|tool| (tool.value.identity(), tool.name))
        .collect();
    let (all, me) = (rows(vm), vm.slot.id());
    let lines = all.iter().map(|row| {
        let usage = row.slot.usage();
        let kind = match (row.started, row.daemon) {
            (false, _) => "",
            (true, true) => "daemon",
            (true, false) => "thread",
        };
        vec![
            row.slot.name().to_string(),
            kind.to_string(),
            does(row, me, &all, &names),
            usage.ticks.to_string(),
            span_ns(usage.wait_ns),
            usage.forced.to_string(),
        ]
    });
    let head = [
        "name",
        "kind",
        "does",
        "ticks",
        "waited for the lock",
        "preempted",
    ];
    Ok(table(&head, lines.collect()))
}

fn gil(vm: &mut Vm, _books: &Ledger, _argument: &str) -> Outcome<String> {
    let lock = &vm.interp().lock;
    let stats = lock.stats();
    let policy = lock.policy();
    let row = |left: &str, right: String| vec![left.to_string(), right];
    let mut lines = vec![
        row("policy", policy.to_string()),
        row(
            "looks for waiters",
            format!("every {} instructions", lock.check_ticks()),
        ),
        row("slice", span(lock.interval().as_secs_f64())),
        row("waiting now", lock.waiting().to_string()),
        row(
            "went to another thread",
            format!("{} times", stats.switches),
        ),
        row("given up", format!("{} times", stats.voluntary)),
    ];
    for (reason, count) in &stats.reasons {
        lines.push(row(&format!("  {}", reason.text()), count.to_string()));
    }
    lines.push(row("taken away", format!("{} times", stats.forced)));
    let mut text = table(&[], lines);
    let lines = rows(vm).into_iter().map(|row| {
        let usage = row.slot.usage();
        vec![
            row.slot.name().to_string(),
            usage.holds.to_string(),
            span_ns(usage.hold_ns),
            span_ns(usage.wait_ns),
            usage.forced.to_string(),
        ]
    });
    text.push('\n');
    let head = [
        "thread",
        "had it",
        "while others waited",
        "waited",
        "taken away",
    ];
    text += &table(&head, lines.collect());
    Ok(text)
}

/// The state of a lock or its kin, as its own methods tell.
fn state(vm: &mut Vm, value: &Value) -> Outcome<String> {
    let class = vm.class_name(value);
    let asked = match class.as_str() {
        "Event" => "is_set",
        "Queue" | "LifoQueue" | "PriorityQueue" | "SimpleQueue" => "qsize",
        "lock" | "RLock" => "locked",
        _ => return Ok(String::new()),
    };
    if vm.get_attribute_opt(value, asked)?.is_none() {
        return Ok(String::new());
    }
    let answer = vm.call_method(value, asked, &[])?;
    Ok(match (asked, answer.as_bool()) {
        ("is_set", Some(true)) => "set".into(),
        ("is_set", _) => "clear".into(),
        ("locked", Some(true)) => "locked".into(),
        ("locked", _) => "free".into(),
        _ => format!("{} items", vm.str_text(&answer)?),
    })
}

fn locks(vm: &mut Vm, books: &Ledger, _argument: &str) -> Outcome<String> {
    let (tools, all) = (tools(vm), rows(vm));
    let waits_for_tool = |reason: Reason| {
        matches!(
            reason,
            Reason::Lock
                | Reason::RLock
                | Reason::Condition
                | Reason::Semaphore
                | Reason::Event
                | Reason::Barrier
                | Reason::Queue
        )
    };
    let waiting = |object: u64| -> Vec<String> {
        let waits = |row: &&Row| {
            row.slot
                .waits_for()
                .is_some_and(|(reason, other)| waits_for_tool(reason) && other == object)
        };
        all.iter()
            .filter(waits)
            .map(|row| row.slot.name().to_string())
            .collect()
    };
    let name_of = |id: u32| {
        let row = all.iter().find(|row| row.slot.id() == id);
        row.map_or("a thread that has ended".into(), |row| {
            row.slot.name().to_string()
        })
    };
    let mut lines = Vec::new();
    let mut line = |name: String, class: String, state: String, object: u64| {
        let entry = books.entry(object).unwrap_or_default();
        let counts = |text: String| {
            if entry.taken == 0 {
                String::new()
            } else {
                text
            }
        };
        lines.push(vec![
            name,
            class,
            state,
            entry.owner.map(name_of).unwrap_or_default(),
            waiting(object).join(", "),
            counts(entry.taken.to_string()),
            counts(entry.contended.to_string()),
            counts(span_ns(entry.waited_ns)),
        ]);
    };
    for tool in &tools {
        let (class, state) = (vm.class_name(&tool.value), state(vm, &tool.value)?);
        line(tool.name.clone(), class, state, tool.value.identity());
    }
    let mut nameless: Vec<(Reason, u64)> = Vec::new();
    for (reason, object) in all.iter().filter_map(|row| row.slot.waits_for()) {
        let named = tools.iter().any(|tool| tool.value.identity() == object);
        if waits_for_tool(reason) && !named && !nameless.contains(&(reason, object)) {
            nameless.push((reason, object));
        }
    }
    for (reason, object) in nameless {
        line(
            format!("at {object:#x}"),
            format!("{reason:?}"),
            String::new(),
            object,
        );
    }
    if lines.is_empty() {
        return Ok("no lock has a name here, and nobody waits for one\n".into());
    }
    let head = [
        "name",
        "kind",
        "state",
        "owner",
        "waiting",
        "taken",
        "contended",
        "waited",
    ];
    Ok(table(&head, lines))
}

// ---- code ----

/// The code of a function, method, class or code object; None for anything else.
fn codes(vm: &mut Vm, value: &Value) -> Vec<Ref<CodeObject>> {
    if let Some(code) = value.to_ref::<CodeObject>() {
        return vec![code];
    }
    if let Some(function) = value.downcast::<FunctionObject>() {
        return vec![function.code.get(vm).clone()];
    }
    if let Some(method) = value.downcast::<BoundMethodObject>() {
        return codes(vm, &method.function.clone());
    }
    if let Some(wrapper) = value.downcast::<MethodWrapperObject>() {
        let function = wrapper.function.get(vm).clone();
        return codes(vm, &function);
    }
    let Some(class) = value.downcast::<ClassObject>() else {
        return Vec::new();
    };
    let namespace: Ref<DictObject> = class.dict(vm).clone();
    let inner: Vec<Value> = namespace
        .map
        .get(vm)
        .iter()
        .map(|entry| entry.value.clone())
        .collect();
    inner
        .iter()
        .filter(|value| value.layout() != Some(Layout::Class))
        .flat_map(|value| codes(vm, value))
        .collect()
}

fn disassemble(vm: &mut Vm, _books: &Ledger, argument: &str) -> Outcome<String> {
    let is_name = argument.split('.').all(|part| {
        !part.is_empty()
            && part.chars().all(super::lexer::is_word)
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && !super::lexer::keywords().contains(&part)
    });
    if is_name {
        let value = vm.evaluate_text(argument)?;
        let codes = codes(vm, &value);
        if !codes.is_empty() {
            let texts = codes
                .iter()
                .map(|code| crate::code::dis::disassemble(&code.code));
            return Ok(texts.collect::<Vec<String>>().join("\n"));
        }
        if !value.is_none() && lookup::is_callable(&value) {
            return Ok(format!(
                "{argument} is written in Rust: it has no bytecode\n"
            ));
        }
    }
    let code = vm.compile_text(session::NAME, argument, Mode::Interactive, false)?;
    Ok(crate::code::dis::disassemble(&code.code))
}

fn time(vm: &mut Vm, _books: &Ledger, argument: &str) -> Outcome<String> {
    let timeit = vm.import_module("timeit")?;
    let class = vm.get_attribute_str(&timeit, "Timer")?;
    let globals = vm.main_namespace().to_value();
    let statement = vm.new_str(argument);
    let timer = vm.call_keywords(&class, &[statement], &[("globals", globals)])?;
    let first = vm.call_method(&timer, "timeit", &[Value::int(1)])?;
    let first = vm.float(&first)?;
    if first >= 0.5 {
        return Ok(format!("1 run: {}\n", span(first)));
    }
    let found = vm.call_method(&timer, "autorange", &[])?;
    let found = vm.collect(&found)?;
    let count = found.first().cloned().unwrap_or(Value::int(1));
    let times = vm.call_method(&timer, "repeat", &[Value::int(5), count.clone()])?;
    let mut best = f64::INFINITY;
    for time in vm.collect(&times)? {
        best = best.min(vm.float(&time)?);
    }
    let loops = vm.index_i64(&count)?.max(1);
    Ok(format!(
        "{} a run, the best of 5 times {loops}\n",
        span(best / loops as f64)
    ))
}

fn load(vm: &mut Vm, _books: &Ledger, argument: &str) -> Outcome<String> {
    let file = match argument.strip_prefix("~/") {
        Some(rest) => {
            std::env::var("HOME").map_or(argument.to_string(), |home| format!("{home}/{rest}"))
        }
        None => argument.trim_matches(['"', '\'']).to_string(),
    };
    let text = vm.read_source(Path::new(&file))?;
    vm.run_text(&file, &text)?;
    Ok(String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_in_order_and_spans_have_three_digits() {
        assert!(TABLE.is_sorted_by_key(|command| command.name));
        let shown = [1.5, 0.0123, 2.5e-5, 1e-9, 0.25].map(span);
        assert_eq!(shown, ["1.50 s", "12.3 ms", "25.0 us", "1.00 ns", "250 ms"]);
    }
}
