//! `sys`: the interpreter's settings and its view of itself.
use crate::gil::policy::Policy;
use crate::native::NativeClass;
use crate::native::library;
use crate::native::named_tuple::{NAMED_TUPLE, make};
use crate::object::builtin::Exc;
use crate::object::dict::DictObject;
use crate::object::exception::ExceptionObject;
use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::time::Duration;

/// The version of the language that Tick speaks.
pub const LANGUAGE_VERSION: (i64, i64, i64) = (3, 12, 0);

crate::native_functions! { pub static FUNCTIONS;
    /// Exit the interpreter by raising SystemExit(status).
    "exit(status=None, /)" fn exit(vm, status: &Value) -> Value {
        let arguments = match status.downcast::<TupleObject>() {
            Some(several) => several.items().to_vec(),
            None if status.is_none() => Vec::new(),
            None => vec![status.clone()],
        };
        Err(vm.raise_with(Exc::SystemExit, arguments))
    }
    /// Return the number of references to an object.
    "getrefcount(object, /)" fn getrefcount(vm, object: &Value) -> i64 {
        Ok(object.header().map_or(4_294_967_295, |header| header.count() as i64))
    }
    /// The frame that is depth calls above the caller.
    "_getframe(depth=0, /)" fn getframe(vm, depth: i64) -> Value {
        crate::native::frames::getframe(vm, depth)
    }
    /// The innermost frame of every thread, by the thread's ident.
    "_current_frames()" fn current_frames(vm) -> Value { crate::native::frames::current_frames(vm) }
    /// Return the size of object in bytes.
    "getsizeof(object, default=<missing>, /)" fn getsizeof(vm, object: &Value, default: Option<&Value>) -> Value {
        vm.call_method(object, "__sizeof__", &[])
    }
    /// Return the current value of the recursion limit.
    "getrecursionlimit()" fn getrecursionlimit(vm) -> usize { Ok(vm.state().recursion_limit.get()) }
    /// Set the maximum depth of the interpreter's stack.
    "setrecursionlimit(limit, /)" fn setrecursionlimit(vm, limit: i64) -> () {
        if limit < 1 {
            crate::raise!(vm, ValueError, "recursion limit must be greater or equal than 1");
        }
        let limit = limit as usize;
        if vm.frames.len() >= limit {
            crate::raise!(vm, RecursionError, "cannot set the recursion limit to {limit} at the recursion depth {}: the limit is too low", vm.frames.len());
        }
        vm.state().recursion_limit.set(limit);
        vm.frames.set_most(limit);
        Ok(())
    }
    /// Return the current thread switch interval in seconds.
    "getswitchinterval()" fn getswitchinterval(vm) -> f64 { Ok(vm.interp().lock.interval().as_secs_f64()) }
    /// Set the ideal thread switching delay inside the interpreter, in seconds.
    "setswitchinterval(interval, /)" fn setswitchinterval(vm, interval: f64) -> () {
        if interval <= 0.0 || !interval.is_finite() {
            crate::raise!(vm, ValueError, "switch interval must be strictly positive");
        }
        vm.interp().lock.set_interval(Duration::from_secs_f64(interval));
        Ok(())
    }
    /// Return the number of instructions between offers of the lock.
    "getcheckinterval()" fn getcheckinterval(vm) -> u32 { Ok(vm.interp().lock.check_ticks()) }
    /// Release the lock after exactly n instructions when another thread waits.
    "setcheckinterval(n, /)" fn setcheckinterval(vm, n: i64) -> () {
        vm.interp().lock.set_policy(Policy::Ticks(n.clamp(1, u32::MAX as i64) as u32));
        Ok(())
    }
    /// Intern a string.
    "intern(string, /)" fn intern(vm, string: &Value) -> Value {
        match string.layout() {
            Some(crate::object::heap::Layout::Str) => Ok(vm.intern_value(string)),
            _ => {
                let name = vm.class_name(string);
                Err(vm.type_error(format!("intern() argument must be str, not {name}")))
            }
        }
    }
    /// Return the type, value and traceback of the exception being handled.
    "exc_info()" fn exc_info(vm) -> Value {
        let Some(exception) = vm.handled.last().cloned() else {
            return Ok(vm.new_tuple(vec![Value::NONE, Value::NONE, Value::NONE]));
        };
        let class = vm.class_of(&exception).to_value();
        let traceback = exception.downcast::<ExceptionObject>().map_or(Value::NONE, |inner| inner.traceback.get(vm).clone());
        Ok(vm.new_tuple(vec![class, exception, traceback]))
    }
    /// Return the exception being handled.
    "exception()" fn exception(vm) -> Value { Ok(vm.handled.last().cloned().unwrap_or(Value::NONE)) }
    /// Handle an exception by displaying it with a traceback on sys.stderr.
    "excepthook(exctype, value, traceback, /)" fn excepthook(vm, class: &Value, value: &Value, traceback: &Value) -> () {
        vm.print_exception(value);
        Ok(())
    }
    /// Handle an unraisable exception: report it on sys.stderr.
    "unraisablehook(unraisable, /)" fn unraisablehook(vm, unraisable: &Value) -> () {
        let exception = vm.get_attribute_str(unraisable, "exc_value")?;
        let message = vm.get_attribute_str(unraisable, "err_msg")?;
        let object = vm.get_attribute_str(unraisable, "object")?;
        let message = if message.is_none() { "Exception ignored in".to_string() } else { vm.str_text(&message)? };
        vm.print_unraisable(&exception, &format!("{message}: "), Some(&object).filter(|object| !object.is_none()));
        Ok(())
    }
    /// Print an object to sys.stdout and also save it in builtins._
    "displayhook(object, /)" fn displayhook(vm, object: &Value) -> () {
        if object.is_none() { return Ok(()); }
        let builtins = vm.builtins();
        vm.dict_set_str(&builtins, "_", Value::NONE);
        let text = vm.repr(object)?;
        let sys = vm.sys();
        if let Some(stdout) = vm.dict_get_str(&sys, "stdout").filter(|stdout| !stdout.is_none()) {
            let text = vm.str_text(&text)?;
            let line = vm.new_str(&format!("{text}\n"));
            vm.call_method(&stdout, "write", &[line])?;
        }
        vm.dict_set_str(&builtins, "_", object.clone());
        Ok(())
    }
    /// Return the current default encoding.
    "getdefaultencoding()" fn getdefaultencoding(vm) -> &'static str { Ok("utf-8") }
    /// Return the encoding of file names.
    "getfilesystemencoding()" fn getfilesystemencoding(vm) -> &'static str { Ok("utf-8") }
    /// Return the error handler of file names.
    "getfilesystemencodeerrors()" fn getfilesystemencodeerrors(vm) -> &'static str { Ok("surrogateescape") }
    /// True while the interpreter ends.
    "is_finalizing()" fn is_finalizing(vm) -> bool {
        Ok(vm.interp().finalizing.load(std::sync::atomic::Ordering::Relaxed))
    }
    /// Return the limit of digits in conversions between int and str.
    "get_int_max_str_digits()" fn get_int_max_str_digits(vm) -> usize {
        Ok(vm.state().int_max_str_digits.get())
    }
    /// Set the limit of digits in conversions between int and str; 0 is no limit.
    "set_int_max_str_digits(maxdigits)" fn set_int_max_str_digits(vm, maxdigits: i64) -> () {
        const LEAST: i64 = 640;
        if maxdigits != 0 && maxdigits < LEAST {
            crate::raise!(vm, ValueError, "maxdigits must be 0 or larger than {LEAST}");
        }
        vm.state().int_max_str_digits.set(maxdigits as usize);
        Ok(())
    }
    /// Set the hooks of asynchronous generators.
    "set_asyncgen_hooks(firstiter=<missing>, finalizer=<missing>)"
    fn set_asyncgen_hooks(vm, firstiter: Option<&Value>, finalizer: Option<&Value>) -> () {
        let sys = vm.sys();
        if let Some(hook) = firstiter { vm.dict_set_str(&sys, "__asyncgen_firstiter__", hook.clone()); }
        if let Some(hook) = finalizer { vm.dict_set_str(&sys, "__asyncgen_finalizer__", hook.clone()); }
        Ok(())
    }
    /// Return the hooks of asynchronous generators.
    "get_asyncgen_hooks()" fn get_asyncgen_hooks(vm) -> Value {
        let sys = vm.sys();
        let first = vm.dict_get_str(&sys, "__asyncgen_firstiter__").unwrap_or(Value::NONE);
        let last = vm.dict_get_str(&sys, "__asyncgen_finalizer__").unwrap_or(Value::NONE);
        make(vm, &ASYNC_GENERATOR_HOOKS, vec![first, last])
    }
    /// Tracing is accepted and ignored by the interpreter.
    "settrace(function, /)" fn settrace(vm, function: &Value) -> () { not_supported(vm, function, "sys.settrace") }
    /// Profiling is accepted and ignored by the interpreter.
    "setprofile(function, /)" fn setprofile(vm, function: &Value) -> () { not_supported(vm, function, "sys.setprofile") }
    /// The trace function: none.
    "gettrace()" fn gettrace(vm) -> () { Ok(()) }
    /// The profile function: none.
    "getprofile()" fn getprofile(vm) -> () { Ok(()) }
}

fn not_supported(vm: &mut Vm, function: &Value, what: &str) -> Outcome<()> {
    if function.is_none() {
        return Ok(());
    }
    Err(vm.raise(Exc::NotImplementedError, format!("{what} is not supported")))
}

/// A tuple with names that `sys` holds once: its class cannot be called.
const SINGLE: NativeClass = NativeClass {
    new: None,
    ..NAMED_TUPLE
};

static VERSION_INFO: NativeClass = NativeClass {
    name: "sys.version_info",
    fields: &["major", "minor", "micro", "releaselevel", "serial"],
    ..SINGLE
};

static FLAGS: NativeClass = NativeClass {
    name: "sys.flags",
    fields: &[
        "debug",
        "inspect",
        "interactive",
        "optimize",
        "dont_write_bytecode",
        "no_user_site",
        "no_site",
        "ignore_environment",
        "verbose",
        "bytes_warning",
        "quiet",
        "hash_randomization",
        "isolated",
        "dev_mode",
        "utf8_mode",
        "warn_default_encoding",
        "safe_path",
        "int_max_str_digits",
    ],
    ..SINGLE
};

static HASH_INFO: NativeClass = NativeClass {
    name: "sys.hash_info",
    fields: &["width", "modulus", "inf", "nan", "imag"],
    ..NAMED_TUPLE
};

static FLOAT_INFO: NativeClass = NativeClass {
    name: "sys.float_info",
    fields: &[
        "max",
        "max_exp",
        "max_10_exp",
        "min",
        "min_exp",
        "min_10_exp",
        "dig",
        "mant_dig",
        "epsilon",
        "radix",
        "rounds",
    ],
    ..NAMED_TUPLE
};

static INT_INFO: NativeClass = NativeClass {
    name: "sys.int_info",
    fields: &[
        "bits_per_digit",
        "sizeof_digit",
        "default_max_str_digits",
        "str_digits_check_threshold",
    ],
    ..NAMED_TUPLE
};

static IMPLEMENTATION: NativeClass = NativeClass {
    name: "sys.implementation",
    fields: &["name", "version", "cache_tag", "hexversion"],
    ..SINGLE
};

static THREAD_INFO: NativeClass = NativeClass {
    name: "sys.thread_info",
    fields: &["name", "lock", "version"],
    ..NAMED_TUPLE
};

static ASYNC_GENERATOR_HOOKS: NativeClass = NativeClass {
    name: "sys.asyncgen_hooks",
    fields: &["firstiter", "finalizer"],
    ..NAMED_TUPLE
};

/// Ints as values.
fn ints<const N: usize>(numbers: [i64; N]) -> Vec<Value> {
    numbers.map(Value::int).to_vec()
}

/// Fills the namespace of `sys`.
pub fn init(vm: &mut Vm, module: &Ref<ModuleObject>) -> Outcome<()> {
    let dict = module.dict.clone();
    let config = vm.interp().config.clone();
    let strings = |vm: &mut Vm, list: &[String]| {
        let items = list.iter().map(|text| vm.new_str(text)).collect();
        vm.new_list(items)
    };
    let argv = strings(vm, &config.argv);
    let path = strings(vm, &config.path);
    let warnings = strings(vm, &config.warnings);
    let (major, minor, micro) = LANGUAGE_VERSION;
    let final_ = vm.new_str("final");
    let mut values = ints([major, minor, micro]);
    values.extend([final_, Value::int(0)]);
    let info = make(vm, &VERSION_INFO, values)?;
    let given = config.flags;
    let numbers = [
        given.debug,
        given.inspect,
        given.interactive,
        given.optimize,
        given.dont_write_bytecode,
        given.no_user_site,
        given.no_site,
        given.ignore_environment,
        given.verbose,
        given.bytes_warning,
        given.quiet,
        given.hash_randomization,
        given.isolated,
        u32::from(given.dev_mode),
        given.utf8_mode,
        given.warn_default_encoding,
        u32::from(given.safe_path),
        given.int_max_str_digits,
    ];
    let flags = FLAGS.fields.iter().zip(numbers);
    let flags = flags.map(|(&name, number)| match name {
        "dev_mode" | "safe_path" => Value::bool(number != 0),
        _ => Value::int(number.into()),
    });
    let flags = make(vm, &FLAGS, flags.collect())?;
    let options = vm.new_dict();
    for (name, value) in &config.options {
        let value = value
            .as_ref()
            .map_or(Value::TRUE, |value| vm.new_str(value));
        vm.dict_set_str(&options, name, value);
    }
    let version = format!(
        "{major}.{minor}.{micro} (tick {})",
        env!("CARGO_PKG_VERSION")
    );
    let texts = [
        ("version", version.as_str()),
        ("platform", "linux"),
        ("byteorder", "little"),
        ("executable", config.executable.as_str()),
        ("prefix", "/usr"),
        ("exec_prefix", "/usr"),
        ("base_prefix", "/usr"),
        ("base_exec_prefix", "/usr"),
        ("platlibdir", "lib"),
        ("copyright", "Tick: MIT or Apache-2.0"),
        ("float_repr_style", "short"),
    ];
    for (name, text) in texts {
        let value = vm.new_str(text);
        vm.dict_set_str(&dict, name, value);
    }
    let orig_argv = strings(vm, &config.orig_argv);
    let modules = vm.modules().into_value();
    let values = [
        ("argv", argv),
        ("orig_argv", orig_argv),
        ("path", path),
        ("warnoptions", warnings),
        ("version_info", info),
        ("flags", flags),
        ("_xoptions", options.into_value()),
        ("modules", modules),
        ("maxsize", Value::int(i64::MAX)),
        ("maxunicode", Value::int(0x10_ffff)),
        ("hexversion", Value::int(0x030c_00f0)),
        ("api_version", Value::int(1013)),
        (
            "dont_write_bytecode",
            Value::bool(given.dont_write_bytecode != 0),
        ),
        ("tracebacklimit", Value::int(1000)),
        ("pycache_prefix", Value::NONE),
    ];
    for (name, value) in values {
        if name != "tracebacklimit" {
            vm.dict_set_str(&dict, name, value);
        }
    }
    for (name, copy) in [
        ("excepthook", "__excepthook__"),
        ("unraisablehook", "__unraisablehook__"),
        ("displayhook", "__displayhook__"),
    ] {
        if let Some(hook) = vm.dict_get_str(&dict, name) {
            vm.dict_set_str(&dict, copy, hook);
        }
    }
    for name in ["meta_path", "path_hooks"] {
        let list = vm.new_list(Vec::new());
        vm.dict_set_str(&dict, name, list);
    }
    let cache = vm.new_dict().into_value();
    vm.dict_set_str(&dict, "path_importer_cache", cache);
    Ok(())
}

/// Adds to `sys` what programs seldom ask for, when somebody asks for a name that is not there or for all of them. `dict` is the
/// namespace of any module.
#[cold]
pub fn complete(vm: &mut Vm, dict: &Ref<DictObject>) {
    if !std::ptr::eq(&raw const **dict, &raw const *vm.sys())
        || vm.state().sys_is_complete.replace(true)
    {
        return;
    }
    let pending = vm.take_pending();
    let outcome = add_rest(vm, dict);
    debug_assert!(outcome.is_ok(), "sys is made without errors");
    if let Some(pending) = pending {
        vm.set_pending(pending);
    }
}

fn add_rest(vm: &mut Vm, dict: &Ref<DictObject>) -> Outcome<()> {
    let info = vm.dict_get_str(dict, "version_info").unwrap_or(Value::NONE);
    let hash_info = ints([64, (1 << 61) - 1, 314_159, 0, 1_000_003]);
    let hash_info = make(vm, &HASH_INFO, hash_info)?;
    let float_info = vec![
        Value::float(f64::MAX),
        Value::int(1024),
        Value::int(308),
        Value::float(f64::MIN_POSITIVE),
        Value::int(-1021),
        Value::int(-307),
        Value::int(15),
        Value::int(53),
        Value::float(f64::EPSILON),
        Value::int(2),
        Value::int(1),
    ];
    let float_info = make(vm, &FLOAT_INFO, float_info)?;
    let int_info = make(vm, &INT_INFO, ints([30, 4, 4300, 640]))?;
    let hexversion = Value::int(0x030c_00f0);
    let name = vm.new_str("tick");
    let implementation = vec![name, info, Value::NONE, hexversion];
    let implementation = make(vm, &IMPLEMENTATION, implementation)?;
    let thread_info = vec![vm.new_str("pthread"), vm.new_str("futex"), Value::NONE];
    let thread_info = make(vm, &THREAD_INFO, thread_info)?;
    let names: Vec<String> = super::modules::MODULES
        .iter()
        .map(|module| module.name.to_string())
        .chain(["builtins", "sys"].map(String::from))
        .collect();
    let builtin_names: Vec<Value> = names.iter().map(|name| vm.new_str(name)).collect();
    let builtin_names = vm.new_tuple(builtin_names);
    let library_names: Vec<Value> = library::names()
        .map(str::to_string)
        .chain(names)
        .map(|name| vm.intern(&name))
        .collect();
    let set = vm.new_set_from(Default::default(), true);
    for name in library_names {
        vm.set_add(&set, &name)?;
    }
    let values = [
        ("hash_info", hash_info),
        ("float_info", float_info),
        ("int_info", int_info),
        ("implementation", implementation),
        ("thread_info", thread_info),
        ("builtin_module_names", builtin_names),
        ("stdlib_module_names", set.into_value()),
    ];
    for (name, value) in values {
        // The program may have set it meanwhile.
        if vm.dict_get_str(dict, name).is_none() {
            vm.dict_set_str(dict, name, value);
        }
    }
    Ok(())
}
