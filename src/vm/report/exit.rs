//! The end of a program: the hook of uncaught exceptions, exit codes, and whether errors are coloured.
use crate::native::types::exception::field;
use crate::native::types::exception_fields::number;
use crate::object::exception::ExceptionObject;
use crate::object::value::Value;
use crate::vm::Vm;
use std::io::IsTerminal;

impl Vm {
    /// Hands an uncaught exception to `sys.excepthook`, or prints it.
    /// A SystemExit out of the hook ends the program: its exit code is the answer.
    pub fn excepthook(&mut self, exception: &Value) -> Option<i32> {
        let sys = self.sys();
        let class = self.class_of(exception).to_value();
        let traceback = match exception.downcast::<ExceptionObject>() {
            Some(object) => object.traceback.get(self).clone(),
            None => Value::NONE,
        };
        for (name, value) in [
            ("last_exc", exception.clone()),
            ("last_type", class.clone()),
            ("last_value", exception.clone()),
            ("last_traceback", traceback.clone()),
        ] {
            self.dict_set_str(&sys, name, value);
        }
        match self.dict_get_str(&sys, "excepthook") {
            Some(hook) => {
                if self
                    .call(&hook, &[class, exception.clone(), traceback])
                    .is_ok()
                {
                    return None;
                }
                let second = self.take_pending()?;
                if self.is_instance(
                    &second,
                    &self
                        .exception_class(crate::object::builtin::Exc::SystemExit)
                        .clone(),
                ) {
                    return Some(self.exit_code_of(&second));
                }
                self.write_error("Error in sys.excepthook:\n");
                self.print_exception(&second);
                self.write_error("\nOriginal exception was:\n");
                self.print_exception(exception);
            }
            None => {
                self.write_error("sys.excepthook is missing\n");
                self.print_exception(exception);
            }
        }
        None
    }

    /// The exit code a SystemExit means: 0 for None, an int's low byte; anything else is printed and means 1.
    pub fn exit_code_of(&mut self, exception: &Value) -> i32 {
        let code = match exception.downcast::<ExceptionObject>() {
            Some(object) => field(self, object, number::VALUE).unwrap_or(Value::NONE),
            None => return 1,
        };
        if code.is_none() {
            return 0;
        }
        if crate::vm::numbers::is_int(&code) {
            return match crate::vm::numbers::small_int_of(&code) {
                Some(code) => (code & 0xff) as i32,
                None => 255,
            };
        }
        let text = match self.str_text(&code) {
            Ok(text) => text,
            Err(_) => {
                self.take_pending();
                String::new()
            }
        };
        self.write_error(&format!("{text}\n"));
        1
    }

    /// True if errors are coloured: `--color` decides, or else whether they go to where standard error went at first, and
    /// [`crate::diag::wants_colour`].
    pub(crate) fn wants_colour(&mut self) -> bool {
        if let Some(colour) = self.interp().config.colour {
            return colour;
        }
        if self.stderr_is_elsewhere() {
            return false;
        }
        crate::diag::wants_colour(None, std::io::stderr().is_terminal())
    }

    /// True if the program gave `sys.stderr` another stream than it had at first.
    fn stderr_is_elsewhere(&mut self) -> bool {
        let sys = self.sys();
        let (now, original) = (
            self.dict_get_str(&sys, "stderr"),
            self.dict_get_str(&sys, "__stderr__"),
        );
        matches!((now, original), (Some(now), Some(original)) if !now.is(&original))
    }

    /// True if errors go to a person at a terminal.
    pub(crate) fn stderr_is_terminal(&mut self) -> bool {
        !self.stderr_is_elsewhere() && std::io::stderr().is_terminal()
    }
}
