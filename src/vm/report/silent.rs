//! The exit report: what went wrong in silence. On with `-X report` and at the prompt; off, it costs a flag that is looked at
//! where a module of the library is loaded or a lock is made.
//!
//! Enters: modules and locks. Leaves: lines on standard error at the end, written by the library's `_exit_report`.
use crate::object::value::Value;
use crate::vm::Vm;

const MODULE: &str = "_exit_report";

impl Vm {
    /// Begins to watch if `-X report` says so, or if `otherwise` and it does not say `off`.
    pub fn begin_exit_report(&mut self, otherwise: bool) {
        let wanted = match self.option("report").as_deref() {
            Some("0" | "off" | "no") => false,
            Some(_) => true,
            None => otherwise,
        };
        if wanted {
            self.tell_report("begin", &[]);
            self.state().watching.set(true);
        }
    }

    /// Tells what was found. Threads have been waited for, exit functions have run.
    pub(crate) fn end_exit_report(&mut self) {
        if self.state().watching.replace(false) {
            self.tell_report("end", &[]);
        }
    }

    /// Notes that a module of the library was loaded.
    #[inline]
    pub(crate) fn watch_module(&mut self, name: &str, module: &Value) {
        if self.state().watching.get() {
            let name = self.new_str(name);
            self.tell_report("watch", &[name, module.clone()]);
        }
    }

    /// Notes that a lock was made.
    #[inline]
    pub(crate) fn watch_lock(&mut self, lock: &Value) {
        if self.state().watching.get() {
            self.tell_report("made", std::slice::from_ref(lock));
        }
    }

    /// Calls a function of the report. It must not change what the program does: what it raises is dropped.
    #[cold]
    fn tell_report(&mut self, function: &str, arguments: &[Value]) {
        let pending = self.take_pending();
        // What it makes itself is not watched.
        let watching = self.state().watching.replace(false);
        let outcome = self.call_module_function(MODULE, function, arguments);
        if outcome.is_err() {
            self.take_pending();
        }
        self.state().watching.set(watching);
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
    }
}
