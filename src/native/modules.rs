//! The list of native modules.
use super::NativeModule;

/// Every native module; one line each.
pub static MODULES: &[&NativeModule] = &[];

/// The native module with this name.
pub fn find(name: &str) -> Option<&'static NativeModule> {
    MODULES.iter().copied().find(|module| module.name == name)
}
