//! `-X pools=processes`: the library's pools of threads are pools of processes.
//!
//! Enters: modules of the library as they are loaded. Leaves: the same modules with other classes, by the library's
//! `_threads_as_processes`. Off, it costs a look at the configuration where such a module is loaded.

use crate::object::value::Value;
use crate::vm::Vm;

impl Vm {
    /// To be called when a module of the library has been loaded.
    #[inline]
    pub(crate) fn replace_pools(&mut self, name: &str, module: &Value) {
        if self.interp().config.pools_are_processes {
            self.replace_pools_of(name, module);
        }
    }

    #[cold]
    fn replace_pools_of(&mut self, name: &str, module: &Value) {
        let name = self.new_str(name);
        let arguments = [name, module.clone()];
        if self
            .call_module_function("_threads_as_processes", "watch", &arguments)
            .is_err()
        {
            self.report_unraisable_call("Exception ignored while pools were replaced in", module);
        }
    }
}
