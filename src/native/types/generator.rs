//! `generator`, `coroutine` and `async_generator`, and the awaitables of the last.
use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::exception::ExceptionObject;
use crate::object::generator::{GeneratorKind, GeneratorObject, GeneratorState};
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::generators::Resumed;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

fn generator(vm: &mut Vm, value: &Value) -> Outcome<Ref<GeneratorObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a generator"))
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let inner = generator(vm, value)?;
    let kind = match inner.kind {
        GeneratorKind::Generator => "generator",
        GeneratorKind::Coroutine => "coroutine",
        GeneratorKind::AsyncGenerator => "async_generator",
    };
    let name = inner.qualified_name.get(vm).clone();
    let name = vm.str_text(&name)?;
    Ok(vm.new_str(&format!(
        "<{kind} object {name} at {:#x}>",
        vm.identity_of(value)
    )))
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let inner = generator(vm, value)?;
    match vm.resume(&inner, Value::NONE)? {
        Resumed::Yielded(item) => Ok(Some(item)),
        Resumed::Returned(result) if result.is_none() => Ok(None),
        Resumed::Returned(result) => Err(vm.stop_iteration(inner.kind, result)),
    }
}

const GENERATOR_SLOTS: Slots = Slots {
    repr: Some(repr),
    iterate: Some(|_, value| Ok(value.clone())),
    next: Some(next),
    ..Slots::NONE
};

macro_rules! name_field {
    ($name:literal, $field:ident) => {
        GetSetDefinition {
            name: $name,
            doc: "",
            get: |vm, value| Ok(generator(vm, value)?.$field.get(vm).clone()),
            set: Some(|vm, value, new| {
                let generator = generator(vm, value)?;
                match new {
                    Some(new) if new.layout() == Some(Layout::Str) => {
                        drop(generator.$field.replace(vm.gil(), new.clone()));
                        Ok(())
                    }
                    _ => Err(vm.type_error(concat!($name, " must be set to a string object"))),
                }
            }),
        }
    };
}

fn running(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    Ok(Value::bool(
        generator(vm, value)?.state.get() == GeneratorState::Running,
    ))
}
fn suspended(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    Ok(Value::bool(
        generator(vm, value)?.state.get() == GeneratorState::Suspended,
    ))
}
fn delegate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let inner = generator(vm, value)?;
    Ok(vm.delegate_of(&inner).unwrap_or(Value::NONE))
}
fn code(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    Ok(generator(vm, value)?.code.to_value())
}
fn frame(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let inner = generator(vm, value)?;
    vm.frame_of_generator(&inner)
}

macro_rules! state_fields {
    ($running:literal $suspended:literal $delegate:literal $code:literal $frame:literal) => {
        &[
            name_field!("__name__", name),
            name_field!("__qualname__", qualified_name),
            GetSetDefinition {
                name: $running,
                doc: "",
                get: running,
                set: None,
            },
            GetSetDefinition {
                name: $suspended,
                doc: "",
                get: suspended,
                set: None,
            },
            GetSetDefinition {
                name: $delegate,
                doc: "",
                get: delegate,
                set: None,
            },
            GetSetDefinition {
                name: $code,
                doc: "",
                get: code,
                set: None,
            },
            GetSetDefinition {
                name: $frame,
                doc: "",
                get: frame,
                set: None,
            },
        ]
    };
}

/// `generator`.
pub static GENERATOR: NativeClass = NativeClass {
    name: "generator",
    layout: Layout::Generator,
    slots: GENERATOR_SLOTS,
    methods: METHODS,
    getset: state_fields!("gi_running" "gi_suspended" "gi_yieldfrom" "gi_code" "gi_frame"),
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `coroutine`.
pub static COROUTINE: NativeClass = NativeClass {
    name: "coroutine",
    layout: Layout::Generator,
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    methods: COROUTINE_METHODS,
    getset: state_fields!("cr_running" "cr_suspended" "cr_await" "cr_code" "cr_frame"),
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `async_generator`.
pub static ASYNC_GENERATOR: NativeClass = NativeClass {
    name: "async_generator",
    layout: Layout::Generator,
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    methods: ASYNC_METHODS,
    getset: state_fields!("ag_running" "ag_suspended" "ag_await" "ag_code" "ag_frame"),
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// The exception that `throw(type, value, traceback)` means.
fn thrown(vm: &mut Vm, class: &Value, value: &Value, traceback: &Value) -> Outcome<Value> {
    let exception = if class.layout() == Some(Layout::Exception) {
        if !value.is_none() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        class.clone()
    } else if vm.is_exception_class(class) {
        if value.layout() == Some(Layout::Exception) {
            value.clone()
        } else if value.is_none() {
            vm.call(class, &[])?
        } else if value.layout() == Some(Layout::Tuple) {
            let arguments = vm.collect(value)?;
            vm.call(class, &arguments)?
        } else {
            vm.call(class, std::slice::from_ref(value))?
        }
    } else {
        let name = vm.class_name(class);
        return Err(vm.type_error(format!(
            "exceptions must be classes or instances deriving from BaseException, not {name}"
        )));
    };
    if !traceback.is_none() {
        if traceback.layout() != Some(Layout::Traceback) {
            return Err(vm.type_error("throw() third argument must be a traceback object"));
        }
        if let Some(inner) = exception.downcast::<ExceptionObject>() {
            inner.traceback.replace(vm.gil(), traceback.clone());
        }
    }
    Ok(exception)
}

fn throw_into(
    vm: &mut Vm,
    this: &GeneratorObject,
    class: &Value,
    value: &Value,
    traceback: &Value,
) -> Outcome<Value> {
    let exception = thrown(vm, class, value, traceback)?;
    match vm.throw(&Ref::of(this), exception)? {
        Resumed::Yielded(item) => Ok(item),
        Resumed::Returned(result) => Err(vm.stop_iteration(GeneratorKind::Generator, result)),
    }
}

crate::native_functions! { static METHODS;
    /// send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.
    "send(self, arg, /)" fn send(vm, this: &GeneratorObject, arg: &Value) -> Value { vm.send(&Ref::of(this), arg.clone()) }
    /// Raise an exception where the generator waits.
    "throw(self, type, value=None, traceback=None, /)"
    fn throw(vm, this: &GeneratorObject, class: &Value, value: &Value, traceback: &Value) -> Value {
        throw_into(vm, this, class, value, traceback)
    }
    /// close() -> raise GeneratorExit inside generator.
    "close(self, /)" fn close(vm, this: &GeneratorObject) -> Value { vm.close(&Ref::of(this)) }
    /// Finalize.
    "__del__(self, /)" fn del(vm, this: &GeneratorObject) -> () { vm.close(&Ref::of(this)).map(drop) }
}

crate::native_functions! { static COROUTINE_METHODS;
    /// send(arg) -> send 'arg' into coroutine,\nreturn next yielded value or raise StopIteration.
    "send(self, arg, /)" fn coroutine_send(vm, this: &GeneratorObject, arg: &Value) -> Value {
        vm.send(&Ref::of(this), arg.clone())
    }
    /// Raise an exception where the coroutine waits.
    "throw(self, type, value=None, traceback=None, /)"
    fn coroutine_throw(vm, this: &GeneratorObject, class: &Value, value: &Value, traceback: &Value) -> Value {
        throw_into(vm, this, class, value, traceback)
    }
    /// close() -> raise GeneratorExit inside coroutine.
    "close(self, /)" fn coroutine_close(vm, this: &GeneratorObject) -> Value { vm.close(&Ref::of(this)) }
    /// An iterator to await the coroutine by.
    "__await__(self, /)" fn await_(vm, this: &Value) -> Value {
        let class = vm.native_class(&AWAIT)?;
        Ok(vm.new_native(&class, CoroutineWrapper { coroutine: this.clone() }))
    }
}

struct CoroutineWrapper {
    coroutine: Value,
}

impl Payload for CoroutineWrapper {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.coroutine);
    }
}

fn wrapped(this: &Value) -> Value {
    this.payload::<CoroutineWrapper>()
        .map_or(Value::NONE, |wrapper| wrapper.coroutine.clone())
}

/// `coroutine_wrapper`: what `coroutine.__await__()` gives.
pub static AWAIT: NativeClass = NativeClass {
    name: "coroutine_wrapper",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| next(vm, &wrapped(this))),
        ..Slots::NONE
    },
    methods: WRAPPER_METHODS,
    ..NativeClass::EMPTY
};

crate::native_functions! { static WRAPPER_METHODS;
    /// Send a value into the coroutine.
    "send(self, arg, /)" fn wrapper_send(vm, this: &Value, arg: &Value) -> Value {
        let inner = generator(vm, &wrapped(this))?;
        vm.send(&inner, arg.clone())
    }
    /// Raise an exception where the coroutine waits.
    "throw(self, type, value=None, traceback=None, /)"
    fn wrapper_throw(vm, this: &Value, class: &Value, value: &Value, traceback: &Value) -> Value {
        let inner = generator(vm, &wrapped(this))?;
        throw_into(vm, &inner, class, value, traceback)
    }
    /// Close the coroutine.
    "close(self, /)" fn wrapper_close(vm, this: &Value) -> Value {
        let inner = generator(vm, &wrapped(this))?;
        vm.close(&inner)
    }
}

/// A value that an asynchronous generator yielded itself, told from what it awaits.
struct AsyncYield {
    value: Value,
}

impl Payload for AsyncYield {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.value);
    }
}

static ASYNC_YIELD: NativeClass = NativeClass {
    name: "async_generator_wrapped_value",
    ..NativeClass::EMPTY
};

impl Vm {
    /// Marks a value as yielded by an asynchronous generator.
    pub(crate) fn wrap_async_yield(&mut self, value: Value) -> Value {
        match self.native_class(&ASYNC_YIELD) {
            Ok(class) => self.new_native(&class, AsyncYield { value }),
            Err(Raised) => value,
        }
    }
    /// Hands an asynchronous generator that nobody refers to to the finalizer hook; false if there is none.
    pub(crate) fn run_async_finalizer(&mut self, value: &Value) -> bool {
        let hook = self
            .dict_get_str(&self.sys(), "__asyncgen_finalizer__")
            .filter(|hook| !hook.is_none());
        let Some(hook) = hook else { return false };
        if value
            .downcast::<GeneratorObject>()
            .is_none_or(|inner| inner.state.get() == GeneratorState::Finished)
        {
            return false;
        }
        if self.call(&hook, std::slice::from_ref(value)).is_err() {
            self.report_unraisable("Exception ignored in: ", Some(value));
        }
        true
    }
}

/// What an awaitable of an asynchronous generator does when it is run.
enum Step {
    /// `asend(value)`, and `__anext__` with None.
    Send(Value),
    /// `athrow(exception)`.
    Throw(Value),
    /// `aclose()`.
    Close,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum StepState {
    Created,
    Running,
    Closed,
}

struct AsyncStep {
    generator: Value,
    step: GilCell<Step>,
    state: Cell<StepState>,
}

impl Payload for AsyncStep {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.generator);
        crate::object::cycle::visit_cell(&self.step, |step| {
            if let Step::Send(value) | Step::Throw(value) = step {
                visit(value);
            }
        });
    }
}

/// `async_generator_asend` and its kin.
static ASYNC_STEP: NativeClass = NativeClass {
    name: "async_generator_asend",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| advance(vm, this, Value::NONE).map(Some)),
        ..Slots::NONE
    },
    methods: STEP_METHODS,
    ..NativeClass::EMPTY
};

crate::native_functions! { static STEP_METHODS;
    /// Send a value into what the asynchronous generator awaits.
    "send(self, arg, /)" fn step_send(vm, this: &Value, arg: &Value) -> Value { advance(vm, this, arg.clone()) }
    /// Raise an exception where the asynchronous generator waits.
    "throw(self, type, value=None, traceback=None, /)"
    fn step_throw(vm, this: &Value, class: &Value, value: &Value, traceback: &Value) -> Value {
        let exception = thrown(vm, class, value, traceback)?;
        let Some(step) = this.payload::<AsyncStep>() else { return Ok(Value::NONE) };
        let inner = generator(vm, &step.generator.clone())?;
        if step.state.get() == StepState::Closed {
            crate::raise!(vm, RuntimeError, "cannot reuse already awaited __anext__()/asend()");
        }
        step.state.set(StepState::Running);
        let outcome = vm.throw(&inner, exception);
        settle(vm, step, &inner, outcome)
    }
    /// Close the awaitable.
    "close(self, /)" fn step_close(vm, this: &Value) -> () {
        if let Some(step) = this.payload::<AsyncStep>() { step.state.set(StepState::Closed); }
        Ok(())
    }
    /// The iterator of the awaitable: itself.
    "__await__(self, /)" fn step_await(vm, this: &Value) -> Value { Ok(this.clone()) }
}

fn advance(vm: &mut Vm, this: &Value, sent: Value) -> Outcome<Value> {
    let Some(step) = this.payload::<AsyncStep>() else {
        return Ok(Value::NONE);
    };
    let inner = generator(vm, &step.generator.clone())?;
    match step.state.get() {
        StepState::Closed => {
            return Err(vm.raise(
                Exc::RuntimeError,
                "cannot reuse already awaited __anext__()/asend()",
            ));
        }
        StepState::Running => {
            let outcome = vm.resume(&inner, sent);
            return settle(vm, step, &inner, outcome);
        }
        StepState::Created => {}
    }
    if inner.async_running.get() {
        step.state.set(StepState::Closed);
        let what = match step.step.get(vm) {
            Step::Send(_) => "anext(): asynchronous generator is already running",
            Step::Throw(_) => "athrow(): asynchronous generator is already running",
            Step::Close => "aclose(): asynchronous generator is already running",
        };
        return Err(vm.raise(Exc::RuntimeError, what));
    }
    inner.async_running.set(true);
    step.state.set(StepState::Running);
    let closing = matches!(step.step.get(vm), Step::Close);
    if inner.state.get() == GeneratorState::Finished {
        return finish(
            vm,
            step,
            &inner,
            if closing {
                Exc::StopIteration
            } else {
                Exc::StopAsyncIteration
            },
        );
    }
    let (send, throw) = match step.step.get(vm) {
        Step::Send(value) => (
            Some(if value.is_none() { sent } else { value.clone() }),
            None,
        ),
        Step::Throw(exception) => (None, Some(exception.clone())),
        Step::Close => (None, None),
    };
    let outcome = match (send, throw) {
        (Some(value), _) => vm.resume(&inner, value),
        (None, Some(exception)) => vm.throw(&inner, exception),
        (None, None) => {
            let exit =
                vm.new_exception(&vm.exception_class(Exc::GeneratorExit).clone(), Vec::new());
            vm.throw(&inner, exit.into_value())
        }
    };
    settle(vm, step, &inner, outcome)
}

fn finish(vm: &mut Vm, step: &AsyncStep, inner: &GeneratorObject, with: Exc) -> Outcome<Value> {
    step.state.set(StepState::Closed);
    inner.async_running.set(false);
    Err(vm.raise_with(with, Vec::new()))
}

/// What the resumed generator's answer means for the awaitable.
fn settle(
    vm: &mut Vm,
    step: &AsyncStep,
    inner: &Ref<GeneratorObject>,
    outcome: Outcome<Resumed>,
) -> Outcome<Value> {
    let closing = matches!(step.step.get(vm), Step::Close);
    match outcome {
        Ok(Resumed::Yielded(value)) => match value.payload::<AsyncYield>() {
            Some(_) if closing => {
                step.state.set(StepState::Closed);
                inner.async_running.set(false);
                Err(vm.raise(Exc::RuntimeError, "async generator ignored GeneratorExit"))
            }
            Some(wrapped) => {
                step.state.set(StepState::Closed);
                inner.async_running.set(false);
                let value = wrapped.value.clone();
                Err(vm.raise_with(Exc::StopIteration, vec![value]))
            }
            None => Ok(value),
        },
        Ok(Resumed::Returned(_)) => finish(
            vm,
            step,
            inner,
            if closing {
                Exc::StopIteration
            } else {
                Exc::StopAsyncIteration
            },
        ),
        Err(raised) => {
            step.state.set(StepState::Closed);
            inner.async_running.set(false);
            if closing
                && (vm.catch(Exc::StopAsyncIteration).is_some()
                    || vm.catch(Exc::GeneratorExit).is_some())
            {
                return Err(vm.raise_with(Exc::StopIteration, Vec::new()));
            }
            Err(raised)
        }
    }
}

fn new_step(vm: &mut Vm, generator: &Value, step: Step) -> Outcome<Value> {
    if let Some(inner) = generator.downcast::<GeneratorObject>()
        && inner.state.get() == GeneratorState::Created
    {
        let hook = vm
            .dict_get_str(&vm.sys(), "__asyncgen_firstiter__")
            .filter(|hook| !hook.is_none());
        if let Some(hook) = hook {
            vm.call(&hook, std::slice::from_ref(generator))?;
        }
    }
    let class = vm.native_class(&ASYNC_STEP)?;
    Ok(vm.new_native(
        &class,
        AsyncStep {
            generator: generator.clone(),
            step: GilCell::new(step),
            state: Cell::new(StepState::Created),
        },
    ))
}

crate::native_functions! { static ASYNC_METHODS;
    /// The asynchronous generator itself.
    "__aiter__(self, /)" fn aiter(vm, this: &Value) -> Value { Ok(this.clone()) }
    /// An awaitable of the next value.
    "__anext__(self, /)" fn anext(vm, this: &Value) -> Value { new_step(vm, this, Step::Send(Value::NONE)) }
    /// asend(v) -> send 'v' in generator.
    "asend(self, arg, /)" fn asend(vm, this: &Value, arg: &Value) -> Value { new_step(vm, this, Step::Send(arg.clone())) }
    /// athrow(exception) -> raise exception in generator.
    "athrow(self, type, value=None, traceback=None, /)"
    fn athrow(vm, this: &Value, class: &Value, value: &Value, traceback: &Value) -> Value {
        let exception = thrown(vm, class, value, traceback)?;
        new_step(vm, this, Step::Throw(exception))
    }
    /// aclose() -> raise GeneratorExit inside generator.
    "aclose(self, /)" fn aclose(vm, this: &Value) -> Value { new_step(vm, this, Step::Close) }
    /// Generic alias.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}
