//! Calls and returns.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, next, put, resume, save, take};
use crate::code::{Ins, flags as code_flags};
use crate::native::Arguments;
use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::function::{CodeObject, FunctionObject, NativeFunctionObject};
use crate::object::generator::GeneratorState;
use crate::object::heap::{Header, Layout};
use crate::object::sequence::TupleObject;
use crate::object::value::{Raw, Value, registers_as_values, tag};
use crate::vm::frame::{Frame, FrameKind};
use crate::vm::{Raised, Vm};

/// The function in a register, if it is a language function whose parameters are all positional and number `count`.
#[inline(always)]
unsafe fn simple_function<'a>(
    raw: Raw,
    count: u32,
) -> Option<(&'a FunctionObject, &'a CodeObject)> {
    // SAFETY: registers hold live objects; the code cell is read under the lock.
    unsafe {
        if raw.tag != tag::OBJECT
            || (*(raw.bits as *const Header)).layout() as u8 != Layout::Function as u8
        {
            return None;
        }
        let function = &*(raw.bits as *const FunctionObject);
        let code = &**function.code.as_ptr();
        (code.simple_parameters == count).then_some((function, code))
    }
}

/// Pushes a frame whose arguments lie at `callee` and goes to its first instruction.
macro_rules! enter {
    ($vm:ident, $pc:ident, $t:ident, $function:expr, $code:expr, $callee:expr, $kind:expr, $namespace:expr) => {{
        let (function, code, callee): (&FunctionObject, &CodeObject, *mut Raw) =
            ($function, $code, $callee);
        $vm.pc = $pc;
        if $vm.frames.len() >= $vm.recursion_limit
            || callee.add(code.code.registers as usize + 260) > $vm.stack_end
        {
            $vm.ticks = $t;
            let Raised = $vm.recursion_error();
            // The arguments are released with the caller's registers; those above them by hand.
            let caller = $vm.free_registers();
            for at in 0..code.code.parameter_count() {
                let register = callee.add(at);
                if register >= caller && (*register).is_object() {
                    drop(std::mem::replace(&mut *register, Raw::UNBOUND).into_value());
                }
            }
            return Exit::Raise;
        }
        for register in code.simple_parameters as usize..code.named_registers as usize {
            *callee.add(register) = Raw::UNBOUND;
        }
        let constants: *const Raw = code.constants.as_ptr().cast();
        let first: *const Ins = code.instructions.as_ptr().cast();
        if let Some(top) = $vm.frames.last_mut() {
            top.pc = $pc;
        }
        $vm.caches = code.caches.as_ptr() as *mut _;
        $vm.globals = function.globals.as_ptr();
        $vm.frames.push(Frame {
            pc: first,
            base: callee,
            constants,
            caches: $vm.caches,
            globals: $vm.globals,
            function,
            code,
            namespace: $namespace,
            generator: None,
            handled_base: $vm.handled.len() as u32,
            kind: $kind,
        });
        let (pc, base, k) = (first, callee, constants);
        next!($vm, pc, base, $t, k)
    }};
}

pub(crate) unsafe fn Call(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): the window of the call is bound, as the verifier checks.
    unsafe {
        let ins = *pc.sub(1);
        if let Some((function, code)) = simple_function(*base.add(ins.b as usize), ins.c as u32) {
            enter!(
                vm,
                pc,
                t,
                function,
                code,
                base.add(ins.b as usize + 1),
                FrameKind::Call,
                None
            )
        }
        call_slow(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn CallMethod(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let bound = (*base.add(ins.b as usize + 1)).tag != 0;
        let count = ins.c as u32 + bound as u32;
        if let Some((function, code)) = simple_function(*base.add(ins.b as usize), count) {
            let callee = base.add(ins.b as usize + if bound { 1 } else { 2 });
            enter!(vm, pc, t, function, code, callee, FrameKind::Call, None)
        }
        call_slow(vm, pc, base, t, k)
    }
}

/// Calls anything that is not a simple function: native functions, classes, functions with all kinds of parameters.
#[inline(never)]
unsafe fn call_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let callable = *base.add(ins.b as usize);
        let method = ins.op == crate::code::Op::CallMethod as u8;
        let (first, count) = match method {
            false => (ins.b as usize + 1, ins.c as usize),
            true if (*base.add(ins.b as usize + 1)).tag != 0 => {
                (ins.b as usize + 1, ins.c as usize + 1)
            }
            true => (ins.b as usize + 2, ins.c as usize),
        };
        let arguments = registers_as_values(base.add(first), count);
        let layout = if callable.tag == tag::OBJECT {
            callable.header().layout()
        } else {
            Layout::Int
        };
        let result = match layout {
            Layout::NativeFunction => {
                let native = &*(callable.bits as *const NativeFunctionObject);
                vm.call_native(native, Arguments::of(arguments))
            }
            Layout::Class => {
                let class = &*(callable.bits as *const ClassObject);
                if let Some(init) = vm.constructor(class)
                    && let Some((function, code)) = simple_function(init.raw(), count as u32 + 1)
                {
                    let class = crate::object::heap::Ref::of(class);
                    let instance = vm.allocate_instance(&class);
                    // The arguments move up by one; the instance goes in front, the function where the class was.
                    let window = base.add(first);
                    std::ptr::copy(window, window.add(1), count);
                    *window = instance.to_value().into_raw();
                    put(base, ins.b, init.clone());
                    let t = vm.ticks;
                    enter!(
                        vm,
                        pc,
                        t,
                        function,
                        code,
                        window,
                        FrameKind::Construct,
                        Some(instance.into_value())
                    )
                }
                vm.call_with(
                    (&raw const callable)
                        .cast::<Value>()
                        .as_ref()
                        .unwrap_unchecked(),
                    Arguments::of(arguments),
                )
            }
            Layout::Function => {
                let function =
                    crate::object::heap::Ref::of(&*(callable.bits as *const FunctionObject));
                let code = function.code.get(vm).clone();
                if code.code.flags & (code_flags::GENERATOR | code_flags::COROUTINE) == 0 {
                    let callee = vm.free_registers();
                    attempt!(vm.check_room(callee, &code));
                    attempt!(vm.bind_arguments(&function, &code, callee, Arguments::of(arguments)));
                    if vm.frames.len() >= vm.recursion_limit {
                        vm.release_registers(callee, code.code.parameter_count());
                        let Raised = vm.recursion_error();
                        return Exit::Raise;
                    }
                    vm.release_registers(base.add(first), count);
                    vm.push_frame(&function, &code, callee, FrameKind::Call, None, None);
                    let (pc, base, k, t) = (
                        vm.pc,
                        callee,
                        code.constants.as_ptr().cast::<Raw>(),
                        vm.ticks,
                    );
                    drop((function, code));
                    next!(vm, pc, base, t, k)
                }
                vm.call_function(&function, Arguments::of(arguments))
            }
            _ => vm.call_with(super::value_at(base, ins.b), Arguments::of(arguments)),
        };
        let result = attempt!(result);
        vm.release_registers(base.add(ins.b as usize), first - ins.b as usize + count);
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// The `__init__` of a class whose construction is allocation and that call, nothing else.
    fn constructor(&self, class: &ClassObject) -> Option<Value> {
        if class.layout != Layout::Instance
            || class.overrides.get() & (SpecialMethod::New.bit() | SpecialMethod::Init.bit())
                != SpecialMethod::Init.bit()
            || class.has(flags::ABSTRACT)
            || class.native.new.is_some()
            || !self
                .class_of_header(&class.header)
                .is(self.class(Builtin::Type))
                && self.class_of_header(&class.header).overrides.get() & SpecialMethod::Call.bit()
                    != 0
        {
            return None;
        }
        self.lookup(class, self.special_name(SpecialMethod::Init))
    }
}

pub(crate) unsafe fn CallKw(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let names = super::constant_at(k, ins.d as usize);
        let Some(names) = names.downcast::<TupleObject>() else {
            let Raised = vm.raise(Exc::SystemError, "call without names");
            return Exit::Raise;
        };
        let bound = (*base.add(ins.b as usize + 1)).tag != 0;
        let first = ins.b as usize + if bound { 1 } else { 2 };
        let count = ins.c as usize + bound as usize + names.items().len();
        let arguments =
            Arguments::with_names(registers_as_values(base.add(first), count), names.items());
        let callable = super::value_at(base, ins.b);
        if let Some(function) = callable.to_ref::<FunctionObject>() {
            let code = function.code.get(vm).clone();
            if code.code.flags & (code_flags::GENERATOR | code_flags::COROUTINE) == 0 {
                let callee = vm.free_registers();
                attempt!(vm.check_room(callee, &code));
                attempt!(vm.bind_arguments(&function, &code, callee, arguments));
                if vm.frames.len() >= vm.recursion_limit {
                    vm.release_registers(callee, code.code.parameter_count());
                    let Raised = vm.recursion_error();
                    return Exit::Raise;
                }
                vm.release_registers(base.add(first), count);
                vm.push_frame(&function, &code, callee, FrameKind::Call, None, None);
                let (pc, base, k, t) = (
                    vm.pc,
                    callee,
                    code.constants.as_ptr().cast::<Raw>(),
                    vm.ticks,
                );
                drop((function, code));
                next!(vm, pc, base, t, k)
            }
        }
        let result = attempt!(vm.call_with(callable, arguments));
        vm.release_registers(base.add(ins.b as usize), first - ins.b as usize + count);
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn CallEx(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let callable = take(base, ins.b);
        let positional = take(base, ins.b + 1);
        let keywords = vm.take_register(base.add(ins.b as usize + 2));
        let mut values = attempt!(vm.collect(&positional));
        let mut names = Vec::new();
        if let Some(keywords) = &keywords
            && let Some(dict) = keywords.downcast::<crate::object::dict::DictObject>()
        {
            for entry in dict.map.get(vm).iter() {
                names.push(entry.key.clone());
                values.push(entry.value.clone());
            }
        }
        if names.iter().any(|name| name.layout() != Some(Layout::Str)) {
            let Raised = vm.type_error("keywords must be strings");
            return Exit::Raise;
        }
        let arguments = Arguments::with_names(&values, &names);
        let result = attempt!(vm.call_with(&callable, arguments));
        drop((values, names, keywords, positional, callable));
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn Return(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    _: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let result = std::mem::replace(&mut *base.add(ins.b as usize), Raw::UNBOUND);
        leave(vm, pc, base, t, result)
    }
}

pub(crate) unsafe fn ReturnConst(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let result = *k.add((*pc.sub(1)).d as usize);
        result.retain();
        leave(vm, pc, base, t, result)
    }
}

/// Takes the top frame away and hands its result to the caller.
#[inline(always)]
unsafe fn leave(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, result: Raw) -> Exit {
    unsafe {
        let frame = vm.frames.last().unwrap_unchecked();
        let named = (*frame.code).named_registers as usize;
        let simple =
            frame.kind == FrameKind::Call && frame.generator.is_none() && frame.namespace.is_none();
        let mut dead: *const Header = std::ptr::null();
        for register in 0..named {
            let slot = base.add(register);
            let old = *slot;
            if old.is_object() {
                *slot = Raw::UNBOUND;
                if crate::object::heap::decrement(old.bits as *const _) {
                    if dead.is_null() {
                        dead = old.bits as *const Header;
                    } else {
                        save!(vm, pc, t);
                        crate::object::heap::died(std::ptr::NonNull::new_unchecked(
                            old.bits as *mut Header,
                        ));
                    }
                }
            }
        }
        if !simple || !dead.is_null() {
            return leave_slow(vm, pc, t, result, dead);
        }
        vm.frames.set_len(vm.frames.len() - 1);
        let caller = vm.frames.last().unwrap_unchecked();
        let (pc, base, k) = (caller.pc, caller.base, caller.constants);
        vm.caches = caller.caches;
        vm.globals = caller.globals;
        let ins = pc.sub(1);
        let (a, b) = ((*ins).a, (*ins).b);
        let callable = std::mem::replace(&mut *base.add(b as usize), Raw::UNBOUND);
        if callable.is_object() && crate::object::heap::decrement(callable.bits as *const _) {
            save!(vm, pc, t);
            crate::object::heap::died(std::ptr::NonNull::new_unchecked(
                callable.bits as *mut Header,
            ));
        }
        super::write_next!(vm, pc, base, t, k, a, result)
    }
}

#[inline(never)]
unsafe fn leave_slow(
    vm: &mut Vm,
    pc: *const Ins,
    t: i32,
    result: Raw,
    dead: *const Header,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        if !dead.is_null() {
            crate::object::heap::died(std::ptr::NonNull::new_unchecked(dead as *mut Header));
        }
        let frame = vm.frames.pop().unwrap_unchecked();
        vm.handled.truncate(frame.handled_base as usize);
        if let Some(generator) = &frame.generator {
            generator.state.set(GeneratorState::Finished);
            drop(generator.function.replace(vm.gil(), None));
        }
        vm.restore_top();
        if frame.kind == FrameKind::Entry {
            vm.result = result;
            return Exit::Return;
        }
        let caller = vm.frames.last().unwrap_unchecked();
        let (pc, base, k) = (caller.pc, caller.base, caller.constants);
        let ins = *pc.sub(1);
        let result = result.into_value();
        match frame.kind {
            FrameKind::Construct => {
                if !result.is_none() {
                    let name = vm.class_name(&result);
                    let Raised =
                        vm.type_error(format!("__init__() should return None, not '{name}'"));
                    return Exit::Raise;
                }
                kill(base, ins.b);
                put(base, ins.a, frame.namespace.unwrap_or(Value::NONE));
                resume!(vm, pc, base, k)
            }
            FrameKind::Iterate => {
                drop(result);
                kill(base, ins.b);
                let pc = pc.offset(ins.d as isize);
                drop(frame);
                resume!(vm, pc, base, k)
            }
            FrameKind::Send => {
                drop(frame);
                put(base, ins.a, result);
                let pc = pc.offset(ins.d as isize);
                resume!(vm, pc, base, k)
            }
            FrameKind::Call | FrameKind::Entry => {
                drop(frame);
                kill(base, ins.b);
                put(base, ins.a, result);
                resume!(vm, pc, base, k)
            }
        }
    }
}

pub(crate) unsafe fn MakeFunction(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let code = super::constant_at(k, ins.d as usize).clone();
        let part = |bit: u8, at: u8| {
            if ins.c & bit != 0 {
                take(base, ins.b + at)
            } else {
                Value::NONE
            }
        };
        let (defaults, keyword_defaults, annotations, closure) =
            (part(1, 0), part(2, 1), part(4, 2), part(8, 3));
        let globals = crate::object::heap::Ref::of(&*vm.globals);
        let function = vm.new_function(
            &code,
            globals,
            closure,
            defaults,
            keyword_defaults,
            annotations,
        );
        put(base, ins.a, function);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadBuildClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let builtins = vm.builtins_of(&*vm.globals);
        match vm.dict_get_str(&builtins, "__build_class__") {
            Some(function) => put(base, ins.a, function),
            None => {
                let Raised = vm.raise(Exc::NameError, "__build_class__ not found");
                return Exit::Raise;
            }
        }
        resume!(vm, pc, base, k)
    }
}
