//! Calls: the protocol for callables, frames of language functions.
#![allow(unsafe_code)] // Arguments move into registers; each block argues from the free space above the top frame.

use crate::code::flags as code_flags;
use crate::native::signature::{LINE, Signature};
use crate::native::special::SpecialMethod;
use crate::native::{Arguments, MethodKind};
use crate::object::builtin::Builtin;
use crate::object::class::{self, ClassObject};
use crate::object::function::{
    BoundMethodObject, CodeObject, FunctionObject, NativeFunctionObject, Quick,
};
use crate::object::heap::{Layout, Ref};
use crate::object::kind;
use crate::object::sequence::TupleObject;
use crate::object::value::{Raw, Value};
use crate::vm::frame::FrameKind;
use crate::vm::{Outcome, Raised, Vm};
use smallvec::SmallVec;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

impl Quick {
    /// The check of a function's quick calls.
    fn of(native: &NativeFunctionObject, signature: &Signature) -> Quick {
        let exact = signature.is_plain()
            && native.receiver.is_missing()
            && !(signature.is_new && native.definition.kind == MethodKind::Static);
        // A method checks its receiver: quick calls know the class's own instances if those are objects.
        let receiver = match &native.owner {
            Some(owner) if native.definition.kind == MethodKind::Method => match owner.layout {
                _ if signature.parameters.is_empty() => None,
                layout => Some(kind::word(layout, owner.root_shape.get())),
            },
            _ => Some(0),
        };
        match receiver {
            Some(receiver) if exact => Quick {
                arity: signature.positional as u32,
                receiver,
            },
            _ => Quick::NEVER,
        }
    }
}

/// True if quick calls of a function may have these arguments, but for their number.
#[inline(always)]
fn is_quick(quick: Quick, arguments: &Arguments) -> bool {
    arguments.names().is_empty()
        && (quick.receiver == 0
            || arguments
                .values()
                .first()
                .is_some_and(|first| first.kind_word() == quick.receiver))
}

/// Arguments of a native function put together from values that others own, without counting references.
struct Line<'a> {
    values: [MaybeUninit<Raw>; LINE],
    owners: PhantomData<&'a Value>,
}

impl<'a> Line<'a> {
    #[inline(always)]
    fn new() -> Self {
        Line {
            values: [MaybeUninit::uninit(); LINE],
            owners: PhantomData,
        }
    }
    /// Puts values at the places from `at` on; gives the place behind them.
    #[inline(always)]
    fn put(&mut self, mut at: usize, values: &'a [Value]) -> usize {
        for value in values {
            // SAFETY: the value is borrowed.
            let raw = unsafe { Raw::of_halves(std::ptr::from_ref(value).cast()) };
            self.values[at].write(raw);
            at += 1;
        }
        at
    }
    /// Puts the defaults of the parameters from `at` up to `count`, all of which have one.
    #[inline(always)]
    fn fill(&mut self, at: usize, defaults: &[Raw; LINE], count: usize) {
        for (place, default) in self.values[at..count].iter_mut().zip(&defaults[at..count]) {
            place.write(*default);
        }
    }
    /// The first values.
    ///
    /// # Safety
    /// So many must have been put.
    #[inline(always)]
    unsafe fn values(&self, count: usize) -> &[Value] {
        // SAFETY: so many are written; they are inline or owned by others while `'a` lives; `Raw` and `Value` share their
        // layout, and nothing drops them here. None is unbound, because the defaults of required parameters are not taken.
        unsafe { std::slice::from_raw_parts(self.values.as_ptr().cast(), count) }
    }
}

impl Vm {
    /// `callable(*arguments)`.
    pub fn call(&mut self, callable: &Value, arguments: &[Value]) -> Outcome<Value> {
        self.call_with(callable, Arguments::of(arguments))
    }

    /// `callable(*positional, **keywords)` with keywords known in Rust.
    pub fn call_keywords(
        &mut self,
        callable: &Value,
        positional: &[Value],
        keywords: &[(&str, Value)],
    ) -> Outcome<Value> {
        let mut values = positional.to_vec();
        let mut names = Vec::with_capacity(keywords.len());
        for (name, value) in keywords {
            names.push(self.intern(name));
            values.push(value.clone());
        }
        self.call_with(callable, Arguments::with_names(&values, &names))
    }

    /// Calls any callable.
    pub fn call_with(&mut self, callable: &Value, arguments: Arguments) -> Outcome<Value> {
        match callable.layout() {
            Some(Layout::Function) => {
                self.check_native_stack()?;
                let Some(function) = callable.downcast::<FunctionObject>() else {
                    return Err(Raised);
                };
                self.call_function(function, arguments)
            }
            Some(Layout::NativeFunction) => {
                let Some(native) = callable.downcast::<NativeFunctionObject>() else {
                    return Err(Raised);
                };
                self.call_native(native, arguments)
            }
            Some(Layout::BoundMethod) => {
                let Some(method) = callable.downcast::<BoundMethodObject>() else {
                    return Err(Raised);
                };
                let mut values: SmallVec<[Value; 6]> =
                    SmallVec::with_capacity(arguments.values().len() + 1);
                values.push(method.receiver.clone());
                values.extend(arguments.values().iter().cloned());
                let function = method.function.clone();
                self.call_with(&function, Arguments::with_names(&values, arguments.names()))
            }
            Some(Layout::Class) => self.call_class(callable, arguments),
            _ => {
                if self.overrides(callable, SpecialMethod::Call) {
                    self.check_native_stack()?;
                    let function = self
                        .find_special(callable, SpecialMethod::Call)
                        .unwrap_or(Value::NONE);
                    if self.binds_receiver(&function) {
                        let mut values: SmallVec<[Value; 6]> = SmallVec::new();
                        values.push(callable.clone());
                        values.extend(arguments.values().iter().cloned());
                        return self.call_with(
                            &function,
                            Arguments::with_names(&values, arguments.names()),
                        );
                    }
                    let class = self.class_of(callable).to_value();
                    let bound = self.bind_descriptor(&function, Some(callable), &class)?;
                    return self.call_with(&bound, arguments);
                }
                match self.class_of(callable).slots().call {
                    Some(call) => {
                        self.check_native_stack()?;
                        call(self, callable, arguments)
                    }
                    None => {
                        let name = self.type_name(callable);
                        let hint = self.callable_inside(callable);
                        Err(self.type_error(format!("'{name}' object is not callable{hint}")))
                    }
                }
            }
        }
    }

    /// For a module that has something callable of its own name, the question whether that is meant.
    #[cold]
    fn callable_inside(&mut self, module: &Value) -> String {
        if module.layout() != Some(Layout::Module) {
            return String::new();
        }
        let found = self.get_attribute_str(module, "__name__").and_then(|name| {
            let inner = self.get_attribute(module, &name)?;
            let text = self.string(&name)?;
            Ok((text, self.is_callable(&inner)))
        });
        match found {
            Ok((name, true)) => format!(". Did you mean: '{name}.{name}(...)'?"),
            Ok((_, false)) => String::new(),
            Err(_) => {
                self.take_pending();
                String::new()
            }
        }
    }

    /// True if `callable(…)` would find a way.
    pub fn is_callable(&self, callable: &Value) -> bool {
        match callable.layout() {
            Some(
                Layout::Function | Layout::NativeFunction | Layout::BoundMethod | Layout::Class,
            ) => true,
            _ => {
                self.overrides(callable, SpecialMethod::Call)
                    || self.class_of(callable).slots().call.is_some()
            }
        }
    }

    /// Calls a native function.
    #[inline(always)]
    pub fn call_native(
        &mut self,
        native: &NativeFunctionObject,
        arguments: Arguments,
    ) -> Outcome<Value> {
        let (values, quick) = (arguments.values(), native.quick.get());
        if quick.arity as usize == values.len() && is_quick(quick, &arguments) {
            return (native.definition.function)(self, values);
        }
        self.call_native_slow(native, arguments)
    }

    /// As `call_native`, where defaults are missing that need no more than to be copied.
    #[inline(never)]
    fn call_native_slow(
        &mut self,
        native: &NativeFunctionObject,
        arguments: Arguments,
    ) -> Outcome<Value> {
        let (values, quick) = (arguments.values(), native.quick.get());
        let arity = quick.arity as usize;
        if values.len() < arity && arity <= LINE && is_quick(quick, &arguments) {
            let signature = native.definition.parsed();
            if values.len() >= signature.required
                && let Some(defaults) = &signature.line
            {
                let mut line = Line::new();
                let at = line.put(0, values);
                line.fill(at, defaults, arity);
                // SAFETY: there are fewer values than parameters, and the rest is filled.
                return (native.definition.function)(self, unsafe { line.values(arity) });
            }
        }
        self.call_native_generally(native, arguments)
    }

    /// As `call_native`, for bound methods, keywords, and receivers of a subclass.
    #[inline(never)]
    fn call_native_generally(
        &mut self,
        native: &NativeFunctionObject,
        arguments: Arguments,
    ) -> Outcome<Value> {
        let definition = native.definition;
        let signature = definition.parsed();
        if native.quick.get().arity == Quick::NONE.arity {
            native.quick.set(Quick::of(native, signature));
        }
        if definition.kind == MethodKind::Method
            && native.receiver.is_missing()
            && let (Some(owner), Some(first)) = (&native.owner, arguments.positional().first())
        {
            let class = self.class_of(first);
            if !class.is(owner) && !class.is_subclass_of(self, owner) {
                return Err(self.wrong_receiver(native, owner, first));
            }
        }
        if signature.is_new
            && definition.kind == MethodKind::Static
            && let Some(owner) = &native.owner
        {
            self.check_new_class(owner, arguments.positional().first())?;
        }
        let bound = !native.receiver.is_missing() as usize;
        let given = arguments.values().len() + bound;
        if arguments.names().is_empty()
            && signature.parameters.len() == given
            && signature.parameters.len() == signature.positional
            && !signature.star
            && !signature.double_star
            && bound == 0
        {
            return (definition.function)(self, arguments.values());
        }
        if arguments.names().is_empty()
            && let Some(defaults) = &signature.line
            && given >= signature.required
            && (given <= signature.positional || signature.star && bound == 0)
        {
            let (mut line, rest, mut at);
            line = Line::new();
            at = match bound {
                0 => 0,
                _ => line.put(0, std::slice::from_ref(&native.receiver)),
            };
            let (first, more) = arguments
                .values()
                .split_at(arguments.values().len().min(signature.positional));
            at = line.put(at, first);
            line.fill(at, defaults, signature.parameters.len());
            if signature.star {
                rest = match more {
                    [] => self.empty_tuple(),
                    more => TupleObject::of_clones(self, more).into_value(),
                };
                line.put(signature.parameters.len(), std::slice::from_ref(&rest));
            }
            // SAFETY: each parameter has an argument or its default, and `*args` the tuple.
            return (definition.function)(self, unsafe { line.values(signature.arity()) });
        }
        let values = if bound == 0 {
            signature.bind_for(self, arguments, Some(native))?
        } else {
            let mut values: SmallVec<[Value; 6]> = SmallVec::new();
            values.push(native.receiver.clone());
            values.extend(arguments.values().iter().cloned());
            signature.bind_for(
                self,
                Arguments::with_names(&values, arguments.names()),
                Some(native),
            )?
        };
        (definition.function)(self, &values)
    }

    #[cold]
    fn wrong_receiver(
        &mut self,
        native: &NativeFunctionObject,
        owner: &ClassObject,
        receiver: &Value,
    ) -> Raised {
        let (owner, given) = (self.name_of_class(owner), self.type_name(receiver));
        let name = native.definition.name();
        if crate::native::types::slot_wrappers::is_wrapper(native.definition) {
            return self.type_error(format!(
                "descriptor '{name}' requires a '{owner}' object but received a '{given}'"
            ));
        }
        self.type_error(format!(
            "descriptor '{name}' for '{owner}' objects doesn't apply to a '{given}' object"
        ))
    }

    /// Refuses `Native.__new__(X)` where `X` is not a class laid out by that native class.
    fn check_new_class(&mut self, owner: &ClassObject, class: Option<&Value>) -> Outcome<()> {
        let name = self.name_of_class(owner);
        let Some(value) = class else {
            return Err(self.type_error(format!("{name}.__new__(): not enough arguments")));
        };
        let Some(class) = value.to_ref::<ClassObject>() else {
            let given = self.type_name(value);
            return Err(self.type_error(format!(
                "{name}.__new__(X): X is not a type object ({given})"
            )));
        };
        if !class.is_subclass_of(self, owner) {
            let given = self.name_of_class(&class);
            return Err(self.type_error(format!(
                "{name}.__new__({given}): {given} is not a subtype of {name}"
            )));
        }
        let own = owner.native.new.map(|new| new as usize);
        let wanted = class.native.new.map(|new| new as usize);
        if class.layout != owner.layout || wanted.is_some() && wanted != own {
            let (given, native) = (self.name_of_class(&class), class.native.name);
            return Err(self.type_error(format!(
                "{name}.__new__({given}) is not safe, use {native}.__new__()"
            )));
        }
        Ok(())
    }

    /// `Class(…)`: the metaclass's `__call__`.
    fn call_class(&mut self, callable: &Value, arguments: Arguments) -> Outcome<Value> {
        let Some(class) = callable.to_ref::<ClassObject>() else {
            return Err(Raised);
        };
        if self.overrides(callable, SpecialMethod::Call) {
            let function = self
                .find_special(callable, SpecialMethod::Call)
                .unwrap_or(Value::NONE);
            let mut values: SmallVec<[Value; 6]> = SmallVec::new();
            values.push(callable.clone());
            values.extend(arguments.values().iter().cloned());
            return self.call_with(&function, Arguments::with_names(&values, arguments.names()));
        }
        self.instantiate(&class, arguments)
    }

    /// `type.__call__` for a class that no class statement made.
    #[inline(always)]
    pub(crate) fn instantiate_native(
        &mut self,
        class: &Ref<ClassObject>,
        arguments: Arguments,
    ) -> Outcome<Value> {
        let Some(new) = class
            .native
            .new
            .filter(|_| !class.has(class::flags::METACLASS))
        else {
            return self.instantiate(class, arguments);
        };
        self.check_native_stack()?;
        let instance = new(self, class, arguments)?;
        let made = self.class_of(&instance);
        if made.is(class) || made.is_subclass_of(self, class) {
            if class.native.init.is_none() && made.is(class) {
                return Ok(instance);
            }
            let made = made.clone();
            self.native_init(&instance, &made, arguments)?;
        }
        Ok(instance)
    }

    /// `type.__call__`: `__new__`, then `__init__` if the result is an instance.
    pub fn instantiate(
        &mut self,
        class: &Ref<ClassObject>,
        arguments: Arguments,
    ) -> Outcome<Value> {
        self.check_native_stack()?;
        let type_class = self.class(Builtin::Type);
        if class.is(type_class) && arguments.values().len() == 1 && arguments.names().is_empty() {
            return Ok(self.class_of(&arguments.values()[0]).to_value());
        }
        let instance = self.call_new(class, arguments)?;
        let made = self.class_of(&instance).clone();
        if !made.is_subclass_of(self, class) {
            return Ok(instance);
        }
        if made.overrides.get() & SpecialMethod::Init.bit() != 0 {
            let init = self
                .find_special(&instance, SpecialMethod::Init)
                .unwrap_or(Value::NONE);
            let result = if self.binds_receiver(&init) {
                let mut values: SmallVec<[Value; 6]> = SmallVec::new();
                values.push(instance.clone());
                values.extend(arguments.values().iter().cloned());
                self.call_with(&init, Arguments::with_names(&values, arguments.names()))?
            } else {
                let bound = self.bind_descriptor(&init, Some(&instance), &made.to_value())?;
                self.call_with(&bound, arguments)?
            };
            if !result.is_none() {
                let name = self.type_name(&result);
                return Err(self.type_error(format!("__init__() should return None, not '{name}'")));
            }
            return Ok(instance);
        }
        self.native_init(&instance, &made, arguments)?;
        Ok(instance)
    }

    /// Calls `__new__` of a class.
    fn call_new(&mut self, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
        if class.overrides.get() & SpecialMethod::New.bit() == 0 {
            return self.native_new(class, arguments);
        }
        let name = self.special_name(SpecialMethod::New).clone();
        let function = self.lookup(class, &name).unwrap_or(Value::NONE);
        let function = self.bind_descriptor(&function, None, &class.to_value())?;
        let mut values: SmallVec<[Value; 6]> = SmallVec::new();
        values.push(class.to_value());
        values.extend(arguments.values().iter().cloned());
        self.call_with(&function, Arguments::with_names(&values, arguments.names()))
    }

    /// Runs a language function to its end, in a driver loop of its own.
    pub fn call_function(
        &mut self,
        function: &FunctionObject,
        arguments: Arguments,
    ) -> Outcome<Value> {
        let function = Ref::of(function);
        let code = function.code.get(self).clone();
        let base = self.free_registers();
        self.check_room(base)?;
        self.bind_arguments(&function, &code, base, arguments)?;
        self.enter_function(&function, &code, base, FrameKind::Entry, None)
    }

    /// Pushes an entry frame whose arguments are in place, or makes the generator, and runs it.
    pub(crate) fn enter_function(
        &mut self,
        function: &Ref<FunctionObject>,
        code: &Ref<CodeObject>,
        base: *mut Raw,
        kind: FrameKind,
        namespace: Option<Value>,
    ) -> Outcome<Value> {
        if code.code.flags & (code_flags::GENERATOR | code_flags::COROUTINE) != 0 {
            return Ok(self.make_generator(function, code, base));
        }
        if !self.frames.make_place() {
            // SAFETY: the arguments were bound into these registers.
            unsafe { self.release_registers(base, code.code.parameter_count()) };
            return Err(self.recursion_error());
        }
        self.push_frame(function, code, base, kind, namespace);
        self.run()
    }

    /// The RecursionError of a frame too many.
    #[cold]
    pub(crate) fn recursion_error(&mut self) -> Raised {
        self.raise(
            crate::object::builtin::Exc::RecursionError,
            "maximum recursion depth exceeded",
        )
    }

    /// Raises RecursionError unless a frame fits at `base`.
    #[inline]
    pub(crate) fn check_room(&mut self, base: *mut Raw) -> Outcome<()> {
        if !self.has_room(base) {
            return Err(self.recursion_error());
        }
        Ok(())
    }

    /// Pushes a frame whose parameters lie at `base`; the other named locals are made unbound.
    pub(crate) fn push_frame(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        base: *mut Raw,
        kind: FrameKind,
        namespace: Option<Value>,
    ) {
        if let Some(top) = self.frames.last_mut() {
            top.pc = self.pc;
        }
        for register in code.code.parameter_count()..code.code.local_names.len() {
            // SAFETY: `check_room` found space for all registers of the code; dead registers own nothing.
            unsafe { *base.add(register) = Raw::UNBOUND };
        }
        self.pc = code.instructions.as_ptr().cast();
        self.globals = function.globals.as_ptr();
        // SAFETY: whoever enters a function has made sure that there is a place, and it is ours; every field is written. In place, because a frame built elsewhere and copied costs a
        // stalled load.
        unsafe {
            let frame = self.frames.place();
            (*frame).pc = self.pc;
            (*frame).globals = self.globals;
            (*frame).base = base;
            (*frame).constants = code.pool.start();
            (*frame).function = function;
            (*frame).code = code;
            (&raw mut (*frame).namespace).write(namespace);
            (*frame).generator = std::ptr::null();
            (*frame).stack_top = std::ptr::null_mut();
            (*frame).handled_base = self.handled.len() as u32;
            (*frame).kind = kind;
        }
    }

    /// Releases registers that own values.
    ///
    /// # Safety
    /// The registers must be unbound, inline values or own their counts.
    pub(crate) unsafe fn release_registers(&mut self, first: *mut Raw, count: usize) {
        for register in 0..count {
            // SAFETY: the caller says so; the register is emptied before the drop.
            unsafe {
                let raw = std::mem::replace(&mut *first.add(register), Raw::UNBOUND);
                if raw.is_object() {
                    drop(raw.into_value());
                }
            }
        }
    }

    /// The candidate nearest to a misspelt name, by CPython's measure.
    pub fn suggest(
        &self,
        wrong: &str,
        candidates: impl IntoIterator<Item = String>,
    ) -> Option<String> {
        crate::vm::errors_hint::nearest(wrong, candidates)
    }
}
