//! Exceptions, with, imports, the prompt.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, next, put, resume, save, take, value_at};
use crate::code::Ins;
use crate::native::special::SpecialMethod;
use crate::native::types::exception_group;
use crate::object::builtin::Exc;
use crate::object::exception::ExceptionObject;
use crate::object::sequence::TupleObject;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Raised, Vm};

impl Vm {
    /// The instance that `raise value` raises.
    fn exception_to_raise(&mut self, value: &Value) -> Outcome<Value> {
        if value.downcast::<ExceptionObject>().is_some() {
            return Ok(value.clone());
        }
        if self.is_exception_class(value) {
            let instance = self.call(value, &[])?;
            if instance.downcast::<ExceptionObject>().is_some() {
                return Ok(instance);
            }
            let (class, got) = (self.repr_text(value)?, self.type_name(&instance));
            return Err(self.type_error(format!(
                "calling {class} should have returned an instance of BaseException, not <class '{got}'>"
            )));
        }
        Err(self.type_error("exceptions must derive from BaseException"))
    }
    /// Sets the cause of the pending exception.
    pub(crate) fn set_pending_cause(&mut self, cause: Value) {
        if let Some(pending) = self.take_pending() {
            if let Some(exception) = pending.downcast::<ExceptionObject>() {
                drop(exception.cause.replace(self.gil(), cause));
                exception.suppress_context.set(true);
            }
            self.set_pending(pending);
        }
    }
    fn raise_from(&mut self, value: Value, cause: Value) -> Outcome<Raised> {
        let exception = self.exception_to_raise(&value)?;
        let cause = if cause.is_none() {
            cause
        } else if self.is_exception_class(&cause) || cause.downcast::<ExceptionObject>().is_some() {
            self.exception_to_raise(&cause)?
        } else {
            return Err(self.type_error("exception causes must derive from BaseException"));
        };
        let _ = self.raise_value(exception);
        self.set_pending_cause(cause);
        Ok(Raised)
    }
    /// True if an exception matches a class or tuple of classes.
    pub(crate) fn exception_matches(
        &mut self,
        exception: &Value,
        pattern: &Value,
    ) -> Outcome<bool> {
        let classes = self.classes_to_catch(pattern)?;
        Ok(classes.iter().any(|class| {
            let class = class.downcast().map(crate::object::heap::Ref::of);
            class.is_some_and(|class| self.is_instance(exception, &class))
        }))
    }

    /// The class or the classes that a clause catches. All are looked at before one is compared; tuples do not nest.
    pub(crate) fn classes_to_catch<'p>(&mut self, pattern: &'p Value) -> Outcome<&'p [Value]> {
        let classes = match pattern.downcast::<TupleObject>() {
            Some(tuple) => tuple.items(),
            None => std::slice::from_ref(pattern),
        };
        if classes.iter().all(|class| self.is_exception_class(class)) {
            return Ok(classes);
        }
        Err(self
            .type_error("catching classes that do not inherit from BaseException is not allowed"))
    }
}

pub(crate) unsafe fn Raise(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    _: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): registers exist and are bound, as the verifier checks.
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        match ins.a {
            0 => {
                let Raised = match vm.handled.last().cloned() {
                    Some(handled) => vm.raise_value(handled),
                    None => vm.raise(Exc::RuntimeError, "No active exception to reraise"),
                };
            }
            1 => {
                let value = take(base, ins.b);
                if let Ok(exception) = vm.exception_to_raise(&value) {
                    let Raised = vm.raise_value(exception);
                }
            }
            _ => {
                let (value, cause) = (take(base, ins.b), take(base, ins.c));
                // Either way an exception is pending now.
                let (Ok(Raised) | Err(Raised)) = vm.raise_from(value, cause);
            }
        }
        Exit::Raise
    }
}

pub(crate) unsafe fn Reraise(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    _: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let exception = take(base, ins.a);
        let Raised = vm.raise_value(exception);
        Exit::Raise
    }
}

pub(crate) unsafe fn PushHandled(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        vm.handled.push(value_at(base, (*pc.sub(1)).a).clone());
        next!(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn PopHandled(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        drop(vm.handled.pop());
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn JumpIfNoMatch(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let matches = attempt!(vm.exception_matches(value_at(base, ins.b), value_at(base, ins.c)));
        if ins.a & 2 != 0 {
            kill(base, ins.c);
        }
        let pc = if matches {
            pc
        } else {
            pc.offset(ins.d as isize)
        };
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn SplitGroup(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let classes = take(base, ins.c);
        let left = value_at(base, ins.b).clone();
        let (part, rest) = attempt!(exception_group::split_for_clause(vm, &left, &classes));
        put(base, ins.a, part);
        put(base, ins.b, rest);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn RejoinGroup(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (rest, raised) = (take(base, ins.b), take(base, ins.c));
        let caught = value_at(base, ins.a).clone();
        let left = attempt!(exception_group::rejoin(vm, &caught, rest, &raised));
        put(base, ins.a, left);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadExcInfo(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let exception = value_at(base, ins.b).clone();
        let class = vm.class_of(&exception).to_value();
        let traceback = exception
            .downcast::<ExceptionObject>()
            .map_or(Value::NONE, |inner| inner.traceback.get(vm).clone());
        put(base, ins.a, class);
        put(base, ins.a + 1, exception);
        put(base, ins.a + 2, traceback);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadAssertionError(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        let class = vm.exception_class(Exc::AssertionError).to_value();
        put(base, (*pc.sub(1)).a, class);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// A special method as `LoadMethod` would leave it: the function and the receiver if that goes first.
    fn special_pair(
        &mut self,
        value: &Value,
        method: SpecialMethod,
    ) -> Outcome<Option<(Value, Option<Value>)>> {
        let Some(found) = self.find_special(value, method) else {
            return Ok(None);
        };
        if self.binds_receiver(&found) {
            return Ok(Some((found, Some(value.clone()))));
        }
        let class = self.class_of(value).to_value();
        Ok(Some((
            self.bind_descriptor(&found, Some(value), &class)?,
            None,
        )))
    }
}

pub(crate) unsafe fn SetupWith(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let manager = value_at(base, ins.b).clone();
        let (enter, exit, what) = match ins.c {
            1 => (
                SpecialMethod::AsyncEnter,
                SpecialMethod::AsyncExit,
                "asynchronous context manager",
            ),
            _ => (SpecialMethod::Enter, SpecialMethod::Exit, "context manager"),
        };
        let enter_pair = attempt!(vm.special_pair(&manager, enter));
        let exit_pair = attempt!(vm.special_pair(&manager, exit));
        let (Some(enter_pair), Some(exit_pair)) = (&enter_pair, &exit_pair) else {
            let name = vm.type_name(&manager);
            let missing = if enter_pair.is_some() {
                format!(" (missed {} method)", exit.name())
            } else {
                String::new()
            };
            let Raised = vm.type_error(format!(
                "'{name}' object does not support the {what} protocol{missing}"
            ));
            return Exit::Raise;
        };
        if ins.d & 1 != 0 {
            kill(base, ins.b);
        }
        for (at, pair) in [(ins.a, exit_pair), (ins.a + 2, enter_pair)] {
            put(base, at, pair.0.clone());
            match &pair.1 {
                Some(receiver) => put(base, at + 1, receiver.clone()),
                None => kill(base, at + 1),
            }
        }
        drop(manager);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ImportName(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let name = vm.top_name(ins.d as usize);
        let from = take(base, ins.b);
        let module = attempt!(vm.import_name(&name, &from, ins.c as i64));
        put(base, ins.a, module);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ImportFrom(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let name = vm.top_name(ins.d as usize);
        let module = value_at(base, ins.b).clone();
        let value = attempt!(vm.import_from(&module, &name));
        put(base, ins.a, value);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ImportStar(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let module = take(base, ins.b);
        attempt!(vm.import_star(&module));
        drop(module);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn PrintExpr(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = take(base, ins.b);
        let sys = vm.sys();
        match vm.dict_get_str(&sys, "displayhook") {
            Some(hook) => drop(attempt!(vm.call(&hook, &[value]))),
            None => {
                let Raised = vm.raise(Exc::RuntimeError, "lost sys.displayhook");
                return Exit::Raise;
            }
        }
        resume!(vm, pc, base, k)
    }
}
