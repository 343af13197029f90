//! The list of native modules.
use super::NativeModule;

/// Every native module; one line each.
pub static MODULES: &[&NativeModule] = &[
    &super::io::MODULE,
    &super::binascii::MODULE,
    &super::codecs::MODULE,
    &super::packing::MODULE,
    &super::os_error::MODULE,
    &super::socket::MODULE,
    &super::select::MODULE,
    &super::posix::MODULE,
    &super::posixshmem::MODULE,
    &super::posixsubprocess::MODULE,
    &super::time::MODULE,
    &super::array::MODULE,
    &super::atexit::MODULE,
    &super::bisect::MODULE,
    &super::channel::MODULE,
    &super::cmath::MODULE,
    &super::collections::MODULE,
    &super::connection::MODULE,
    &super::fcntl::MODULE,
    &super::pwd::GROUPS,
    &super::pwd::USERS,
    &super::resource::MODULE,
    &super::unicodedata::MODULE,
    &super::zlib::MODULE,
    &super::functools::MODULE,
    &super::gc::MODULE,
    &super::imp::MODULE,
    &super::heapq::MODULE,
    &super::itertools::MODULE,
    &super::operator::MODULE,
    &super::queue::MODULE,
    &super::signal::MODULE,
    &super::thread::MODULE,
    &super::tick::MODULE,
    &super::hashlib::MODULE,
    &super::json::MODULE,
    &super::math::MODULE,
    &super::mmap::MODULE,
    &super::multiprocessing::MODULE,
    &super::pickle::MODULE,
    &crate::process::MODULE,
    &super::random::MODULE,
    &super::regex::MODULE,
    &super::weakref::MODULE,
];

/// The native module with this name.
pub fn find(name: &str) -> Option<&'static NativeModule> {
    MODULES.iter().copied().find(|module| module.name == name)
}
