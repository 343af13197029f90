//! The part of the library that is written in the language, embedded in the binary.

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// What precedes the name of an embedded file: its frames are left out of printed tracebacks.
pub const PREFIX: &str = "<lib>/";

/// Whether the name of a source is one of the library's.
#[inline]
pub fn has(name: &str) -> bool {
    // Asked at every event of a recording: most names differ in the first byte already.
    name.as_bytes().first() == PREFIX.as_bytes().first() && name.starts_with(PREFIX)
}

/// A library module in the binary.
pub struct Module {
    /// The name that tracebacks would show.
    pub shown: String,
    /// Its source.
    pub text: &'static str,
    /// Its code, compiled with the binary; see `code::pack`.
    pub packed: &'static [u8],
    /// Whether it is a package.
    pub is_package: bool,
}

fn get(name: &str) -> Option<(&'static str, &'static [u8])> {
    let at = FILES
        .binary_search_by(|(other, ..)| (*other).cmp(name))
        .ok()?;
    let (_, text, packed) = FILES[at];
    Some((text, packed))
}

/// The embedded module of that name, with slashes for its dots.
pub fn find(module: &str) -> Option<Module> {
    [".py", "/__init__.py"].into_iter().find_map(|ending| {
        let file = format!("{module}{ending}");
        let (text, packed) = get(&file)?;
        Some(Module {
            shown: format!("{PREFIX}{file}"),
            text,
            packed,
            is_package: ending != ".py",
        })
    })
}

/// The embedded source with this shown name.
pub fn source(shown: &str) -> Option<&'static str> {
    get(shown.strip_prefix(PREFIX)?).map(|(text, _)| text)
}

/// Names of the embedded top-level modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split(' ')
}

/// Names of the embedded modules of a package, which is named with dots.
pub fn submodules(package: &str) -> impl Iterator<Item = &'static str> {
    let start = format!("{}/", package.replace('.', "/"));
    FILES.iter().filter_map(move |(name, ..)| {
        let inner = name.strip_prefix(start.as_str())?;
        match inner.split_once('/') {
            Some((inner, "__init__.py")) => Some(inner),
            Some(_) => None,
            None => inner.strip_suffix(".py").filter(|name| *name != "__init__"),
        }
    })
}
