//! Exceptions as text, in the form CPython 3.13 prints uncaught ones.
//!
//! Enters: an exception. Leaves: its traceback with everything that led to it, as text or on `sys.stderr`. Nothing of the
//! library is needed, and nothing raised on the way gets out. Frames of the embedded library are left out unless
//! `-X tb=full` is given.
//!
//! `--diagnostics` chooses the form: CPython's text (`python`); that with pictures and a `hint:` line (`rich`); sentences
//! (`plain`); objects (`json`). `auto`, the default, is `rich` on a terminal and `python` elsewhere.
mod advice;
mod carets;
mod exit;
mod facts;
mod hints;
mod json;
mod plain;
pub(crate) use hints::is_library;
pub(crate) use json::string as json_string;
mod raise;
mod silent;
mod stacks;
mod warn;

use crate::native::library;
use crate::native::types::exception::{Family, family_of, field};
use crate::native::types::exception_fields::number;
use crate::native::types::exception_group::members;
use crate::object::dict::DictObject;
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;
use std::fmt::Write as _;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";
/// Equal entries in a row that are shown before the rest is counted.
const REPEATS: usize = 3;
/// Exceptions of a group that are shown.
const GROUP_WIDTH: usize = 15;
/// Groups in one another that are shown.
const GROUP_DEPTH: usize = 10;

/// The form of a report.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// CPython's text and nothing else.
    Python,
    /// With hints, and syntax errors perhaps as pictures.
    Rich { picture: bool },
    /// Sentences.
    Plain,
    /// An object a line.
    Json,
}

/// Colours of a terminal, or nothing.
#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    const RESET: &'static str = "\x1b[0m";
    fn with(self, colour: &str, text: &str) -> String {
        if self.on {
            format!("{colour}{text}{}", Self::RESET)
        } else {
            text.to_string()
        }
    }
    fn place(self, text: &str) -> String {
        self.with("\x1b[35m", text)
    }
    fn class(self, text: &str) -> String {
        self.with("\x1b[1;35m", text)
    }
    /// A line and the marks below it: what is marked has the colour of its mark.
    fn marked(self, line: &str, marks: &str) -> (String, String) {
        if !self.on {
            return (line.to_string(), marks.to_string());
        }
        let mut columns = marks.chars();
        let (mut first, mut second) = (String::new(), String::new());
        for c in line.chars() {
            let mark = columns.next().unwrap_or(' ');
            let (c, m) = (c.to_string(), mark.to_string());
            let colour = match mark {
                '^' => "\x1b[1;31m",
                '~' => "\x1b[31m",
                _ => "",
            };
            first += &if colour.is_empty() {
                c
            } else {
                self.with(colour, &c)
            };
            second += &if colour.is_empty() {
                m
            } else {
                self.with(colour, &m)
            };
        }
        second.extend(columns);
        (first, second)
    }
}

/// How a report is written: into a text, with the margin of the groups around it.
struct Report {
    out: String,
    paint: Paint,
    /// Show frames of the library, too.
    full: bool,
    /// Underline what the lines are about.
    carets: bool,
    /// Number of groups around.
    depth: usize,
    /// The last exception of a group is being written: the frame below it is still open.
    need_close: bool,
    /// Exceptions on the way, by identity.
    seen: Vec<u64>,
}

impl Report {
    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }
    /// Writes lines behind the margin.
    fn emit(&mut self, text: &str) {
        self.emit_with('|', text);
    }
    fn emit_with(&mut self, margin: char, text: &str) {
        if self.depth == 0 {
            self.out += text;
            return;
        }
        let indent = self.indent();
        for line in text.split_inclusive('\n') {
            let _ = write!(self.out, "{indent}{margin} {line}");
        }
    }
}

impl Vm {
    /// Prints an exception with its traceback to `sys.stderr`.
    pub fn print_exception(&mut self, exception: &Value) {
        if self.has_no_stderr() {
            return;
        }
        let colour = self.wants_colour();
        let text = match self.diagnostics() {
            Form::Python => self.report(exception, colour),
            Form::Rich { picture } => self.rich_report(exception, colour, picture),
            Form::Plain => {
                let thread = self.thread_name();
                let intro = match &*thread {
                    "MainThread" => String::new(),
                    name => format!("An error ended the thread {name}.\n"),
                };
                plain::write(&self.facts(exception), &intro)
            }
            Form::Json => {
                let thread = self.thread_name();
                json::write(&self.facts(exception), &thread, None)
            }
        };
        self.write_error(&text);
    }

    /// Python's text, for a syntax error a picture instead, and what may help.
    fn rich_report(&mut self, exception: &Value, colour: bool, picture: bool) -> String {
        let drawn = match picture {
            true => self.picture_of_syntax_error(exception, colour),
            false => None,
        };
        let mut text = match drawn {
            Some(text) => text,
            None => self.report(exception, colour),
        };
        let pending = self.take_pending();
        if let Some(object) = exception.to_ref::<ExceptionObject>()
            && let Some(advice) = advice::advice(self, &object)
        {
            let paint = Paint { on: colour };
            let _ = writeln!(text, "{}: {advice}", paint.with("\x1b[1;36m", "hint"));
        }
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
        text
    }

    /// The name that the program knows the running thread by.
    fn thread_name(&mut self) -> String {
        let known = module_dict(self, "threading").and_then(|module| {
            let active = self.dict_get_str(&module, "_active")?;
            let ident = Value::int(self.ident as i64);
            let thread = self.get_item(&active, &ident).ok()?;
            let name = self.get_attribute_str(&thread, "name").ok()?;
            self.string(&name).ok()
        });
        self.take_pending();
        known.unwrap_or_else(|| self.slot.name().to_string())
    }

    /// The form of reports.
    pub(crate) fn diagnostics(&mut self) -> Form {
        let asked = self.option("diagnostics");
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        match asked.as_deref() {
            Some("python") => Form::Python,
            Some("rich") => Form::Rich { picture: true },
            Some("plain") => Form::Plain,
            Some("json") => Form::Json,
            _ if self.stderr_is_terminal() => Form::Rich { picture: !dumb },
            _ => Form::Python,
        }
    }

    fn report(&mut self, exception: &Value, colour: bool) -> String {
        let full = self.shows_library();
        let pending = self.take_pending();
        let mut report = Report {
            out: String::new(),
            paint: Paint { on: colour },
            full,
            carets: true,
            depth: 0,
            need_close: false,
            seen: Vec::new(),
        };
        self.report_chain(&mut report, exception);
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
        report.out
    }

    /// A program that set `sys.stderr` to None wants no reports.
    fn has_no_stderr(&mut self) -> bool {
        let sys = self.sys();
        let stderr = self.dict_get_str(&sys, "stderr");
        stderr.is_some_and(|stream| stream.is_none())
    }

    /// Whether tracebacks show the library's own frames.
    pub(crate) fn shows_library(&self) -> bool {
        self.option("tb").is_some_and(|value| value == "full")
    }

    /// Prints an exception that nobody can catch, in the short form that such reports have: no carets, no chain, no notes.
    pub(crate) fn print_unraisable(
        &mut self,
        exception: &Value,
        message: &str,
        object: Option<&Value>,
    ) {
        if self.has_no_stderr() {
            return;
        }
        let title = match object {
            Some(object) => format!("{message}{}", self.safe_text(object, "object", true)),
            None => message.trim_end().to_string(),
        };
        match self.diagnostics() {
            Form::Json => {
                let thread = self.thread_name();
                let title = title.trim_end_matches(':');
                let text = json::write(&self.facts(exception), &thread, Some(title));
                return self.write_error(&text);
            }
            Form::Plain => {
                let intro = format!("{}.\n", title.trim_end_matches(':'));
                let text = plain::write(&self.facts(exception), &intro);
                return self.write_error(&text);
            }
            _ => {}
        }
        let mut text = format!("{title}\n");
        let mut report = Report {
            out: String::new(),
            paint: Paint { on: false },
            full: self.shows_library(),
            carets: false,
            depth: 0,
            need_close: false,
            seen: Vec::new(),
        };
        if let Some(object) = exception.to_ref::<ExceptionObject>()
            && let Some(stack) = self.stack_text(&report, &object)
        {
            report.emit("Traceback (most recent call last):\n");
            report.emit(&stack);
        }
        text += &report.out;
        let class = self.class_of(exception).clone();
        let title = self.exception_title(&class);
        let message = self.safe_text(exception, "exception", false);
        let _ = writeln!(text, "{title}: {message}");
        self.write_error(&text);
    }

    /// The value of an `-X` option.
    pub(crate) fn option(&self, name: &str) -> Option<String> {
        let options = &self.interp().config.options;
        options
            .iter()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, value)| value.clone().unwrap_or_default())
    }

    /// An exception after those that led to it.
    fn report_chain(&mut self, report: &mut Report, exception: &Value) {
        let mut chain: Vec<(&str, Ref<ExceptionObject>)> = Vec::new();
        let mut next = exception.to_ref::<ExceptionObject>();
        let mut why = "";
        while let Some(object) = next.take() {
            report.seen.push(object.to_value().identity());
            let (cause, context) = (
                object.cause.get(self).clone(),
                object.context.get(self).clone(),
            );
            let unseen =
                |value: &Value| !value.is_none() && !report.seen.contains(&value.identity());
            let (before, sentence) = match () {
                () if !cause.is_none() => (Some(cause).filter(unseen), CAUSE),
                () if object.suppress_context.get() => (None, ""),
                () => (Some(context).filter(unseen), CONTEXT),
            };
            chain.push((why, object));
            why = sentence;
            next = before.and_then(|before| before.to_ref());
        }
        for at in (0..chain.len()).rev() {
            self.report_one(report, &chain[at].1.clone());
            report.emit(chain[at].0);
        }
    }

    fn report_one(&mut self, report: &mut Report, exception: &Ref<ExceptionObject>) {
        let inner = members(self, exception);
        if inner.is_empty() {
            // The title stays where all entries are hidden ones of the library.
            if let Some(stack) = self.stack_text(report, exception) {
                report.emit("Traceback (most recent call last):\n");
                report.emit(&stack);
            }
            let last = self.last_lines(report.paint, exception);
            report.emit(&last);
            return;
        }
        if report.depth > GROUP_DEPTH || self.check_native_stack().is_err() {
            self.take_pending();
            report.emit(&format!("... (max_group_depth is {GROUP_DEPTH})\n"));
            return;
        }
        let top = report.depth == 0;
        report.depth += top as usize;
        if let Some(stack) = self.stack_text(report, exception) {
            let margin = if top { '+' } else { '|' };
            report.emit_with(
                margin,
                "Exception Group Traceback (most recent call last):\n",
            );
            report.emit(&stack);
        }
        let last = self.last_lines(report.paint, exception);
        report.emit(&last);
        let shown = inner.len().min(GROUP_WIDTH + 1);
        report.need_close = false;
        for (at, member) in inner.iter().take(shown).enumerate() {
            let is_last = at + 1 == shown;
            report.need_close |= is_last;
            let title = if at < GROUP_WIDTH {
                (at + 1).to_string()
            } else {
                "...".to_string()
            };
            let corner = if at == 0 { "+-" } else { "  " };
            let _ = writeln!(
                report.out,
                "{}{corner}+---------------- {title} ----------------",
                report.indent()
            );
            report.depth += 1;
            if at < GROUP_WIDTH {
                self.report_chain(report, member);
            } else {
                let more = inner.len() - GROUP_WIDTH;
                report.emit(&format!(
                    "and {more} more exception{}\n",
                    if more > 1 { "s" } else { "" }
                ));
            }
            if is_last && report.need_close {
                let _ = writeln!(
                    report.out,
                    "{}+------------------------------------",
                    report.indent()
                );
                report.need_close = false;
            }
            report.depth -= 1;
        }
        report.depth -= top as usize;
    }

    /// The entries of an exception's traceback, outermost first, and whether there were more that are hidden.
    fn entries(
        &mut self,
        exception: &ExceptionObject,
        full: bool,
    ) -> (Vec<Ref<TracebackObject>>, bool) {
        let mut entries = Vec::new();
        let mut at = exception.traceback.get(self).to_ref::<TracebackObject>();
        while let Some(entry) = at {
            at = entry.next.get(self).to_ref();
            entries.push(entry);
        }
        let sys = self.sys();
        if let Some(limit) = self
            .dict_get_str(&sys, "tracebacklimit")
            .and_then(|limit| limit.as_int())
        {
            let skip = entries.len().saturating_sub(limit.max(0) as usize);
            entries.drain(..skip);
        }
        let all = entries.len();
        entries.retain(|entry| full || !entry.code.code.source.name.starts_with(library::PREFIX));
        let hidden = entries.len() < all;
        (entries, hidden)
    }

    /// The entries of an exception's traceback as text; none without a traceback.
    fn stack_text(&mut self, report: &Report, exception: &ExceptionObject) -> Option<String> {
        let (entries, hidden) = self.entries(exception, report.full);
        if entries.is_empty() && !hidden {
            return None;
        }
        let mut text = String::new();
        let mut last: Option<(String, u32, String)> = None;
        let mut count = 0;
        let repeated = |text: &mut String, count: usize| {
            if count > REPEATS {
                let more = count - REPEATS;
                let s = if more == 1 { "" } else { "s" };
                let _ = writeln!(text, "  [Previous line repeated {more} more time{s}]");
            }
        };
        for entry in &entries {
            let code = &entry.code.code;
            let here = (
                code.source.name.to_string(),
                entry.line(),
                code.name.to_string(),
            );
            if last.as_ref() != Some(&here) {
                repeated(&mut text, count);
                (last, count) = (Some(here), 0);
            }
            count += 1;
            if count <= REPEATS && report.carets {
                self.entry_text(&mut text, report.paint, entry);
            } else if count <= REPEATS {
                self.bare_entry_text(&mut text, entry);
            }
        }
        repeated(&mut text, count);
        Some(text)
    }

    /// An entry with its line as it is, nothing underlined.
    fn bare_entry_text(&mut self, text: &mut String, entry: &TracebackObject) {
        let code = &entry.code.code;
        let line = entry.line();
        let _ = writeln!(
            text,
            "  File \"{}\", line {line}, in {}",
            code.source.name, code.name
        );
        if let Some(source) = self.shown_source(&code.source) {
            let shown = source.line(line).trim();
            if !shown.is_empty() {
                let _ = writeln!(text, "    {shown}");
            }
        }
    }

    fn entry_text(&mut self, text: &mut String, paint: Paint, entry: &TracebackObject) {
        let code = &entry.code.code;
        let line = entry.line();
        let file = paint.place(&format!("\"{}\"", code.source.name));
        let (number, name) = (paint.place(&line.to_string()), paint.place(&code.name));
        let _ = writeln!(text, "  File {file}, line {number}, in {name}");
        let Some(source) = self.shown_source(&code.source) else {
            return;
        };
        let Some(span) = code.spans.get(entry.instruction as usize).copied() else {
            return;
        };
        let (first, start) = code.source.line_column(span.start);
        let (last, end) = code.source.line_column(span.end);
        if first != line || span.start == span.end {
            let shown = source.line(line).trim();
            if !shown.is_empty() {
                let _ = writeln!(text, "    {shown}");
            }
            return;
        }
        let lines: Vec<&str> = (first..=last)
            .map(|number| source.line(number).trim_end())
            .collect();
        if lines.iter().all(|line| line.trim().is_empty()) {
            return;
        }
        for row in carets::marked(&lines, start, end) {
            match row.marks {
                None => {
                    let _ = writeln!(text, "    {}", row.line);
                }
                Some(marks) => {
                    let (line, marks) = paint.marked(&row.line, &marks);
                    let _ = writeln!(text, "    {line}\n    {marks}");
                }
            }
        }
    }

    /// The text to show lines of: that of files, of the library, of the prompt, and of `-c`.
    pub(crate) fn shown_source(
        &mut self,
        source: &crate::source::Source,
    ) -> Option<crate::source::Source> {
        let name = &*source.name;
        if !(name.starts_with('<') && name.ends_with('>')) {
            let known = name.starts_with(library::PREFIX) || std::path::Path::new(name).exists();
            if known {
                return Some(crate::source::Source::new(name, source.text.clone()));
            }
        }
        if let Some(text) = self.cached_lines(name) {
            return Some(crate::source::Source::new(name, text));
        }
        let text = self.remembered_source(name)?;
        let text = text.downcast::<StrObject>()?.as_str();
        // Nothing remembered but the name: the code's own text.
        Some(match text {
            "" => crate::source::Source::new(name, source.text.clone()),
            text => crate::source::Source::new(name, text.to_string()),
        })
    }

    /// The lines that the program put into `linecache` for a text that is in no file.
    fn cached_lines(&mut self, name: &str) -> Option<String> {
        let module = module_dict(self, "linecache")?;
        let cache = self.dict_get_str(&module, "cache")?;
        let entry = self.dict_get_str(cache.downcast::<DictObject>()?, name)?;
        let lines = entry.downcast::<TupleObject>()?.items().get(2)?.clone();
        let lines = lines.downcast::<ListObject>()?.items.get(self).to_vec();
        let texts = lines
            .iter()
            .filter_map(|line| Some(line.downcast::<StrObject>()?.as_str()));
        Some(texts.collect())
    }

    /// What [`Vm::remember_source`] was told.
    pub fn remembered_source(&mut self, name: &str) -> Option<Value> {
        let known = self.hidden_dict();
        self.dict_get_str(&known, &format!("source of {name}"))
    }

    /// Makes the lines of a text known that comes from no file, so that tracebacks show them.
    pub fn remember_source(&mut self, name: &str, text: &str) {
        let known = self.hidden_dict();
        let text = self.new_str(text);
        self.dict_set_str(&known, &format!("source of {name}"), text);
    }

    /// The class and the text of an exception, with hints and notes.
    fn last_lines(&mut self, paint: Paint, exception: &Ref<ExceptionObject>) -> String {
        let value = exception.to_value();
        let class = self.class_of(&value).clone();
        let title = self.exception_title(&class);
        let mut text = match family_of(self, &class) {
            Family::Syntax => self.syntax_lines(paint, &title, exception),
            _ => {
                let message = self.safe_text(&value, "exception", false);
                let message = message + &hints::hint(self, exception);
                let title = paint.class(&title);
                if message.is_empty() {
                    format!("{title}\n")
                } else {
                    format!("{title}: {}\n", paint.place(&message))
                }
            }
        };
        match self.get_attribute_opt(&value, "__notes__") {
            Ok(None) => {}
            Ok(Some(notes)) => text += &self.notes_text(&notes),
            Err(_) => drop(self.take_pending()),
        }
        text
    }

    fn notes_text(&mut self, notes: &Value) -> String {
        let items = match (
            notes.downcast::<ListObject>(),
            notes.downcast::<TupleObject>(),
        ) {
            (Some(list), _) => list.items.get(self).to_vec(),
            (_, Some(tuple)) => tuple.items().to_vec(),
            _ => {
                let shown = self.safe_text(notes, "__notes__", true);
                return if notes.is_none() {
                    String::new()
                } else {
                    format!("{shown}\n")
                };
            }
        };
        let mut text = String::new();
        for note in items {
            for line in self.safe_text(&note, "note", false).split('\n') {
                let _ = writeln!(text, "{line}");
            }
        }
        text
    }

    /// The class's name, with its module unless that is `builtins` or `__main__`.
    fn exception_title(&mut self, class: &crate::object::class::ClassObject) -> String {
        let module = self.dict_get_str(class.dict(self), "__module__");
        let name = match module {
            Some(module) if module.layout() != Some(Layout::Str) => {
                format!("<unknown>.{}", self.name_of_class(class))
            }
            _ => self.dotted_name(class),
        };
        match name.strip_prefix("__main__.") {
            Some(short) => short.to_string(),
            None => name,
        }
    }

    /// `str()` or `repr()` of a value, or words that say that it failed.
    pub(crate) fn safe_text(&mut self, value: &Value, what: &str, repr: bool) -> String {
        let outcome = if repr {
            self.repr_text(value)
        } else {
            self.str_text(value)
        };
        outcome.unwrap_or_else(|_| {
            self.take_pending();
            format!("<{what} {}() failed>", if repr { "repr" } else { "str" })
        })
    }

    /// File, line and caret of a SyntaxError, and its message.
    fn syntax_lines(&mut self, paint: Paint, title: &str, exception: &ExceptionObject) -> String {
        let get =
            |vm: &Vm, number: usize| field(vm, exception, number).filter(|value| !value.is_none());
        let string = |vm: &Vm, number: usize| {
            Some(
                get(vm, number)?
                    .downcast::<StrObject>()?
                    .as_str()
                    .to_string(),
            )
        };
        let int = |vm: &Vm, number: usize| get(vm, number)?.as_int();
        let (file, line) = (string(self, number::FILE), int(self, number::LINE));
        let mut text = String::new();
        let mut suffix = String::new();
        match (line, &file) {
            (Some(line), _) => {
                let file = paint.place(&format!("\"{}\"", file.as_deref().unwrap_or("<string>")));
                let _ = writeln!(
                    text,
                    "  File {file}, line {}",
                    paint.place(&line.to_string())
                );
            }
            (None, Some(file)) => suffix = format!(" ({file})"),
            (None, None) => {}
        }
        if let (Some(source), Some(line)) = (string(self, number::TEXT), line) {
            let right = source.trim_end_matches('\n');
            let left = right.trim_start_matches([' ', '\n', '\x0c']);
            let spaces = (right.chars().count() - left.chars().count()) as i64;
            let length = right.chars().count() as i64;
            match int(self, number::OFFSET) {
                Some(offset) => {
                    let same = int(self, number::END_LINE) == Some(line);
                    let given = int(self, number::END_OFFSET).filter(|end| *end != 0);
                    let mut end = if same {
                        given.unwrap_or(offset)
                    } else {
                        length + 1
                    };
                    let mut offset = offset;
                    if !source.is_empty() {
                        offset = offset.min(length + 1);
                        end = end.min(length + 1);
                    }
                    if offset >= end {
                        end = offset + 1;
                    }
                    let start = offset - 1 - spaces;
                    if start >= 0 {
                        let count = (end - 1 - spaces - start).clamp(0, 10_000) as usize;
                        let lead = left.chars().take(start as usize);
                        let lead: String = lead
                            .map(|c| if c.is_whitespace() { c } else { ' ' })
                            .collect();
                        let marks = format!("{lead}{}", "^".repeat(count));
                        let (left, marks) = paint.marked(left, &marks);
                        let _ = writeln!(text, "    {left}\n    {marks}");
                    } else {
                        let _ = writeln!(text, "    {left}");
                    }
                }
                None => {
                    let _ = writeln!(text, "    {left}");
                }
            }
        }
        let message = match get(self, number::MESSAGE) {
            Some(message) => self.safe_text(&message, "exception", false),
            None => "<no detail available>".to_string(),
        };
        let _ = writeln!(
            text,
            "{}: {}{suffix}",
            paint.class(title),
            paint.place(&message)
        );
        text
    }
}

impl TracebackObject {
    /// The line the frame was at.
    pub fn line(&self) -> u32 {
        self.code.code.line_of(self.instruction as usize)
    }
}

/// The namespace of a module in `sys.modules`.
fn module_dict(vm: &Vm, name: &str) -> Option<Ref<DictObject>> {
    let module = vm.dict_get_str(&vm.modules(), name)?;
    (module.layout() == Some(Layout::Module))
        .then(|| {
            module
                .downcast::<crate::object::module::ModuleObject>()
                .map(|module| module.dict.clone())
        })
        .flatten()
}
