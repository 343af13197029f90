//! Advice about attributes that are not there, by the type of the object.
use super::Case;
use crate::object::builtin::Builtin;
use crate::object::heap::Layout;
use crate::vm::Vm;

/// Types, names and what to write; `{}` is the name.
const TABLE: &[(&[&str], &[&str], &str)] = &[
    (
        &["list"],
        &["push", "add", "push_back", "addLast", "append_all"],
        "a list grows at its end with append(x)",
    ),
    (
        &["list"],
        &["addAll", "concat", "merge", "update"],
        "a list takes the items of another with extend(other), or +",
    ),
    (
        &["list"],
        &["shift", "popleft", "dequeue"],
        "pop(0) takes the first item; collections.deque does it fast",
    ),
    (
        &["list"],
        &["unshift", "appendleft", "prepend"],
        "insert(0, x) puts an item in front",
    ),
    (
        &["list", "tuple", "str"],
        &["contains", "includes", "has", "include", "has_key"],
        "ask with `x in y`",
    ),
    (
        &[
            "list",
            "tuple",
            "str",
            "dict",
            "set",
            "bytes",
            "deque",
            "range",
            "generator",
        ],
        &["length", "size", "len", "Length"],
        "len(x) gives the number of items",
    ),
    (
        &["list", "tuple"],
        &["indexOf", "find", "findIndex", "search"],
        "index(x) gives the place of an item",
    ),
    (
        &["list", "tuple", "set", "dict", "range", "map", "generator"],
        &["map", "filter", "forEach", "each", "collect"],
        "write a loop or a comprehension: [f(x) for x in items if ...]",
    ),
    (
        &["list", "tuple"],
        &["join"],
        "join belongs to the text between: \", \".join(items)",
    ),
    (
        &["list"],
        &["delete", "del", "removeAt", "remove_at"],
        "del items[i] removes by place, remove(x) by value",
    ),
    (
        &["list", "tuple"],
        &["first", "head", "last", "tail", "peek", "get"],
        "the first item is items[0], the last items[-1]",
    ),
    (
        &["list"],
        &["slice", "splice", "subList"],
        "a part is written items[start:stop]",
    ),
    (
        &["list"],
        &["put", "enqueue"],
        "a queue for threads is queue.Queue; a list grows with append(x)",
    ),
    (
        &["tuple"],
        &["append", "extend", "insert", "remove", "pop", "sort", "add"],
        "a tuple never changes; make a list, or a new tuple with +",
    ),
    (
        &["str"],
        &["push", "append", "add", "concat", "extend", "insert"],
        "text never changes; make a new one with + or \"\".join(parts)",
    ),
    (&["str"], &["trim"], "strip() removes blanks at both ends"),
    (
        &["str"],
        &["trimStart", "trim_start", "ltrim"],
        "lstrip() removes blanks in front",
    ),
    (
        &["str"],
        &["trimEnd", "trim_end", "rtrim", "chomp", "chop"],
        "rstrip() removes blanks at the end",
    ),
    (
        &["str"],
        &["toUpperCase", "to_upper", "toUpper", "upcase", "uppercase"],
        "the method is upper()",
    ),
    (
        &["str"],
        &[
            "toLowerCase",
            "to_lower",
            "toLower",
            "downcase",
            "lowercase",
        ],
        "the method is lower()",
    ),
    (
        &["str"],
        &["substring", "substr", "slice", "mid"],
        "a part is written text[start:stop]",
    ),
    (
        &["str", "list"],
        &["charAt", "at", "nth", "elementAt"],
        "one item is written x[i]",
    ),
    (
        &["str"],
        &["indexOf", "search", "pos"],
        "find(part) gives the place, or -1",
    ),
    (
        &["str", "list", "tuple"],
        &["reversed", "reverse"],
        "x[::-1] is x backwards",
    ),
    (
        &["str"],
        &["replaceAll", "gsub", "sub"],
        "replace(old, new) replaces all of them",
    ),
    (
        &["str"],
        &["decode"],
        "a str is text already; only bytes are decoded",
    ),
    (
        &["str", "int", "float", "list", "dict"],
        &["equals", "eq", "isEqual"],
        "compare with ==",
    ),
    (
        &["str"],
        &["toInt", "to_i", "parseInt", "intValue"],
        "int(text) makes a number of it",
    ),
    (
        &["str"],
        &["toFloat", "to_f", "parseFloat"],
        "float(text) makes a number of it",
    ),
    (
        &["str"],
        &["isNumeric", "isNumber", "is_digit", "isDigit"],
        "the method is isdigit()",
    ),
    (
        &["str"],
        &["isEmpty", "empty", "is_empty"],
        "empty text is false: `if not text`",
    ),
    (
        &["list", "dict", "set", "tuple"],
        &["isEmpty", "empty", "is_empty"],
        "what is empty is false: `if not x`",
    ),
    (
        &["int", "float", "bool", "list", "dict", "tuple", "set"],
        &["toString", "to_s", "str", "to_string"],
        "str(x) makes text of it",
    ),
    (
        &["int", "float"],
        &["length", "len", "size"],
        "len(str(x)) counts its digits",
    ),
    (
        &["int", "float", "NoneType"],
        &["append", "add", "extend"],
        "only a list grows; was the name given to something else?",
    ),
    (
        &["dict"],
        &[
            "has_key",
            "containsKey",
            "contains",
            "has",
            "hasOwnProperty",
            "exists",
        ],
        "ask with `key in d`",
    ),
    (
        &["dict"],
        &["iteritems", "viewitems", "entries", "entrySet"],
        "the method is items()",
    ),
    (
        &["dict"],
        &["iterkeys", "viewkeys", "keySet"],
        "the method is keys()",
    ),
    (
        &["dict"],
        &["itervalues", "viewvalues"],
        "the method is values()",
    ),
    (
        &["dict"],
        &["add", "append", "push", "put", "set", "insert"],
        "an entry is set with d[key] = value",
    ),
    (
        &["dict"],
        &["remove", "delete", "discard"],
        "del d[key] removes an entry, d.pop(key, None) also one that may be missing",
    ),
    (
        &["dict"],
        &["sort", "sorted"],
        "dict(sorted(d.items())) has its keys in order",
    ),
    (
        &["set", "frozenset"],
        &["append", "push", "insert", "put"],
        "a set grows with add(x)",
    ),
    (
        &["set", "frozenset"],
        &["contains", "has", "includes"],
        "ask with `x in s`",
    ),
    (
        &["set", "frozenset", "dict"],
        &["get_first", "first", "index"],
        "sets have no order; next(iter(s)) gives some item",
    ),
    (&["generator"], &["next"], "next(it) gives the next item"),
    (
        &["file", "TextIOWrapper", "BufferedReader", "BufferedWriter"],
        &["readLine", "next", "eof", "lines"],
        "`for line in file:` gives its lines",
    ),
    (
        &["lock", "RLock", "Lock", "Condition", "Semaphore"],
        &["lock", "take", "wait_for_lock", "enter", "P", "down"],
        "acquire() takes it; `with lock:` takes it and gives it back",
    ),
    (
        &["lock", "RLock", "Lock", "Condition", "Semaphore"],
        &["unlock", "give", "free", "leave", "V", "up"],
        "release() gives it back; `with lock:` does it for you",
    ),
    (
        &["lock", "RLock"],
        &["notify", "wait", "notify_all", "signal"],
        "waiting for news is what threading.Condition is for",
    ),
    (
        &["Event"],
        &["notify", "notify_all", "signal", "fire", "trigger"],
        "set() wakes all who wait for it",
    ),
    (
        &["Condition"],
        &["signal", "signal_all", "notifyall", "broadcast"],
        "notify() wakes one who waits, notify_all() all of them",
    ),
    (
        &["Thread"],
        &[
            "stop",
            "kill",
            "terminate",
            "cancel",
            "interrupt",
            "destroy",
            "abort",
        ],
        "a thread cannot be ended from outside; let it look at a threading.Event and return",
    ),
    (
        &["Thread"],
        &["result", "get", "value", "return_value", "get_result"],
        "a thread has no result; concurrent.futures.ThreadPoolExecutor().submit(f).result() has",
    ),
    (
        &["Thread", "Process"],
        &["wait", "await"],
        "join() waits for its end",
    ),
    (
        &["Thread", "Process"],
        &["isAlive", "alive", "is_running"],
        "the method is is_alive()",
    ),
    (
        &["Thread"],
        &[
            "setPriority",
            "priority",
            "pause",
            "suspend",
            "resume",
            "sleep",
            "yield_",
        ],
        "threads cannot be paused from outside; an Event or a Condition lets them wait by themselves",
    ),
    (
        &["Process"],
        &["stop", "cancel", "abort"],
        "terminate() ends a process, kill() at once",
    ),
    (
        &["Process"],
        &["result", "get", "value"],
        "a process has no result; concurrent.futures.ProcessPoolExecutor has, or send it through a Queue",
    ),
    (
        &["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"],
        &[
            "push", "append", "add", "enqueue", "offer", "insert", "send",
        ],
        "put(x) adds an item",
    ),
    (
        &["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"],
        &[
            "pop", "popleft", "dequeue", "take", "poll", "recv", "remove",
        ],
        "get() takes an item, and waits for one",
    ),
    (
        &["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"],
        &["length", "size", "count", "len"],
        "qsize() tells how many there are now",
    ),
    (
        &["Queue"],
        &["close", "stop"],
        "shutdown() ends a queue: its users get queue.ShutDown",
    ),
    (
        &["Future"],
        &["get", "value", "wait", "join", "await"],
        "result() waits and gives the result",
    ),
    (
        &["Future"],
        &["then", "on_done", "addCallback"],
        "add_done_callback(f) calls f(future) when it is done",
    ),
    (
        &["ThreadPoolExecutor", "ProcessPoolExecutor"],
        &["apply_async", "apply", "execute", "run", "start"],
        "submit(f, x) gives a future, map(f, xs) the results",
    ),
    (
        &["ThreadPoolExecutor", "ProcessPoolExecutor"],
        &["close", "join", "stop", "terminate"],
        "shutdown() waits for it, and `with` does it for you",
    ),
    (
        &["ThreadPool", "Pool"],
        &["submit", "execute"],
        "apply_async(f, args) gives a result to get()",
    ),
    (
        &["ThreadPool", "Pool"],
        &["shutdown", "stop"],
        "close() and then join() end a pool",
    ),
];

/// Names of modules that are gone or elsewhere.
const MODULES: &[(&str, &[&str], &str)] = &[
    (
        "time",
        &["clock"],
        "perf_counter() measures time, process_time() the processor's",
    ),
    (
        "time",
        &["now", "current"],
        "time() gives seconds since 1970, datetime.datetime.now() date and time",
    ),
    (
        "string",
        &[
            "letters",
            "maketrans",
            "join",
            "upper",
            "lower",
            "lowercase",
            "uppercase",
        ],
        "these are methods of str now, or string.ascii_letters",
    ),
    ("os", &["getcwdu"], "the name is getcwd"),
    (
        "os",
        &["exists", "isfile", "join", "isdir", "basename"],
        "it is in os.path",
    ),
    (
        "math",
        &["abs", "max", "min", "round", "sum"],
        "it is built in, without math",
    ),
    ("math", &["random"], "it is in the module random"),
    (
        "sys",
        &["maxint"],
        "integers have no limit; sys.maxsize is the longest list",
    ),
    ("sys", &["args"], "the name is argv"),
    (
        "itertools",
        &["izip", "imap", "ifilter"],
        "zip, map and filter are lazy now",
    ),
    ("itertools", &["izip_longest"], "the name is zip_longest"),
    ("threading", &["sleep"], "it is in the module time"),
    ("threading", &["Queue"], "it is in the module queue"),
    (
        "threading",
        &["Process", "Pool"],
        "it is in the module multiprocessing",
    ),
    (
        "threading",
        &["ThreadPool", "ThreadPoolExecutor", "Pool"],
        "it is in the module concurrent.futures",
    ),
    (
        "threading",
        &["start_new_thread"],
        "Thread(target=f, args=(x,)).start() starts a thread",
    ),
    (
        "multiprocessing",
        &["Thread"],
        "it is in the module threading",
    ),
    (
        "multiprocessing",
        &["ProcessPoolExecutor"],
        "it is in the module concurrent.futures",
    ),
    (
        "asyncio",
        &["async", "ensureFuture"],
        "create_task(coroutine) starts it",
    ),
    ("asyncio", &["coroutine"], "write async def"),
    (
        "random",
        &["random_integers", "rand", "int", "integer"],
        "randint(a, b) gives a whole number from a to b",
    ),
    (
        "json",
        &["read", "parse", "decode", "load_string"],
        "loads(text) reads a text, load(file) a file",
    ),
    (
        "json",
        &["write", "stringify", "encode"],
        "dumps(x) gives text, dump(x, file) writes to a file",
    ),
    (
        "datetime",
        &["now", "today", "strptime", "fromisoformat"],
        "the class has the module's name: datetime.datetime.now()",
    ),
    (
        "collections",
        &[
            "Mapping",
            "Iterable",
            "Callable",
            "Sequence",
            "Hashable",
            "MutableMapping",
        ],
        "it is in collections.abc",
    ),
];

pub(super) fn advice(vm: &mut Vm, case: &Case) -> Option<String> {
    let object = case.object.as_ref()?;
    let name = case.name.as_str();
    if object.is_none() {
        let method = [
            "sort", "append", "reverse", "extend", "add", "update", "start", "join", "shuffle",
        ]
        .iter()
        .find(|method| case.line.contains(&format!(".{method}(")));
        return Some(match method {
            Some(method) => format!("{method}() changes its object and gives None: use the object afterwards, not the result"),
            None => "the value is None: perhaps a function without a return statement, or a search that found nothing".to_string(),
        });
    }
    let class = vm.class_of(object).clone();
    let kind = vm.name_of_class(&class);
    let found = |table: &[(&[&str], &[&str], &str)], kind: &str| {
        let row = table
            .iter()
            .find(|(kinds, names, _)| kinds.contains(&kind) && names.contains(&name));
        row.map(|(_, _, advice)| advice.to_string())
    };
    if object.layout() == Some(Layout::Module) {
        let module = vm.get_attribute_str(object, "__name__").ok()?;
        let module = vm.string(&module).ok()?;
        let row = MODULES
            .iter()
            .find(|(other, names, _)| *other == module && names.contains(&name));
        return row.map(|(_, _, advice)| advice.to_string());
    }
    if matches!(
        object.layout(),
        Some(Layout::Function | Layout::BoundMethod | Layout::NativeFunction)
    ) || kind == "builtin_function_or_method"
    {
        return Some(format!(
            "this is the function itself; put () behind it for its result, then .{name}"
        ));
    }
    if let Some(advice) = found(TABLE, &kind) {
        return Some(advice);
    }
    // An entry of a dict is not an attribute.
    let dict = vm.class(Builtin::Dict).clone();
    if vm.is_instance(object, &dict) {
        let key = vm.new_str(name);
        if vm.contains(object, &key).unwrap_or(false) {
            return Some(format!("an entry of a dict is written d['{name}']"));
        }
    }
    // Subclasses know what their bases know.
    let bases: Vec<String> = class
        .mro
        .get(vm)
        .iter()
        .map(|base| vm.name_of_class(base))
        .collect();
    bases.iter().find_map(|base| found(TABLE, base))
}
