//! Calls.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, next, put, resume, save, take};
use crate::code::{Ins, Op, flags as code_flags};
use crate::native::Arguments;
use crate::native::arguments::add_keywords;
use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::function::{CodeObject, Entry, FunctionObject, NativeFunctionObject};
use crate::object::heap::{Header, Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::value::{Raw, Value, registers_as_values, tag};
use crate::vm::frame::{self, FrameKind};
use crate::vm::{Raised, Vm};

/// The function in a register, if it is a language function whose parameters are all positional and number `count`.
#[inline(always)]
unsafe fn simple_function<'a>(raw: Raw, count: u32) -> Option<&'a FunctionObject> {
    // SAFETY: registers hold live objects; the code cell is read under the lock.
    unsafe {
        if raw.tag != tag::OBJECT
            || (*(raw.bits as *const Header)).layout() as u8 != Layout::Function as u8
        {
            return None;
        }
        let function = &*(raw.bits as *const FunctionObject);
        ((*function.entry.as_ptr()).simple_parameters == count).then_some(function)
    }
}

/// Where the arguments of a call lie: behind the callable, or behind the receiver's place where a method call has one. The
/// receiver counts as an argument if it is there.
#[inline(always)]
unsafe fn window(ins: Ins, base: *mut Raw) -> (usize, usize) {
    // SAFETY: the window of the call is bound.
    unsafe {
        let (first, count) = (ins.b as usize + 1, ins.c as usize);
        if ins.op != Op::CallMethod as u8 {
            (first, count)
        } else if (*base.add(first)).tag != 0 {
            (first, count + 1)
        } else {
            (first + 1, count)
        }
    }
}

/// Pushes a frame whose arguments lie at `callee` and goes to its first instruction. Other kinds than `Call` have made sure that
/// there is room. The frame's fields are written in place: a frame built elsewhere and copied costs a stalled load.
#[allow(clippy::too_many_arguments)] // The hot state and what is entered.
#[allow(clippy::pointers_in_nomem_asm_block)] // The assembly is empty.
#[inline(always)]
pub(super) unsafe fn enter(
    vm: &mut Vm,
    pc: *const Ins,
    callee: *mut Raw,
    t: i32,
    function: &FunctionObject,
    kind: FrameKind,
    instance: Raw,
) -> Exit {
    // SAFETY: the arguments are in place, the stack has room as checked here.
    unsafe {
        if !vm.frames.has_place() || !vm.has_room(callee) {
            return enter_elsewhere(vm, pc, callee, t, std::ptr::null());
        }
        let entry: *const Entry = function.entry.as_ptr();
        let mut register = callee.add((*entry).simple_parameters as usize);
        let end = callee.add((*entry).named_registers as usize);
        while register < end {
            // The tag alone: a run of zeros would become a call of memset. The empty assembly keeps the loop a loop: most
            // functions have two or three more locals, and code for many would need registers that each call must save.
            (*register).tag = tag::UNBOUND;
            register = register.add(1);
            std::arch::asm!("/* {0} */", inout(reg) register, options(nomem, nostack, preserves_flags));
        }
        let frame = vm.frames.place();
        (*frame.sub(1)).pc = pc;
        let globals: *const DictObject = function.globals.as_ptr();
        let constants = (*entry).constants;
        vm.globals = globals;
        (*frame).globals = globals;
        (*frame).base = callee;
        (*frame).constants = constants;
        (*frame).function = function;
        (*frame).code = (*function.code.as_ptr()).as_ptr();
        let namespace = (&raw mut (*frame).namespace).cast::<Raw>();
        (*namespace).tag = instance.tag;
        (*namespace).bits = instance.bits;
        (*frame).generator = std::ptr::null();
        (*frame).handled_base = vm.handled.len() as u32;
        (*frame).kind = kind;
        let (pc, base, k) = ((*entry).first, callee, constants);
        next!(vm, pc, base, t, k)
    }
}

/// Enters the simple function that the current instruction calls, whose arguments lie at `callee`, where no frame can be: in a
/// generator's registers, from where they move to the stack, or too deep, or the frames need more room.
#[inline(never)]
unsafe fn enter_elsewhere(
    vm: &mut Vm,
    pc: *const Ins,
    callee: *mut Raw,
    t: i32,
    _: *const Raw,
) -> Exit {
    // SAFETY: the arguments are owned by their registers.
    unsafe {
        let base = (*vm.frames.top()).base;
        let callable = base.add((*pc.sub(1)).b as usize);
        let function = &*((*callable).bits as *const FunctionObject);
        let parameters = function.entry.get().simple_parameters as usize;
        if vm.frames.make_place() {
            let place = if vm.is_off_stack(callee) {
                vm.free_registers()
            } else {
                callee
            };
            if vm.has_room(place) {
                if place != callee {
                    for at in 0..parameters {
                        frame::take_over(callee.add(at), place.add(at));
                    }
                }
                return enter(vm, pc, place, t, function, FrameKind::Call, Raw::UNBOUND);
            }
        }
        save!(vm, pc, t);
        let Raised = vm.recursion_error();
        // The arguments are released with the caller's registers; those above them by hand.
        let caller = vm.free_registers();
        for at in 0..parameters {
            let register = callee.add(at);
            if !vm.is_off_stack(callee) && register >= caller && (*register).is_object() {
                drop(std::mem::replace(&mut *register, Raw::UNBOUND).into_value());
            }
        }
        Exit::Raise
    }
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
        let ins = pc.sub(1);
        let callable = base.add((*ins).b as usize);
        if let Some(function) = simple_function(*callable, (*ins).c as u32) {
            return enter(
                vm,
                pc,
                callable.add(1),
                t,
                function,
                FrameKind::Call,
                Raw::UNBOUND,
            );
        }
        call_other(vm, pc, base, t, k)
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
        let ins = pc.sub(1);
        let callable = base.add((*ins).b as usize);
        let bound = (*callable.add(1)).tag != 0;
        let count = (*ins).c as u32 + bound as u32;
        if let Some(function) = simple_function(*callable, count) {
            let callee = callable.add(if bound { 1 } else { 2 });
            return enter(vm, pc, callee, t, function, FrameKind::Call, Raw::UNBOUND);
        }
        call_other(vm, pc, base, t, k)
    }
}

/// Calls what is not a simple function: native functions and classes by their short ways, the rest by the general one.
#[inline(always)]
unsafe fn call_other(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let callable = *base.add((*pc.sub(1)).b as usize);
        if callable.tag == tag::OBJECT {
            let layout = callable.header().layout() as u8;
            if layout == Layout::NativeFunction as u8 {
                return call_native(vm, pc, base, t, k);
            }
            if layout == Layout::Class as u8 {
                return construct(vm, pc, base, t, k);
            }
            if layout == Layout::Function as u8 {
                return call_function(vm, pc, base, t, k);
            }
        }
        call_slow(vm, pc, base, t, k)
    }
}

/// Calls a language function with positional arguments: those that are missing are defaults, put behind the given ones; or it is
/// a generator function.
#[inline(never)]
unsafe fn call_function(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let callable = base.add(ins.b as usize);
        let function = &*((*callable).bits as *const FunctionObject);
        let code = &**function.code.as_ptr();
        let (first, count) = window(ins, base);
        let mut callee = base.add(first);
        let parameters = code.plain_parameters as usize;
        if parameters == u32::MAX as usize || count > parameters {
            return call_slow(vm, pc, base, t, k);
        }
        let missing = parameters - count;
        if missing > 0 {
            let defaults = &*function.defaults.as_ptr();
            let Some(defaults) = defaults.downcast::<TupleObject>() else {
                return call_slow(vm, pc, base, t, k);
            };
            let Some(from) = defaults.items().len().checked_sub(missing) else {
                return call_slow(vm, pc, base, t, k);
            };
            if vm.is_off_stack(callee) {
                let place = vm.free_registers();
                if !vm.has_room(place) {
                    return call_slow(vm, pc, base, t, k);
                }
                for at in 0..count {
                    frame::take_over(callee.add(at), place.add(at));
                }
                callee = place;
            }
            for (at, default) in defaults.items()[from..].iter().enumerate() {
                let raw = default.raw();
                raw.retain();
                *callee.add(count + at) = raw;
            }
        }
        if code.simple_parameters == code.plain_parameters {
            return enter(vm, pc, callee, t, function, FrameKind::Call, Raw::UNBOUND);
        }
        save!(vm, pc, t);
        let (function, code) = (Ref::of(function), Ref::of(code));
        let generator = vm.make_generator(&function, &code, callee);
        drop((function, code));
        kill(base, ins.b);
        put(base, ins.a, generator);
        resume!(vm, pc, base, k)
    }
}

/// Calls a native function.
#[inline(never)]
unsafe fn call_native(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let callable = base.add(ins.b as usize);
        let native = &*((*callable).bits as *const NativeFunctionObject);
        let (first, count) = window(ins, base);
        let arguments = registers_as_values(base.add(first), count);
        let result = attempt!(vm.call_native(native, Arguments::of(arguments)));
        let end = base.add(first + count);
        let mut at = callable;
        while at < end {
            let old = *at;
            *at = Raw::UNBOUND;
            if old.is_object() {
                drop(old.into_value());
            }
            at = at.add(1);
        }
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

/// Calls a class: allocation and a frame for `__init__` where construction is nothing else. The instance is register 0 of
/// that frame: in the class's place, or in the place in front of the arguments of a method call.
#[inline(never)]
unsafe fn construct(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let (first, count) = window(ins, base);
        let callable = base.add(ins.b as usize);
        let class = &*((*callable).bits as *const ClassObject);
        if first == ins.b as usize + 1 && ins.op == Op::CallMethod as u8 {
            return call_slow(vm, pc, base, t, k);
        }
        if !class.has(flags::LANGUAGE) {
            return construct_native(vm, pc, base, t, k);
        }
        let init = vm.constructor(class);
        if init.is_null() {
            return call_slow(vm, pc, base, t, k);
        }
        let function = &*init;
        if function.entry.get().simple_parameters as usize != count + 1 {
            return call_slow(vm, pc, base, t, k);
        }
        let callee = base.add(first - 1);
        let off_stack = vm.is_off_stack(callee);
        let place = if off_stack {
            vm.free_registers()
        } else {
            callee
        };
        if !vm.frames.make_place() || !vm.has_room(place) {
            return call_slow(vm, pc, base, t, k);
        }
        save!(vm, pc, t);
        let class = Ref::of(class);
        let instance = vm.allocate_instance(&class).into_value().into_raw();
        drop(class);
        let old = *callee;
        if off_stack {
            // The class stays where it is until the call returns.
            for at in 1..=count {
                frame::take_over(callee.add(at), place.add(at));
            }
            *place = instance;
        } else {
            *callee = instance;
            if old.is_object() {
                drop(old.into_value());
            }
        }
        // The instance has a count for its register and one for the frame. The frame owns the function, too: its class may
        // lose it while it runs.
        instance.retain();
        function.header.retain();
        enter(
            vm,
            pc,
            place,
            vm.ticks,
            function,
            FrameKind::Construct,
            instance,
        )
    }
}

/// Calls a class that no class statement made.
#[inline(never)]
unsafe fn construct_native(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (first, count) = window(ins, base);
        let callable = base.add(ins.b as usize);
        // The register has the layout of a reference, and keeps its count during the call.
        let class = &*(&raw const (*callable).bits).cast::<Ref<ClassObject>>();
        let arguments = Arguments::of(registers_as_values(base.add(first), count));
        let result = attempt!(vm.instantiate_native(class, arguments));
        vm.release_registers(callable, first - ins.b as usize + count);
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

/// Calls anything: functions with all kinds of parameters, and what has no short way.
#[inline(never)]
unsafe fn call_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        match super::value_at(base, (*pc.sub(1)).b).layout() {
            Some(Layout::BoundMethod) => super::methods::call_bound(vm, pc, base, t, k),
            Some(Layout::Instance) => super::methods::call_instance(vm, pc, base, t, k),
            _ => call_generally(vm, pc, base, t, k),
        }
    }
}

/// Calls by the protocol, but enters a language function.
pub(super) unsafe fn call_generally(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let callable = super::value_at(base, ins.b);
        let (first, count) = window(ins, base);
        let arguments = Arguments::of(registers_as_values(base.add(first), count));
        if let Some(function) = callable.to_ref::<FunctionObject>() {
            let code = function.code.get(vm).clone();
            if code.code.flags & (code_flags::GENERATOR | code_flags::COROUTINE) == 0 {
                return enter_bound(vm, base, function, code, first + count, arguments);
            }
        }
        let result = attempt!(vm.call_with(callable, arguments));
        vm.release_registers(base.add(ins.b as usize), first - ins.b as usize + count);
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

/// Binds the arguments of a call in the registers above the top frame, releases the window of the call but for the callable,
/// which ends at register `end`, and enters the function.
unsafe fn enter_bound(
    vm: &mut Vm,
    base: *mut Raw,
    function: Ref<FunctionObject>,
    code: Ref<CodeObject>,
    end: usize,
    arguments: Arguments,
) -> Exit {
    // SAFETY: as for all handlers; the window's registers own their values.
    unsafe {
        let callee = vm.free_registers();
        attempt!(vm.check_room(callee));
        attempt!(vm.bind_arguments(&function, &code, callee, arguments));
        if !vm.frames.make_place() {
            vm.release_registers(callee, code.code.parameter_count());
            let Raised = vm.recursion_error();
            return Exit::Raise;
        }
        let first = (*vm.pc.sub(1)).b as usize + 1;
        vm.release_registers(base.add(first), end - first);
        vm.push_frame(&function, &code, callee, FrameKind::Call, None);
        let (pc, base, k, t) = (vm.pc, callee, code.pool.start(), vm.ticks);
        drop((function, code));
        next!(vm, pc, base, t, k)
    }
}

impl Vm {
    /// The `__init__` of a class whose construction is allocation and that call, nothing else; null for other classes.
    #[inline(always)]
    fn constructor(&self, class: &ClassObject) -> *const FunctionObject {
        let (version, function) = class.constructor.get();
        if version == self.class_version() {
            return function;
        }
        self.find_constructor(class)
    }

    #[cold]
    #[inline(never)]
    fn find_constructor(&self, class: &ClassObject) -> *const FunctionObject {
        let plain = class.layout == Layout::Instance
            && class.overrides.get() & (SpecialMethod::New.bit() | SpecialMethod::Init.bit())
                == SpecialMethod::Init.bit()
            && !class.has(flags::ABSTRACT)
            && class.native.new.is_none()
            && (self
                .class_of_header(&class.header)
                .is(self.class(Builtin::Type))
                || self.class_of_header(&class.header).overrides.get() & SpecialMethod::Call.bit()
                    == 0);
        let init = match plain {
            true => self.lookup(class, self.special_name(SpecialMethod::Init)),
            false => None,
        };
        // The class keeps the function alive as long as its version holds.
        let function = init
            .and_then(|init| init.to_ref::<FunctionObject>())
            .map_or(std::ptr::null(), |function| function.as_ptr());
        class.constructor.set((self.class_version(), function));
        function
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
                return enter_bound(vm, base, function, code, first + count, arguments);
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
        if !vm.is_iterable(&positional) {
            let (title, name) = (vm.callable_title(&callable), vm.type_name(&positional));
            let Raised = vm.type_error(format!(
                "{title} argument after * must be an iterable, not {name}"
            ));
            return Exit::Raise;
        }
        let mut values = attempt!(vm.collect(&positional));
        // They are copied to where they are bound, and again into a tuple.
        attempt!(vm.room_for(values.len() * size_of::<Value>() * 4));
        let names = keywords
            .as_ref()
            .map_or_else(Vec::new, |keywords| add_keywords(vm, keywords, &mut values));
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
        let globals = Ref::of(&*vm.globals);
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
