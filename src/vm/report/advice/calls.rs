//! Advice about calls and operations that do not fit: TypeErrors by their text.
use super::{Case, between};
use crate::vm::Vm;

pub(super) fn advice(vm: &mut Vm, case: &Case) -> Option<String> {
    if case.class != "TypeError" && !case.class.contains("Pickl") && case.class != "AttributeError"
    {
        return None;
    }
    let message = case.message.as_str();
    if let Some(advice) = unpicklable(message) {
        return Some(advice);
    }
    if case.class != "TypeError" {
        return None;
    }
    arguments(case, message)
        .or_else(|| called(vm, case, message))
        .or_else(|| operands(message))
        .or_else(|| items(message))
}

/// What cannot go to another process.
fn unpicklable(message: &str) -> Option<String> {
    if !message.contains("pickle") && !message.contains("Can't get local object") {
        return None;
    }
    let has = |part: &str| message.contains(part);
    let text = match () {
        () if has("<lambda>") => {
            "a lambda cannot go to another process; use a function that is defined at the top of a module"
        }
        () if has("local object") || has("<locals>") => {
            "what is defined inside a function cannot go to another process; define it at the top of a module"
        }
        () if has("lock") || has("Condition") || has("Semaphore") || has("Event") => {
            "a lock of threads cannot go to another process; use multiprocessing.Lock() and pass it to Process(args=...)"
        }
        () if has("generator") => "a generator cannot go to another process; send list(...) of it",
        () if has("TextIOWrapper") || has("Buffered") || has("socket") => {
            "an open file cannot go to another process; send its name and open it there"
        }
        () if has("module") => "a module cannot go to another process; import it there",
        () if has("thread") || has("Thread") => {
            "a thread cannot go to another process; start it there"
        }
        () => {
            "only data can go to another process: numbers, text, containers, and objects of top-level classes"
        }
    };
    Some(text.to_string())
}

fn arguments(case: &Case, message: &str) -> Option<String> {
    let title = message.split_once("()").map_or("", |(title, _)| title);
    if let Some(rest) = message.split_once(" takes ").map(|(_, rest)| rest)
        && title.contains('.')
    {
        let taken: usize = rest.split(' ').next()?.parse().ok()?;
        let given = between(rest, "but ", " ").and_then(|given| given.parse::<usize>().ok());
        if given == Some(taken + 1) {
            let method = title.rsplit('.').next().unwrap_or(title);
            return Some(format!(
                "a method gets its object first: def {method}(self, ...)"
            ));
        }
    }
    if message.ends_with("missing 1 required positional argument: 'self'") {
        let class = title.split('.').next().unwrap_or("");
        return Some(format!(
            "call it on an object, not on the class: {class}(...).{}()",
            title.rsplit('.').next()?
        ));
    }
    if message.contains("argument after * must be an iterable") {
        let one = if case.line.contains("args") {
            "args=(x,)"
        } else {
            "(x,)"
        };
        return Some(format!("a tuple of one item needs a comma: {one}"));
    }
    if message.contains("got an unexpected keyword argument 'arg'") {
        return Some("the name is args, and it takes a tuple: args=(x,)".to_string());
    }
    if message.contains("__init__() takes 1 positional argument but")
        || message.ends_with("() takes no arguments")
    {
        return Some("a class takes arguments through def __init__(self, ...), with two underscores on both sides".to_string());
    }
    None
}

fn called(vm: &mut Vm, case: &Case, message: &str) -> Option<String> {
    let kind = between(message, "'", "' object is not callable")?;
    if kind == "module" {
        return Some(
            "this is a module; call something in it, or import the class: from module import Class"
                .to_string(),
        );
    }
    if case.line.is_empty() {
        return Some(
            "Thread(target=f()) calls f at once and takes its result as target; write Thread(target=f, args=(...))".to_string(),
        );
    }
    // A name that hides something built in.
    let builtins = vm.builtins();
    let hidden = case
        .line
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .find(|word| {
            !word.is_empty()
                && case.line.contains(&format!("{word}("))
                && vm.dict_get_str(&builtins, word).is_some()
                && matches!(
                    *word,
                    "list"
                        | "dict"
                        | "set"
                        | "str"
                        | "int"
                        | "float"
                        | "tuple"
                        | "sum"
                        | "max"
                        | "min"
                        | "len"
                        | "input"
                        | "print"
                        | "type"
                        | "id"
                        | "range"
                        | "map"
                        | "filter"
                        | "sorted"
                        | "open"
                        | "next"
                        | "iter"
                        | "all"
                        | "any"
                        | "abs"
                        | "round"
                        | "bytes"
                        | "bool"
                        | "zip"
                        | "hash"
                        | "object"
                        | "vars"
                        | "dir"
                )
        });
    if let Some(word) = hidden.filter(|_| {
        matches!(
            kind,
            "list" | "dict" | "set" | "str" | "int" | "float" | "tuple" | "bool"
        )
    }) {
        return Some(format!(
            "the name {word} was given to a value and hides the built-in; `del {word}` brings it back"
        ));
    }
    match kind {
        "list" | "dict" | "tuple" | "str" => {
            Some("items are taken with square brackets: x[...]; or is a comma missing in front of the parenthesis?".to_string())
        }
        "int" | "float" => Some("a product needs its sign: 2 * (a + b)".to_string()),
        "NoneType" => Some("the value is None: a function without a return statement gave it, or a name was overwritten".to_string()),
        _ => None,
    }
}

/// Kinds of callables in messages.
fn is_function(kind: &str) -> bool {
    matches!(
        kind,
        "function" | "method" | "builtin_function_or_method" | "method_descriptor" | "type"
    )
}

fn operands(message: &str) -> Option<String> {
    if message.starts_with("can only concatenate str (not \"") {
        let kind = between(message, "(not \"", "\")")?;
        return Some(match kind {
            "NoneType" => {
                "the other value is None: a function without a return statement?".to_string()
            }
            kind if is_function(kind) => "put () behind the function for its result".to_string(),
            _ => "make text of it with str(x), or write an f-string: f\"... {x}\"".to_string(),
        });
    }
    if message.starts_with("can only concatenate list (not") {
        return Some("append(x) adds one item; + joins two lists".to_string());
    }
    if let Some(kinds) = message.strip_prefix("unsupported operand type(s) for ") {
        let (sign, kinds) = kinds.split_once(": ")?;
        let (left, right) = kinds.split_once(" and ")?;
        let (left, right) = (left.trim_matches('\''), right.trim_matches('\''));
        if is_function(left) || is_function(right) {
            return Some("put () behind the function for its result".to_string());
        }
        if left == "NoneType" || right == "NoneType" {
            return Some(
                "one of the values is None: perhaps from a function without a return statement"
                    .to_string(),
            );
        }
        if left == "str" || right == "str" {
            return Some(
                "text that holds a number becomes one with int(text) or float(text)".to_string(),
            );
        }
        if (left, right) == ("list", "list") && sign == "-" {
            return Some("sets can be subtracted: set(a) - set(b)".to_string());
        }
        if left == "builtin_function_or_method" && sign == ">>" {
            return Some("print to a file with print(..., file=f)".to_string());
        }
        if sign == "^" {
            return Some("the power is written **".to_string());
        }
        return None;
    }
    if message.contains("not supported between instances of") {
        if message.contains("'str'") && (message.contains("'int'") || message.contains("'float'")) {
            return Some("input() and files give text; int(text) makes a number of it".to_string());
        }
        if message.contains("'NoneType'") {
            return Some("one of the values is None".to_string());
        }
        if message.contains("'method'")
            || message.contains("'function'")
            || message.contains("builtin_function")
        {
            return Some("put () behind the function for its result".to_string());
        }
    }
    if message == "'str' object cannot be interpreted as an integer" {
        return Some("int(text) makes a number of text".to_string());
    }
    if message == "'list' object cannot be interpreted as an integer" {
        return Some("range(len(items)), or simply `for item in items`".to_string());
    }
    if message == "'float' object cannot be interpreted as an integer" {
        return Some("a // b divides without a fraction, int(x) cuts it off".to_string());
    }
    None
}

fn items(message: &str) -> Option<String> {
    for tail in ["' object is not subscriptable", "' object is not iterable"] {
        if let Some(kind) = between(message, "'", tail) {
            return match kind {
                "NoneType" => Some(
                    "the value is None: perhaps from a function without a return statement"
                        .to_string(),
                ),
                kind if is_function(kind) => {
                    Some("put () behind the function for its result".to_string())
                }
                "int" if tail.ends_with("iterable") => {
                    Some("range(n) gives the numbers below n".to_string())
                }
                "set" => Some(
                    "a set has no order; sorted(s)[0] or next(iter(s)) gives an item".to_string(),
                ),
                "Future" | "AsyncResult" => {
                    Some("result() gives what the future holds".to_string())
                }
                "coroutine" => Some("await it first".to_string()),
                "generator" | "map" | "filter" | "zip" | "dict_keys" | "dict_values"
                | "dict_items" => Some("list(...) of it can be indexed".to_string()),
                _ => None,
            };
        }
    }
    if message.starts_with("list indices must be integers") && message.ends_with("not str") {
        return Some("this is a list; take an item by number first, or loop over it".to_string());
    }
    if message.starts_with("list indices must be integers") && message.ends_with("not float") {
        return Some("a // b divides without a fraction".to_string());
    }
    if message.starts_with("list indices must be integers") && message.ends_with("not tuple") {
        return Some(
            "a list in a list is indexed with x[i][j]; or is a comma missing between two lists?"
                .to_string(),
        );
    }
    if let Some(kind) = between(message, "unhashable type: '", "'") {
        return match kind {
            "list" => Some("a key must not change: use tuple(items)".to_string()),
            "set" => Some("a key must not change: use frozenset(items)".to_string()),
            "dict" => Some("a key must not change: use tuple(sorted(d.items()))".to_string()),
            _ => None,
        };
    }
    if let Some(kind) = between(message, "'", "' object does not support item ") {
        return match kind {
            "str" => Some(
                "text never changes; make a new one: text[:i] + new + text[i + 1:]".to_string(),
            ),
            "tuple" => Some("a tuple never changes; use a list if items are to be set".to_string()),
            _ => None,
        };
    }
    if message == "exceptions must derive from BaseException" {
        return Some("raise an exception: raise ValueError(\"what is wrong\")".to_string());
    }
    if message.contains("can't be used in 'await' expression")
        || message.ends_with("is not a coroutine")
    {
        return Some("only what `async def` makes can be awaited; asyncio.to_thread(f) waits for a plain function".to_string());
    }
    if message.contains("does not support the context manager protocol") {
        let line = "`with` needs an object that can be entered";
        return Some(match between(message, "'", "'") {
            Some("function" | "method" | "builtin_function_or_method" | "type") => {
                format!("{line}: put () behind the name")
            }
            _ => format!("{line}: a lock, an open file, or a class with __enter__ and __exit__"),
        });
    }
    None
}
