//! What the environment says about a run: the `PYTHON…` variables that mean something here, and `-X` options that are settings.
//!
//! Enters: the split command line. Leaves: the configuration of an interpreter, or why there can be none.

use super::options::{Options, Program, Stop};
use crate::interp::Config;
use std::path::{Path, PathBuf};

/// Environment variables as Python reads them: empty ones count as not set, and `-E` or `-I` hide all.
pub struct Environment {
    ignored: bool,
}

impl Environment {
    /// As these options have it.
    pub fn new(options: &Options) -> Self {
        Environment {
            ignored: options.flags.ignore_environment != 0,
        }
    }
    /// A variable that is set and not empty.
    pub fn get(&self, name: &str) -> Option<String> {
        if self.ignored {
            return None;
        }
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(|value| value.to_string_lossy().into_owned())
    }
    /// A variable that counts: a number as it is, any other text as 1.
    fn level(&self, name: &str) -> u32 {
        self.get(name)
            .map_or(0, |text| text.trim().parse().unwrap_or(1))
    }
}

/// The configuration of the interpreter that runs a program.
pub fn configure(options: &Options, stack: Option<std::ops::Range<usize>>) -> Result<Config, Stop> {
    let environment = Environment::new(options);
    let mut flags = options.flags;
    for (name, field) in [
        ("PYTHONDEBUG", &mut flags.debug),
        ("PYTHONVERBOSE", &mut flags.verbose),
        ("PYTHONOPTIMIZE", &mut flags.optimize),
        ("PYTHONINSPECT", &mut flags.inspect),
        ("PYTHONDONTWRITEBYTECODE", &mut flags.dont_write_bytecode),
        ("PYTHONNOUSERSITE", &mut flags.no_user_site),
    ] {
        *field = (*field).max(environment.level(name));
    }
    flags.safe_path |= environment.get("PYTHONSAFEPATH").is_some();
    let set = |name: &str| options.extra.iter().rev().find(|(other, _)| other == name);
    flags.dev_mode = set("dev").is_some() || environment.get("PYTHONDEVMODE").is_some();
    flags.warn_default_encoding = (set("warn_default_encoding").is_some()
        || environment.get("PYTHONWARNDEFAULTENCODING").is_some())
    .into();
    if let Some((_, value)) = set("utf8")
        && !matches!(value.as_deref(), None | Some("0" | "1"))
    {
        return Err(Stop::fatal(
            "preconfig_init_utf8_mode",
            "invalid -X utf8 option value",
        ));
    }
    check_cpu_count(&environment, set("cpu_count"))?;
    flags.int_max_str_digits = digits(&environment, set("int_max_str_digits"))?;
    let seeded = super::seeds::settings(options)?;
    // A seed decides about hashes, too.
    let hash_seed = if options.random_hash || seeded.is_some() {
        None
    } else {
        hash_seed(&environment)?
    };
    flags.hash_randomization = (hash_seed != Some(0)).into();

    let mut warnings = Vec::new();
    if flags.dev_mode {
        warnings.push("default".to_string());
    }
    if let Some(text) = environment.get("PYTHONWARNINGS") {
        warnings.extend(text.split(',').map(str::to_string));
    }
    warnings.extend(options.warnings.iter().cloned());
    match flags.bytes_warning {
        0 => {}
        1 => warnings.push("default::BytesWarning".to_string()),
        _ => warnings.push("error::BytesWarning".to_string()),
    }

    Ok(Config {
        argv: options.argv.clone(),
        orig_argv: std::env::args_os()
            .map(|text| text.to_string_lossy().into_owned())
            .collect(),
        path: search_path(options, &environment, flags.safe_path),
        flags,
        unbuffered: options.unbuffered || environment.get("PYTHONUNBUFFERED").is_some(),
        warnings,
        options: options.extra.clone(),
        hash_seed,
        executable: std::env::current_exe()
            .map(|path| path.to_string_lossy().into_owned())
            .unwrap_or_default(),
        policy: options.policy,
        colour: options.colour,
        trace: options.trace.clone(),
        seeded,
        exit_record: options
            .exit_record
            .map(crate::vm::exit_record::Request::new),
        pools_are_processes: options.pools_are_processes,
        stack,
    })
}

/// `sys.path`: the place of the program, then PYTHONPATH.
fn search_path(options: &Options, environment: &Environment, safe: bool) -> Vec<String> {
    let shown = |path: PathBuf| path.to_string_lossy().into_owned();
    let mut path = Vec::new();
    if !safe {
        path.push(match &options.program {
            Program::Module(_) => std::env::current_dir().map(shown).unwrap_or_default(),
            Program::File(file) => {
                // What a link points to lies beside the program's modules.
                let file = std::fs::canonicalize(file).unwrap_or_default();
                shown(file.parent().map(Path::to_path_buf).unwrap_or_default())
            }
            _ => String::new(),
        });
    }
    if let Some(more) = environment.get("PYTHONPATH") {
        for part in more.split(':').filter(|part| !part.is_empty()) {
            let part = std::path::absolute(part).map_or_else(|_| part.to_string(), shown);
            if !path.contains(&part) {
                path.push(part);
            }
        }
    }
    path
}

type Extra<'a> = Option<&'a (String, Option<String>)>;

fn digits(environment: &Environment, option: Extra<'_>) -> Result<u32, Stop> {
    let fits = |text: &str| {
        text.parse()
            .ok()
            .filter(|&number: &u32| number == 0 || number >= 640)
    };
    let (text, place) = match option {
        Some((_, value)) => (value.clone().unwrap_or_default(), "-X int_max_str_digits"),
        None => match environment.get("PYTHONINTMAXSTRDIGITS") {
            Some(text) => (text, "PYTHONINTMAXSTRDIGITS"),
            None => return Ok(4300),
        },
    };
    fits(&text).ok_or_else(|| {
        Stop::fatal(
            "config_init_int_max_str_digits",
            &format!("{place}: invalid limit; must be >= 640 or 0 for unlimited."),
        )
    })
}

fn hash_seed(environment: &Environment) -> Result<Option<u64>, Stop> {
    match environment.get("PYTHONHASHSEED").as_deref() {
        None | Some("random") => Ok(None),
        Some(text) => match text.parse::<u32>() {
            Ok(seed) => Ok(Some(seed.into())),
            Err(_) => Err(Stop::fatal(
                "config_init_hash_seed",
                "PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
            )),
        },
    }
}

/// `os` reads the number itself; here it is only refused.
fn check_cpu_count(environment: &Environment, option: Extra<'_>) -> Result<(), Stop> {
    let given = match option {
        Some((_, value)) => Some(value.clone().unwrap_or_default()),
        None => environment.get("PYTHON_CPU_COUNT"),
    };
    let fits = |text: &String| text == "default" || text.parse().is_ok_and(|count: u32| count > 0);
    if given.as_ref().is_none_or(fits) {
        return Ok(());
    }
    let message =
        "-X cpu_count=n option: n is missing or an invalid number, n must be greater than 0";
    Err(Stop::fatal("config_init_cpu_count", message))
}
