//! Advice about names that are not defined and modules that are not there.
use super::Case;
use crate::vm::Vm;

/// Words of other languages and of Python 2, and what to write.
const WORDS: &[(&[&str], &str)] = &[
    (
        &[
            "null",
            "nil",
            "NULL",
            "undefined",
            "nullptr",
            "none",
            "void",
        ],
        "the word for nothing is None",
    ),
    (&["true", "TRUE"], "write True, with a capital letter"),
    (&["false", "FALSE"], "write False, with a capital letter"),
    (
        &["this", "me"],
        "a method gets its object as the first parameter, by custom named self",
    ),
    (
        &[
            "printf", "println", "puts", "echo", "console", "System", "cout", "fmt", "alert",
        ],
        "print(...) writes a line",
    ),
    (
        &["strlen", "length", "size", "sizeof", "count"],
        "len(x) gives the number of items or characters",
    ),
    (&["xrange"], "the name is range"),
    (
        &["raw_input", "gets", "readline", "scanf", "cin", "prompt"],
        "input(...) reads a line as text",
    ),
    (
        &["unicode", "basestring", "String", "string"],
        "text has the type str",
    ),
    (&["unichr"], "the name is chr"),
    (
        &["long", "Integer", "integer"],
        "whole numbers of any size have the type int",
    ),
    (
        &["double", "Float", "number"],
        "numbers with a fraction have the type float",
    ),
    (
        &["boolean", "Boolean"],
        "the type of True and False is bool",
    ),
    (
        &["array", "Array", "ArrayList", "vector"],
        "a list is written [1, 2, 3]",
    ),
    (
        &["HashMap", "Map", "hash", "object"],
        "a dict is written {'key': value}",
    ),
    (
        &["cmp"],
        "compare with (a > b) - (a < b), or sort with key=",
    ),
    (&["execfile"], "use exec(open(file).read())"),
    (&["reload"], "from importlib import reload"),
    (&["reduce"], "from functools import reduce"),
    (&["Math"], "the module has a small letter: import math"),
    (&["JSON"], "the module has small letters: import json"),
    (&["sleep"], "from time import sleep"),
    (&["elif", "elseif"], "write elif after the block of an if"),
    (
        &["switch"],
        "choose with match and case, or with if and elif",
    ),
    (&["throw"], "an exception is raised with raise"),
    (&["catch"], "exceptions are caught with except"),
    (
        &["require", "include", "using"],
        "modules are loaded with import",
    ),
    (
        &["synchronized"],
        "with lock: keeps other threads out of a block",
    ),
    (&["thread"], "from threading import Thread"),
];

/// Names of the library that programs use without their module.
const PLACES: &[(&str, &[&str])] = &[
    (
        "threading",
        &[
            "Thread",
            "Lock",
            "RLock",
            "Event",
            "Condition",
            "Semaphore",
            "BoundedSemaphore",
            "Barrier",
            "Timer",
            "current_thread",
            "active_count",
            "get_ident",
        ],
    ),
    (
        "queue",
        &[
            "Queue",
            "LifoQueue",
            "PriorityQueue",
            "SimpleQueue",
            "Empty",
            "Full",
        ],
    ),
    (
        "multiprocessing",
        &[
            "Process",
            "Pool",
            "Pipe",
            "Manager",
            "Value",
            "cpu_count",
            "freeze_support",
        ],
    ),
    (
        "concurrent.futures",
        &[
            "ThreadPoolExecutor",
            "ProcessPoolExecutor",
            "Future",
            "as_completed",
            "wait",
        ],
    ),
    (
        "collections",
        &[
            "defaultdict",
            "deque",
            "Counter",
            "OrderedDict",
            "namedtuple",
            "ChainMap",
        ],
    ),
    ("dataclasses", &["dataclass", "asdict", "astuple"]),
    (
        "functools",
        &[
            "partial",
            "wraps",
            "lru_cache",
            "cache",
            "cached_property",
            "total_ordering",
        ],
    ),
    (
        "itertools",
        &[
            "chain",
            "count",
            "cycle",
            "islice",
            "product",
            "permutations",
            "combinations",
            "groupby",
            "accumulate",
        ],
    ),
    ("pathlib", &["Path", "PurePath"]),
    ("enum", &["Enum", "IntEnum", "Flag", "auto"]),
    ("abc", &["ABC", "abstractmethod"]),
    (
        "contextlib",
        &[
            "contextmanager",
            "suppress",
            "closing",
            "ExitStack",
            "redirect_stdout",
        ],
    ),
    (
        "random",
        &[
            "randint",
            "choice",
            "choices",
            "shuffle",
            "randrange",
            "uniform",
        ],
    ),
    (
        "math",
        &[
            "sqrt",
            "pi",
            "sin",
            "cos",
            "tan",
            "floor",
            "ceil",
            "log",
            "exp",
            "gcd",
            "factorial",
            "isclose",
        ],
    ),
    (
        "time",
        &["perf_counter", "monotonic", "strftime", "time_ns"],
    ),
    ("datetime", &["timedelta", "timezone", "date"]),
    ("decimal", &["Decimal", "getcontext"]),
    ("fractions", &["Fraction"]),
    ("copy", &["deepcopy"]),
    (
        "heapq",
        &["heappush", "heappop", "heapify", "nlargest", "nsmallest"],
    ),
    ("bisect", &["insort", "bisect_left", "bisect_right"]),
    ("io", &["StringIO", "BytesIO"]),
    ("sys", &["argv", "stdin", "stdout", "stderr", "maxsize"]),
    (
        "os",
        &["getcwd", "listdir", "environ", "getpid", "makedirs", "fork"],
    ),
    (
        "typing",
        &[
            "Any", "Optional", "Union", "List", "Dict", "Tuple", "Set", "Callable", "Iterable",
            "Iterator", "Protocol",
        ],
    ),
    ("types", &["SimpleNamespace", "MappingProxyType"]),
    ("textwrap", &["dedent"]),
    ("pprint", &["pprint"]),
    ("unittest", &["TestCase"]),
    ("asyncio", &["gather", "create_task", "TaskGroup"]),
];

/// Modules that Python 3 has under another name.
const RENAMED: &[(&str, &str)] = &[
    ("Queue", "queue"),
    ("ConfigParser", "configparser"),
    ("StringIO", "io"),
    ("cStringIO", "io"),
    ("cPickle", "pickle"),
    ("SocketServer", "socketserver"),
    ("thread", "threading"),
    ("Thread", "threading"),
    ("threads", "threading"),
    ("futures", "concurrent.futures"),
    ("urllib2", "urllib.request"),
    ("urlparse", "urllib.parse"),
    ("sets", "the built-in type set"),
    ("copy_reg", "copyreg"),
    ("processing", "multiprocessing"),
    ("multiprocess", "multiprocessing"),
    ("Math", "math"),
    ("commands", "subprocess"),
    ("exceptions", "the built-in exceptions"),
];

/// Packages that people have elsewhere.
const PACKAGES: &[&str] = &[
    "numpy",
    "pandas",
    "requests",
    "matplotlib",
    "scipy",
    "flask",
    "django",
    "pytest",
    "torch",
    "tensorflow",
    "yaml",
    "PIL",
    "bs4",
    "six",
    "attr",
    "attrs",
    "pydantic",
    "rich",
    "tqdm",
    "psutil",
    "cv2",
    "sklearn",
    "aiohttp",
    "httpx",
    "fastapi",
    "sqlalchemy",
    "jinja2",
    "click",
    "numba",
    "joblib",
    "pygame",
    "trio",
    "anyio",
    "greenlet",
    "gevent",
    "setuptools",
    "pip",
    "lxml",
    "redis",
    "celery",
];

pub(super) fn advice(case: &Case) -> Option<String> {
    let name = case.name.as_str();
    if case.class == "UnboundLocalError" {
        let name = super::between(&case.message, "variable '", "'")?;
        return Some(format!(
            "{name} is assigned somewhere in this function, so it is a local variable there; `global {name}` or `nonlocal \
             {name}` means the outer one"
        ));
    }
    if let Some((_, advice)) = WORDS.iter().find(|(words, _)| words.contains(&name)) {
        return Some(advice.to_string());
    }
    if let Some((module, _)) = PLACES.iter().find(|(_, names)| names.contains(&name)) {
        return Some(format!("from {module} import {name}"));
    }
    None
}

pub(super) fn advice_on_import(vm: &mut Vm, case: &Case) -> Option<String> {
    if case.class != "ModuleNotFoundError" {
        if case.message.contains("circular import") {
            return Some(
                "two modules import each other; import inside the function that needs it, or move what both need to a third"
                    .to_string(),
            );
        }
        return None;
    }
    if case.message.ends_with("is not a package") {
        return Some(
            "a module has no modules inside; is a file of yours named like a package of the library?".to_string(),
        );
    }
    let name = case.name.split('.').next().unwrap_or_default();
    if let Some((_, new)) = RENAMED.iter().find(|(old, _)| *old == name) {
        return Some(format!("in Python 3 it is {new}"));
    }
    if PACKAGES.contains(&name) {
        return Some(format!(
            "{name} is not part of the standard library, and Tick installs no packages; a package in pure Python works if its \
             folder is on PYTHONPATH"
        ));
    }
    let sys = vm.sys();
    crate::native::sys::complete(vm, &sys);
    let known = vm.dict_get_str(&sys, "stdlib_module_names")?;
    let known = vm.collect(&known).ok()?;
    let names = known.iter().filter_map(|name| vm.string(name).ok());
    let names: Vec<String> = names.collect();
    let near = vm.suggest(name, names)?;
    Some(format!("did you mean the module {near}?"))
}
