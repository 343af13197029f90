//! The end of a program: threads, exit functions, what `__main__` still holds, the standard streams.

use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// The exit code of a program whose output could not be written at the very end.
const FLUSH_FAILED: u8 = 120;

impl Vm {
    /// Ends the interpreter: waits for threads, runs exit functions, finalizes what `__main__` holds, flushes the standard
    /// streams; gives the exit code. The heap is left to the system.
    pub fn finish(&mut self, code: u8) -> u8 {
        crate::native::thread::shutdown::shutdown(self);
        self.end_exit_report();
        crate::native::thread::stop_other_threads(self);
        self.empty_main_module();
        if crate::native::io::stdio::flush_stdio(self) {
            match code {
                0 if self.ended_in_deadlock() => 1,
                code => code,
            }
        } else {
            FLUSH_FAILED
        }
    }

    /// Empties the namespace of `__main__`, names with an underscore first, so that `__del__` methods of globals run.
    fn empty_main_module(&mut self) {
        let modules = self.modules();
        let module: Option<Ref<ModuleObject>> = self
            .dict_get_str(&modules, "__main__")
            .and_then(|module| module.to_ref());
        let Some(module) = module else { return };
        let names: Vec<Value> = module
            .dict
            .map
            .get(self)
            .iter()
            .map(|entry| entry.key.clone())
            .collect();
        let private = |name: &Value| {
            name.downcast::<StrObject>().is_some_and(|name| {
                name.as_str().starts_with('_') && !name.as_str().starts_with("__")
            })
        };
        let dunder = |name: &Value| {
            name.downcast::<StrObject>()
                .is_some_and(|name| name.as_str() == "__builtins__")
        };
        for first in [true, false] {
            for name in names
                .iter()
                .filter(|name| private(name) == first && !dunder(name))
            {
                drop(self.dict_set_name(&module.dict, name, Value::NONE));
                if self.heap().urgent() {
                    self.run_finalizers();
                }
            }
        }
        if self.heap().may_hold_cycles() {
            crate::object::cycle::collect(self);
        }
        while self.heap().urgent() {
            self.run_finalizers();
        }
    }
}
