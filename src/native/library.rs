//! The part of the library that is written in the language, embedded in the binary.

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// What precedes the name of an embedded file: its frames are left out of printed tracebacks.
pub const PREFIX: &str = "<lib>/";

/// The embedded source of a module whose dots are slashes: its shown name, its text, and whether it is a package.
pub fn find(module: &str) -> Option<(String, String, bool)> {
    let get = |name: &str| {
        let at = FILES
            .binary_search_by(|(other, _)| (*other).cmp(name))
            .ok()?;
        Some(FILES[at].1)
    };
    let file = format!("{module}.py");
    if let Some(text) = get(&file) {
        return Some((format!("{PREFIX}{file}"), text.to_string(), false));
    }
    let file = format!("{module}/__init__.py");
    get(&file).map(|text| (format!("{PREFIX}{file}"), text.to_string(), true))
}

/// The embedded source with this shown name.
pub fn source(shown: &str) -> Option<&'static str> {
    let name = shown.strip_prefix(PREFIX)?;
    let at = FILES
        .binary_search_by(|(other, _)| (*other).cmp(name))
        .ok()?;
    Some(FILES[at].1)
}

/// Names of the embedded top-level modules.
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split(' ')
}
