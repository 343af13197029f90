//! What Tab offers: names, attributes, modules, keyword arguments, commands, files. Nothing of the program is run for it.
//!
//! Enters: what is typed up to the cursor, the lines of the block before it included. Leaves: where the word begins, and the
//! words that may stand there.

use super::lexer::{Kind, Piece, State, keywords, scan, statements};
use super::lookup::{self, Found};
use super::{commands, signature};
use crate::object::builtin::Builtin;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::sequence::ListObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Offers.
pub struct Offers {
    /// Where the word begins that they complete.
    pub start: usize,
    /// The words, in order.
    pub words: Vec<String>,
}

/// What stands before a dot.
enum Owner {
    Value(Value),
    /// Some instance of a class.
    Of(Ref<ClassObject>),
}

/// What may stand where the text ends.
pub fn offers(vm: &mut Vm, text: &str) -> Offers {
    if text.starts_with(':') {
        return after_colon(vm, text);
    }
    let (pieces, state) = scan(text, State::default());
    let none = Offers {
        start: text.len(),
        words: Vec::new(),
    };
    // A string of one line whose end is missing; one that is complete ends with the mark it begins with.
    let is_open_text = |piece: &Piece| {
        let word =
            text[piece.start..piece.end].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let mark = word.chars().next();
        piece.kind == Kind::Text && (word.len() < 2 || word.chars().last() != mark)
    };
    let ends_here = |piece: &&Piece| piece.end == text.len();
    if state.quote.is_some()
        || pieces
            .last()
            .filter(ends_here)
            .is_some_and(|last| last.kind == Kind::Comment || is_open_text(last))
    {
        return none;
    }
    let word = pieces.last().filter(ends_here).filter(|last| {
        matches!(
            last.kind,
            Kind::Name | Kind::Keyword | Kind::Attribute | Kind::Definition
        )
    });
    if word.is_none()
        && pieces
            .last()
            .filter(ends_here)
            .is_some_and(|last| last.kind == Kind::Number)
    {
        return none;
    }
    let before = &pieces[..pieces.len() - usize::from(word.is_some())];
    let start = word.map_or(text.len(), |word| word.start);
    let prefix = &text[start..];
    if let Some(words) = imports(vm, text, before, prefix) {
        return Offers {
            start,
            words: select(words, prefix),
        };
    }
    if before
        .last()
        .is_some_and(|piece| &text[piece.start..piece.end] == ".")
    {
        let Some(owner) = owner(vm, text, &before[..before.len() - 1]) else {
            return none;
        };
        let words = attributes(vm, &owner);
        return Offers {
            start,
            words: select(words, prefix),
        };
    }
    let mut words = BTreeSet::new();
    if let Some(call) = call_at(text, before)
        && let Some(found) = callee(vm, text, &call)
        && let Some(list) = signature::parameters(vm, &found)
    {
        let named = list.iter().filter(|parameter| {
            matches!(parameter.how, signature::How::Either | signature::How::Name)
        });
        words.extend(named.map(|parameter| format!("{}=", parameter.name)));
    }
    if prefix.is_empty() && words.is_empty() {
        return none;
    }
    names(vm, text, &mut words);
    Offers {
        start,
        words: select(words, prefix),
    }
}

/// Those that begin with the prefix; names with a leading underscore only for one that has it, too.
fn select(words: BTreeSet<String>, prefix: &str) -> Vec<String> {
    let fits = |word: &String| {
        word.starts_with(prefix)
            && (!word.starts_with('_') || prefix.starts_with('_'))
            && (!word.starts_with("__") || prefix.starts_with("__"))
    };
    words.into_iter().filter(fits).collect()
}

/// Every name that is known: words of the language, globals, built-in names, and names in the block that is typed.
fn names(vm: &mut Vm, text: &str, words: &mut BTreeSet<String>) {
    words.extend(keywords().iter().map(|word| word.to_string()));
    for namespace in [vm.builtins(), vm.main_namespace()] {
        for name in lookup::keys(vm, &namespace) {
            let value = vm.dict_get_str(&namespace, &name);
            words.insert(with_bracket(name, value.as_ref()));
        }
    }
    let known = |words: &BTreeSet<String>, name: &str| {
        words.contains(name) || words.contains(&format!("{name}("))
    };
    let (pieces, _) = scan(text, State::default());
    for piece in pieces.iter().filter(|piece| piece.end < text.len()) {
        let name = &text[piece.start..piece.end];
        if matches!(piece.kind, Kind::Name | Kind::Definition) && !known(words, name) {
            words.insert(name.to_string());
        }
    }
}

fn with_bracket(name: String, value: Option<&Value>) -> String {
    if value.is_some_and(lookup::is_callable) {
        name + "("
    } else {
        name
    }
}

fn attributes(vm: &mut Vm, owner: &Owner) -> BTreeSet<String> {
    let names = match owner {
        Owner::Value(value) => lookup::attribute_names(vm, value),
        Owner::Of(class) => {
            let mut names = BTreeSet::new();
            lookup::names_in_class(vm, class, &mut names);
            names
        }
    };
    names
        .into_iter()
        .map(|name| {
            let found = match owner {
                Owner::Value(value) => lookup::attribute(vm, value, &name),
                Owner::Of(class) => lookup::attribute_of_instances(vm, class, &name),
            };
            with_bracket(name, found.as_ref().map(|found| &found.value))
        })
        .collect()
}

/// What the pieces before a dot stand for.
fn owner(vm: &mut Vm, text: &str, pieces: &[Piece]) -> Option<Owner> {
    let last = pieces.last()?;
    let word = &text[last.start..last.end];
    let literal = match last.kind {
        Kind::Text => {
            let prefix = word.split(['"', '\'']).next().unwrap_or("");
            Some(if prefix.contains(['b', 'B']) {
                Builtin::Bytes
            } else {
                Builtin::Str
            })
        }
        Kind::Close => {
            let open = opening(pieces)?;
            let alone = open == 0
                || !matches!(
                    pieces[open - 1].kind,
                    Kind::Name | Kind::Attribute | Kind::Close | Kind::Text
                );
            match word {
                "]" if alone => Some(Builtin::List),
                "}" if alone && open + 2 == pieces.len() => Some(Builtin::Dict),
                _ => None,
            }
        }
        _ => None,
    };
    if let Some(class) = literal {
        return Some(Owner::Of(vm.class(class).clone()));
    }
    chain_before(vm, text, pieces).map(|found| Owner::Value(found.value))
}

/// The number of the piece that opens the bracket which the last piece closes.
fn opening(pieces: &[Piece]) -> Option<usize> {
    let mut depth = 0;
    for (at, piece) in pieces.iter().enumerate().rev() {
        match piece.kind {
            Kind::Close => depth += 1,
            Kind::Open => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// What the names joined by dots stand for with which the pieces end.
fn chain_before(vm: &mut Vm, text: &str, pieces: &[Piece]) -> Option<Found> {
    let mut names = Vec::new();
    let mut at = pieces.len();
    loop {
        let piece = pieces.get(at.checked_sub(1)?)?;
        names.push(&text[piece.start..piece.end]);
        match piece.kind {
            Kind::Name => break,
            Kind::Attribute => at -= 2,
            _ => return None,
        }
    }
    names.reverse();
    lookup::chain(vm, &names)
}

/// A call whose brackets are open.
pub struct Call<'a> {
    /// The pieces before its bracket.
    before: &'a [Piece],
    /// How many arguments are complete.
    pub position: usize,
    /// The name of the argument that is being typed, if it has one.
    pub keyword: Option<String>,
}

/// The innermost call that is open at the end of the pieces.
pub fn call_at<'a>(text: &str, pieces: &'a [Piece]) -> Option<Call<'a>> {
    let word = |piece: &Piece| &text[piece.start..piece.end];
    let (mut depth, mut position) = (0usize, 0);
    let mut keyword = None;
    for (at, piece) in pieces.iter().enumerate().rev() {
        match piece.kind {
            Kind::Close => depth += 1,
            Kind::Open if depth > 0 => depth -= 1,
            Kind::Open => {
                let before = &pieces[..at];
                let callee = before.last()?;
                let calls =
                    word(piece) == "(" && matches!(callee.kind, Kind::Name | Kind::Attribute);
                return calls.then_some(Call {
                    before,
                    position,
                    keyword,
                });
            }
            Kind::Sign if depth == 0 && word(piece) == "," => position += 1,
            Kind::Sign if depth == 0 && position == 0 && word(piece) == "=" && at > 0 => {
                keyword = Some(word(&pieces[at - 1]).to_string());
            }
            Kind::LineEnd => return None,
            _ => {}
        }
    }
    None
}

/// What is called.
pub fn callee(vm: &mut Vm, text: &str, call: &Call) -> Option<Found> {
    let last = call.before.last()?;
    if last.kind == Kind::Attribute {
        let name = &text[last.start..last.end];
        return match owner(vm, text, call.before.get(..call.before.len() - 2)?)? {
            Owner::Value(value) => lookup::attribute(vm, &value, name),
            Owner::Of(class) => lookup::attribute_of_instances(vm, &class, name),
        };
    }
    // `def f(` is no call.
    chain_before(vm, text, call.before)
}

// ---- modules ----

/// In an import statement: the names of modules, or those in one.
fn imports(vm: &mut Vm, text: &str, pieces: &[Piece], prefix: &str) -> Option<BTreeSet<String>> {
    let word = |piece: &Piece| &text[piece.start..piece.end];
    let starts_statement = |at: usize| {
        at == 0
            || pieces[at - 1].kind == Kind::LineEnd
            || matches!(word(&pieces[at - 1]), ";" | ":")
    };
    let begins = |at: &usize| {
        pieces[*at].kind == Kind::Keyword
            && matches!(word(&pieces[*at]), "import" | "from")
            && starts_statement(*at)
    };
    let first = (0..pieces.len()).rev().find(begins)?;
    let rest = &pieces[first + 1..];
    if rest
        .iter()
        .any(|piece| piece.kind == Kind::LineEnd || word(piece) == ";")
    {
        return None;
    }
    // The dotted name in front of the word.
    let dotted = |pieces: &[Piece]| -> String { pieces.iter().map(word).collect() };
    if word(&pieces[first]) == "import" {
        let name = rest
            .rsplit(|piece| word(piece) == ",")
            .next()
            .unwrap_or(rest);
        if name.iter().any(|piece| piece.kind == Kind::Keyword) {
            return None;
        }
        return Some(modules(vm, dotted(name).strip_suffix('.'), prefix));
    }
    match rest.iter().position(|piece| word(piece) == "import") {
        None => {
            let name = dotted(rest);
            if !name.is_empty() && !name.ends_with('.') {
                return Some(BTreeSet::from(["import".to_string()]));
            }
            Some(modules(vm, name.strip_suffix('.'), prefix))
        }
        Some(at) => {
            let after = &rest[at + 1..];
            let free = after
                .last()
                .is_none_or(|last| matches!(word(last), "," | "("));
            free.then(|| names_of_module(vm, &dotted(&rest[..at]), 3))
        }
    }
}

/// Modules in a package, or all.
fn modules(vm: &mut Vm, package: Option<&str>, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let modules = vm.modules();
    let loaded = lookup::keys(vm, &modules);
    match package {
        None => {
            found.extend(crate::native::library::names().map(str::to_string));
            let native = crate::native::modules::MODULES
                .iter()
                .map(|module| module.name);
            found.extend(
                native
                    .chain(["builtins", "sys", "__future__"])
                    .map(str::to_string),
            );
            found.extend(loaded.into_iter().filter(|name| !name.contains('.')));
            for folder in search_path(vm) {
                modules_in(&folder, prefix, &mut found);
            }
        }
        Some(package) => {
            found.extend(crate::native::library::submodules(package).map(str::to_string));
            let start = format!("{package}.");
            let inner = loaded.iter().filter_map(|name| name.strip_prefix(&start));
            found.extend(inner.filter(|name| !name.contains('.')).map(str::to_string));
            let inside: PathBuf = package.split('.').collect();
            for folder in search_path(vm) {
                modules_in(&folder.join(&inside), prefix, &mut found);
            }
        }
    }
    found
}

fn search_path(vm: &mut Vm) -> Vec<PathBuf> {
    let sys = vm.sys();
    let path = vm.dict_get_str(&sys, "path");
    let Some(list) = path.as_ref().and_then(|path| path.downcast::<ListObject>()) else {
        return Vec::new();
    };
    let texts = list
        .items
        .get(vm)
        .iter()
        .filter_map(|item| item.downcast::<StrObject>());
    texts
        .map(|text| match text.as_str() {
            "" => PathBuf::from("."),
            text => PathBuf::from(text),
        })
        .collect()
}

fn modules_in(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".py");
        let is_name = |text: &str| {
            text.starts_with(prefix)
                && text.chars().all(super::lexer::is_word)
                && !text.starts_with(|c: char| c.is_ascii_digit())
                && text != "__init__"
                && text != "__pycache__"
        };
        match stem {
            Some(stem) if is_name(stem) => found.insert(stem.to_string()),
            None if is_name(&name) && entry.path().join("__init__.py").is_file() => {
                found.insert(name)
            }
            _ => continue,
        };
    }
}

/// The names in a module: from its namespace if it is there, else from its text, which is not run.
fn names_of_module(vm: &mut Vm, name: &str, depth: usize) -> BTreeSet<String> {
    let modules = vm.modules();
    let mut found = BTreeSet::new();
    if let Some(module) = vm.dict_get_str(&modules, name)
        && module.downcast::<ModuleObject>().is_some()
    {
        found.extend(lookup::attribute_names(vm, &module));
    } else if let Some(native) = crate::native::modules::find(name) {
        let functions = native.functions.iter().flat_map(|list| list.iter());
        found.extend(functions.map(|function| function.name().to_string()));
        let classes = native
            .classes
            .iter()
            .filter_map(|class| class.name.rsplit('.').next());
        found.extend(classes.map(str::to_string));
    } else if let Some(text) = text_of_module(vm, name) {
        for whole in names_in_text(&text, &mut found) {
            // `from x import *`, as `os` does it; a module that does so with itself is not followed.
            if depth > 0 && whole != name {
                let inner = names_of_module(vm, &whole, depth - 1);
                found.extend(inner.into_iter().filter(|name| !name.starts_with('_')));
            }
        }
    }
    found.extend(self::modules(vm, Some(name), ""));
    found
}

fn text_of_module(vm: &mut Vm, name: &str) -> Option<String> {
    let inside = name.replace('.', "/");
    if let Some(module) = crate::native::library::find(&inside) {
        return Some(module.text.to_string());
    }
    search_path(vm).iter().find_map(|folder| {
        let file = folder.join(format!("{inside}.py"));
        let package = folder.join(&inside).join("__init__.py");
        std::fs::read_to_string(file)
            .or_else(|_| std::fs::read_to_string(package))
            .ok()
    })
}

/// Names bound at the margin of a text; gives the modules all of whose names are.
fn names_in_text(text: &str, found: &mut BTreeSet<String>) -> Vec<String> {
    let mut whole = Vec::new();
    let starts = statements(text);
    for (at, &start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).map_or(text.len(), |&next| next);
        let line = match &text[start..end] {
            // An import may go on in brackets; of other statements the first line tells.
            import if import.starts_with("from ") || import.starts_with("import ") => import,
            other => other.lines().next().unwrap_or(""),
        };
        let (pieces, _) = scan(line, State::default());
        let word = |at: usize| {
            pieces
                .get(at)
                .map_or("", |piece| &line[piece.start..piece.end])
        };
        match (word(0), word(1)) {
            ("def" | "class", name) => found.insert(name.to_string()),
            ("async", "def") => found.insert(word(2).to_string()),
            (name, "=" | ":") if pieces[0].kind == Kind::Name => found.insert(name.to_string()),
            ("from" | "import", _) => {
                let at = pieces
                    .iter()
                    .position(|piece| &line[piece.start..piece.end] == "import");
                let names = at.map_or(&pieces[..0], |at| &pieces[at + 1..]);
                if names
                    .first()
                    .is_some_and(|first| &line[first.start..first.end] == "*")
                {
                    let module = &pieces[1..pieces.len() - names.len() - 1];
                    whole.push(
                        module
                            .iter()
                            .map(|piece| &line[piece.start..piece.end])
                            .collect(),
                    );
                }
                let names = names.iter().filter(|piece| piece.kind == Kind::Name);
                found.extend(names.map(|piece| line[piece.start..piece.end].to_string()));
                continue;
            }
            _ => continue,
        };
    }
    whole
}

// ---- commands ----

fn after_colon(vm: &mut Vm, text: &str) -> Offers {
    let Some(space) = text.find(' ') else {
        let names = commands::TABLE
            .iter()
            .map(|command| format!(":{}", command.name));
        let words = names.filter(|name| name.starts_with(text)).collect();
        return Offers { start: 0, words };
    };
    let start = space + 1;
    if &text[1..space] != "load" {
        let inner = offers(vm, &text[start..]);
        return Offers {
            start: start + inner.start,
            words: inner.words,
        };
    }
    let typed = &text[start..];
    let cut = typed.rfind('/').map_or(0, |at| at + 1);
    let folder = if cut == 0 { "." } else { &typed[..cut] };
    let mut words: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let end = if entry.path().is_dir() { "/" } else { "" };
            let fits = name.starts_with(&typed[cut..])
                && (end == "/" || name.ends_with(".py"))
                && !(name.starts_with('.') && typed[cut..].is_empty());
            fits.then(|| format!("{name}{end}"))
        })
        .collect();
    words.sort();
    Offers {
        start: start + cut,
        words,
    }
}
