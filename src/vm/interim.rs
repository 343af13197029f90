//! Reports in their plainest form.
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// The frame of a generator.
    pub fn frame_of_generator(
        &mut self,
        _: &crate::object::generator::GeneratorObject,
    ) -> Outcome<Value> {
        Ok(Value::NONE)
    }
    /// Ends the interpreter: waits for threads, runs exit functions, flushes the streams; gives the exit code.
    pub fn finish(&mut self, code: u8) -> u8 {
        crate::native::thread::shutdown::shutdown(self);
        crate::native::thread::stop_other_threads(self);
        code
    }
}
