//! Reports in their plainest form.
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::source::Source;
use crate::syntax::SyntaxError;
use crate::vm::{Outcome, Raised, Vm};
use std::sync::Arc;

impl Vm {
    /// Prints an exception.
    pub fn print_exception(&mut self, exception: &Value) {
        let class = self.class_name(exception);
        let text = self.str_text(exception).unwrap_or_default();
        let mut lines = String::from("Traceback (most recent call last):\n");
        if let Some(inner) = exception.downcast::<crate::object::exception::ExceptionObject>() {
            let mut at = inner.traceback.get(self).clone();
            while let Some(entry) = at.to_ref::<crate::object::exception::TracebackObject>() {
                let code = entry.code.code.clone();
                let line = code.line_of(entry.instruction as usize);
                lines += &format!(
                    "  File \"{}\", line {line}, in {}\n",
                    code.source.name, code.name
                );
                lines += &format!("    {}\n", code.source.line(line).trim());
                at = entry.next.get(self).clone();
            }
        }
        self.write_error(&format!("{lines}{class}: {text}\n"));
    }
    /// Raises a SyntaxError.
    pub fn raise_syntax_error(&mut self, source: &Arc<Source>, error: &SyntaxError) -> Raised {
        self.raise(
            Exc::SyntaxError,
            format!("{} ({}, line {})", error.message, source.name, error.line),
        )
    }
    /// Warns.
    pub fn warn(&mut self, _: Exc, message: &str) {
        self.write_error(&format!("Warning: {message}\n"));
    }
    /// Warns.
    pub fn warn_at(&mut self, _: Exc, message: &str, _: &str, _: u32) {
        self.write_error(&format!("Warning: {message}\n"));
    }
    /// Decodes a source.
    pub fn decode_source(&mut self, bytes: &[u8], _: &str) -> Outcome<String> {
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
    /// The frame of a generator.
    pub fn frame_of_generator(
        &mut self,
        _: &crate::object::generator::GeneratorObject,
    ) -> Outcome<Value> {
        Ok(Value::NONE)
    }
    /// Calls the hook of uncaught exceptions.
    pub fn excepthook(&mut self, exception: &Value) {
        self.print_exception(exception);
    }
    /// The exit code a SystemExit means.
    pub fn exit_code_of(&mut self, exception: &Value) -> i32 {
        self.stop_value(exception).as_int().unwrap_or(1) as i32
    }
    /// Ends the interpreter: waits for threads, runs exit functions, flushes the streams; gives the exit code.
    pub fn finish(&mut self, code: u8) -> u8 {
        crate::native::thread::shutdown::shutdown(self);
        crate::native::thread::stop_other_threads(self);
        code
    }
}
