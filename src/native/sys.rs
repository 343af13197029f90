//! `sys`: the interpreter's settings and its view of itself.
use crate::gil::policy::Policy;
use crate::native::library;
use crate::object::builtin::Exc;
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
        vm.recursion_limit = limit;
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
    "get_int_max_str_digits()" fn get_int_max_str_digits(vm) -> usize { Ok(vm.state().int_max_str_digits.get()) }
    /// Set the limit of digits in conversions between int and str; 0 for none.
    "set_int_max_str_digits(maxdigits)" fn set_int_max_str_digits(vm, maxdigits: i64) -> () {
        if maxdigits != 0 && maxdigits < 640 {
            crate::raise!(vm, ValueError, "maxdigits must be 0 or larger than 640");
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
        namespace(vm, "asyncgen_hooks", &[("firstiter", first), ("finalizer", last)])
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

/// A small object with attributes: `sys.flags` and the like.
pub fn namespace(vm: &mut Vm, name: &str, items: &[(&str, Value)]) -> Outcome<Value> {
    let fields: Vec<String> = items.iter().map(|(name, _)| name.to_string()).collect();
    let values: Vec<Value> = items.iter().map(|(_, value)| value.clone()).collect();
    super::named_tuple::make(vm, &format!("sys.{name}"), &fields, values)
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
    let info = namespace(
        vm,
        "version_info",
        &[
            ("major", Value::int(major)),
            ("minor", Value::int(minor)),
            ("micro", Value::int(micro)),
            ("releaselevel", final_),
            ("serial", Value::int(0)),
        ],
    )?;
    let given = config.flags;
    let number = |value: u32| Value::int(value.into());
    let flags = [
        ("debug", number(given.debug)),
        ("inspect", number(given.inspect)),
        ("interactive", number(given.interactive)),
        ("optimize", number(given.optimize)),
        ("dont_write_bytecode", number(given.dont_write_bytecode)),
        ("no_user_site", number(given.no_user_site)),
        ("no_site", number(given.no_site)),
        ("ignore_environment", number(given.ignore_environment)),
        ("verbose", number(given.verbose)),
        ("bytes_warning", number(given.bytes_warning)),
        ("quiet", number(given.quiet)),
        ("hash_randomization", number(given.hash_randomization)),
        ("isolated", number(given.isolated)),
        ("dev_mode", Value::bool(given.dev_mode)),
        ("utf8_mode", number(given.utf8_mode)),
        ("warn_default_encoding", number(given.warn_default_encoding)),
        ("safe_path", Value::bool(given.safe_path)),
        ("int_max_str_digits", number(given.int_max_str_digits)),
    ];
    let flags = namespace(vm, "flags", &flags)?;
    let hash_info = namespace(
        vm,
        "hash_info",
        &[
            ("width", Value::int(64)),
            ("modulus", Value::int((1 << 61) - 1)),
            ("inf", Value::int(314_159)),
            ("nan", Value::int(0)),
            ("imag", Value::int(1_000_003)),
        ],
    )?;
    let float_info = namespace(
        vm,
        "float_info",
        &[
            ("max", Value::float(f64::MAX)),
            ("max_exp", Value::int(1024)),
            ("max_10_exp", Value::int(308)),
            ("min", Value::float(f64::MIN_POSITIVE)),
            ("min_exp", Value::int(-1021)),
            ("min_10_exp", Value::int(-307)),
            ("dig", Value::int(15)),
            ("mant_dig", Value::int(53)),
            ("epsilon", Value::float(f64::EPSILON)),
            ("radix", Value::int(2)),
            ("rounds", Value::int(1)),
        ],
    )?;
    let int_info = namespace(
        vm,
        "int_info",
        &[
            ("bits_per_digit", Value::int(30)),
            ("sizeof_digit", Value::int(4)),
            ("default_max_str_digits", Value::int(4300)),
            ("str_digits_check_threshold", Value::int(640)),
        ],
    )?;
    let (name, cache_tag) = (vm.new_str("tick"), Value::NONE);
    let implementation = namespace(
        vm,
        "implementation",
        &[
            ("name", name),
            ("version", info.clone()),
            ("cache_tag", cache_tag),
            ("hexversion", Value::int(0x030c_00f0)),
        ],
    )?;
    let thread_info = {
        let (name, lock) = (vm.new_str("pthread"), vm.new_str("futex"));
        namespace(
            vm,
            "thread_info",
            &[("name", name), ("lock", lock), ("version", Value::NONE)],
        )?
    };
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
        ("hash_info", hash_info),
        ("float_info", float_info),
        ("int_info", int_info),
        ("implementation", implementation),
        ("thread_info", thread_info),
        ("builtin_module_names", builtin_names),
        ("stdlib_module_names", set.into_value()),
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
