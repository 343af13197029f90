//! Errors of the operating system as exceptions, and system calls that let other threads run and serve signals.
//!
//! Enters: error numbers or `io::Error`s, with the path at fault. Leaves: the subclass of `OSError` that the number means,
//! with its attributes; the module `errno`. Callers: every module that talks to the system.

use crate::gil::Gil;
use crate::gil::lock::SIGNAL_BIT;
use crate::native::{NativeClass, NativeModule};
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Raised, Vm};
use std::sync::atomic::Ordering;

/// Which error numbers have a class of their own.
const CLASSES: &[(i32, Exc)] = &[
    (libc::EAGAIN, Exc::BlockingIOError),
    (libc::EALREADY, Exc::BlockingIOError),
    (libc::EINPROGRESS, Exc::BlockingIOError),
    (libc::EPIPE, Exc::BrokenPipeError),
    (libc::ESHUTDOWN, Exc::BrokenPipeError),
    (libc::ECHILD, Exc::ChildProcessError),
    (libc::ECONNABORTED, Exc::ConnectionAbortedError),
    (libc::ECONNREFUSED, Exc::ConnectionRefusedError),
    (libc::ECONNRESET, Exc::ConnectionResetError),
    (libc::EEXIST, Exc::FileExistsError),
    (libc::ENOENT, Exc::FileNotFoundError),
    (libc::EINTR, Exc::InterruptedError),
    (libc::EISDIR, Exc::IsADirectoryError),
    (libc::ENOTDIR, Exc::NotADirectoryError),
    (libc::EACCES, Exc::PermissionError),
    (libc::EPERM, Exc::PermissionError),
    (libc::ESRCH, Exc::ProcessLookupError),
    (libc::ETIMEDOUT, Exc::TimeoutError),
];

/// The class of exceptions with this error number.
pub fn class_of_errno(number: i32) -> Exc {
    CLASSES
        .iter()
        .find(|row| row.0 == number)
        .map_or(Exc::OSError, |row| row.1)
}

/// What the system says of an error number.
pub fn strerror(number: i32) -> String {
    let text = std::io::Error::from_raw_os_error(number).to_string();
    match text.rfind(" (os error ") {
        Some(at) => text[..at].to_string(),
        None => text,
    }
}

/// The error number of the last failed call on this thread.
pub fn last_errno() -> i32 {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

impl Vm {
    /// Raises what an `io::Error` says.
    pub fn raise_os_error(&mut self, error: &std::io::Error, path: Option<&str>) -> Raised {
        let path = path.map(|path| self.new_str(path));
        match error.raw_os_error() {
            Some(number) => self.raise_errno_paths(number, path.as_ref(), None),
            None => self.raise(Exc::OSError, error.to_string()),
        }
    }
    /// Raises the exception of an error number, with the path at fault.
    pub fn raise_errno(&mut self, number: i32, path: Option<&Value>) -> Raised {
        self.raise_errno_paths(number, path, None)
    }
    /// As [`Vm::raise_errno`] with two paths, as `rename` has them.
    pub fn raise_errno_paths(
        &mut self,
        number: i32,
        path: Option<&Value>,
        second: Option<&Value>,
    ) -> Raised {
        self.raise_os_class(
            class_of_errno(number),
            number,
            &strerror(number),
            path,
            second,
        )
    }
    /// Raises a class of OSError with number and text of the caller's own.
    pub fn raise_os_class(
        &mut self,
        class: Exc,
        number: i32,
        text: &str,
        path: Option<&Value>,
        second: Option<&Value>,
    ) -> Raised {
        let (number, text) = (Value::int(number as i64), self.new_str(text));
        let mut attributes = vec![("errno", number.clone()), ("strerror", text.clone())];
        for (name, path) in [("filename", path), ("filename2", second)] {
            let Some(path) = path else { continue };
            let shown = crate::native::posix::path::fspath(self, path);
            if shown.is_err() {
                self.take_pending();
            }
            attributes.push((name, shown.unwrap_or_else(|_| path.clone())));
        }
        self.raise_with_attributes(class, vec![number, text], &attributes)
    }
    /// Raises an exception of a native class.
    pub fn raise_native(&mut self, class: &'static NativeClass, arguments: Vec<Value>) -> Raised {
        match self.native_class(class) {
            Ok(class) => {
                let exception = self.new_exception(&class, arguments);
                self.raise_value(exception.into_value())
            }
            Err(raised) => raised,
        }
    }
    /// Raises an exception of a native class with a message.
    pub fn raise_native_text(
        &mut self,
        class: &'static NativeClass,
        message: impl AsRef<str>,
    ) -> Raised {
        let message = self.new_str(message.as_ref());
        self.raise_native(class, vec![message])
    }
    /// Raises the exception of the last failed call on this thread.
    pub fn raise_last_errno(&mut self, path: Option<&Value>) -> Raised {
        let number = last_errno();
        self.raise_errno(number, path)
    }
    /// Makes a system call that answers -1 on failure: without the lock if it may block, again after a signal interrupted it
    /// (and was served). The answer, or the error number.
    pub fn system_call(
        &mut self,
        why: Option<Wait>,
        mut call: impl FnMut() -> i64 + Send,
    ) -> Outcome<Result<i64, i32>> {
        if let (Some(why), true) = (why, self.is_seeded()) {
            return self.seeded_call(why, call);
        }
        // A signal that came since the last safe point interrupts no call that begins after it: it is looked for right before.
        let watched = (why.is_some() && crate::native::signals::is_signal_thread(self))
            .then(|| self.interp().clone());
        loop {
            let attempt = || {
                if let Some(interp) = &watched
                    && interp.lock.breaker().load(Ordering::Relaxed) & SIGNAL_BIT != 0
                {
                    return Err(libc::EINTR);
                }
                let result = call();
                if result == -1 {
                    Err(last_errno())
                } else {
                    Ok(result)
                }
            };
            let result = match why {
                Some(why) => self.detach(why, attempt),
                None => {
                    let mut attempt = attempt;
                    attempt()
                }
            };
            if result != Err(libc::EINTR) {
                return Ok(result);
            }
            match &why {
                Some(why) => crate::native::signals::serve_waiting(self, why)?,
                None => crate::native::signals::serve(self)?,
            }
        }
    }
}

/// Adds integer constants to a namespace.
pub fn add_constants(gil: &mut Gil, dict: &crate::object::dict::DictObject, table: &[(&str, i64)]) {
    for (name, value) in table {
        gil.dict_set_str(dict, name, Value::int(*value));
    }
}

/// A table of constants of libc: `(name, value)`.
#[macro_export]
macro_rules! libc_constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64),)*] };
}

const ERRORS: &[(&str, i64)] = libc_constants! {
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV
    ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK
    ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM ENOSTR ENODATA ETIME ENOSR EREMOTE ENOLINK EPROTO
    EMULTIHOP EBADMSG EOVERFLOW EILSEQ EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT
    ESOCKTNOSUPPORT EOPNOTSUPP ENOTSUP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
    ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH
    EALREADY EINPROGRESS ESTALE EDQUOT ECANCELED EOWNERDEAD ENOTRECOVERABLE
};

/// `errno`.
pub static MODULE: NativeModule = NativeModule {
    name: "errno",
    doc: "The numbers of the system's errors; `errorcode` maps them to their names.",
    functions: &[],
    classes: &[],
    init: Some(|vm, module| {
        add_constants(vm, &module.dict, ERRORS);
        let codes = vm.new_dict();
        for (name, number) in ERRORS {
            if matches!(*name, "EWOULDBLOCK" | "ENOTSUP") {
                continue;
            }
            let name = vm.intern(name);
            vm.dict_set(&codes, &Value::int(*number), name)?;
        }
        vm.dict_set_str(&module.dict, "errorcode", codes.into_value());
        Ok(())
    }),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_classes_and_texts() {
        assert_eq!(class_of_errno(libc::ENOENT), Exc::FileNotFoundError);
        assert_eq!(class_of_errno(libc::ENOSPC), Exc::OSError);
        assert_eq!(strerror(libc::ENOENT), "No such file or directory");
    }
}
