//! Frame objects: made on demand for live frames of the calling thread and for entries of tracebacks.
//!
//! A frame object remembers its code and where it was; while its frame is live it tells the present place and variables.
use crate::native::{GetSetDefinition, NativeClass};
use crate::object::exception::TracebackObject;
use crate::object::function::CodeObject;
use crate::object::generator::GeneratorObject;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// What a frame object knows.
struct FramePayload {
    code: Ref<CodeObject>,
    globals: Value,
    /// Where it was when the object was made.
    instruction: u32,
    /// Number and registers of the live frame, and its thread.
    live: Option<(usize, usize, u64)>,
    /// The frame object of the caller where it cannot be asked of the live frame: in a picture of another thread.
    back: Value,
}

impl Payload for FramePayload {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.code.to_value());
        visit(&self.globals);
        visit(&self.back);
    }
}

fn payload<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a FramePayload> {
    value
        .payload()
        .ok_or_else(|| vm.type_error("expected a frame"))
}

/// The frame object of a live frame of this thread.
pub fn frame_object(vm: &mut Vm, index: usize) -> Outcome<Value> {
    let instruction = vm.instruction_of(index) as u32;
    let frame = &vm.frames[index];
    let (code, globals) = (Ref::of(frame.code()), frame.function().globals.to_value());
    let live = Some((index, frame.base as usize, vm.ident));
    let class = vm.native_class(&FRAME)?;
    Ok(vm.new_native(
        &class,
        FramePayload {
            code,
            globals,
            instruction,
            live,
            back: Value::NONE,
        },
    ))
}

/// `sys._current_frames()`: the innermost frame of each thread by the thread's ident. Frames of other threads are pictures of
/// this moment: they tell code, line and callers, and no variables.
pub fn current_frames(vm: &mut Vm) -> Outcome<Value> {
    let result = vm.new_dict();
    let class = vm.native_class(&FRAME)?;
    for (ident, places) in vm.places_of_other_threads() {
        let mut back = Value::NONE;
        for place in places {
            let payload = FramePayload {
                globals: place.globals,
                code: place.code,
                instruction: place.instruction as u32,
                live: None,
                back,
            };
            back = vm.new_native(&class, payload);
        }
        if !back.is_none() {
            let ident = vm.new_int_from(ident);
            vm.dict_set(&result, &ident, back)?;
        }
    }
    if let Some(last) = vm.frames.len().checked_sub(1) {
        let (ident, frame) = (vm.new_int_from(vm.ident), frame_object(vm, last)?);
        vm.dict_set(&result, &ident, frame)?;
    }
    Ok(result.into_value())
}

impl Vm {
    /// The frame object of a generator: its live frame, where it waits, or None once it has ended.
    pub fn frame_of_generator(&mut self, generator: &GeneratorObject) -> Outcome<Value> {
        let here = (self.frames.iter()).position(|frame| std::ptr::eq(frame.generator, generator));
        if let Some(index) = here {
            return frame_object(self, index);
        }
        let Some(function) = generator.function.get(self).clone() else {
            return Ok(Value::NONE);
        };
        let code = generator.code.clone();
        let globals = function.globals.to_value();
        // A generator that was not started stands at its `def`, before all instructions.
        let instruction = generator.next_instruction.get().wrapping_sub(1);
        let class = self.native_class(&FRAME)?;
        Ok(self.new_native(
            &class,
            FramePayload {
                code,
                globals,
                instruction,
                live: None,
                back: Value::NONE,
            },
        ))
    }
}

/// `sys._getframe(depth)`.
pub fn getframe(vm: &mut Vm, depth: i64) -> Outcome<Value> {
    match usize::try_from(depth.max(0))
        .ok()
        .and_then(|depth| vm.frames.len().checked_sub(depth + 1))
    {
        Some(index) => frame_object(vm, index),
        None => crate::raise!(vm, ValueError, "call stack is not deep enough"),
    }
}

/// The frame object of a traceback's entry, made once.
pub fn frame_of_entry(vm: &mut Vm, entry: &TracebackObject) -> Outcome<Value> {
    let known = entry.frame.get(vm).clone();
    if !known.is_none() {
        return Ok(known);
    }
    let index = (0..vm.frames.len())
        .rev()
        .find(|&index| std::ptr::eq(vm.frames[index].code, entry.code.as_ptr()));
    let live = index.map(|index| (index, vm.frames[index].base as usize, vm.ident));
    let class = vm.native_class(&FRAME)?;
    let payload = FramePayload {
        code: entry.code.clone(),
        globals: entry.globals.clone(),
        instruction: entry.instruction,
        live,
        back: Value::NONE,
    };
    let frame = vm.new_native(&class, payload);
    drop(entry.frame.replace(vm.gil(), frame.clone()));
    Ok(frame)
}

/// The number of the live frame behind a frame object.
fn live(vm: &Vm, frame: &FramePayload) -> Option<usize> {
    let (index, base, ident) = frame.live?;
    let there = vm.frames.get(index)?;
    (ident == vm.ident
        && there.base as usize == base
        && std::ptr::eq(there.code, frame.code.as_ptr()))
    .then_some(index)
}

fn instruction(vm: &Vm, frame: &FramePayload) -> usize {
    live(vm, frame).map_or(frame.instruction as usize, |index| vm.instruction_of(index))
}

fn line(vm: &Vm, frame: &FramePayload) -> u32 {
    frame.code.code.line_of(instruction(vm, frame))
}

crate::native_functions! { static METHODS;
    /// Forget the variables of a frame that has ended.
    "clear(self, /)" fn clear(vm, this: &Value) -> () {
        let frame = payload(vm, this)?;
        if live(vm, frame).is_some() {
            crate::raise!(vm, RuntimeError, "cannot clear an executing frame");
        }
        Ok(())
    }
}

/// `frame`.
pub static FRAME: NativeClass = NativeClass {
    name: "frame",
    slots: crate::native::Slots {
        repr: Some(|vm, this| {
            let frame = payload(vm, this)?;
            let code = &frame.code.code;
            let (at, file, name, line) = (
                vm.identity_of(this),
                &code.source.name,
                &code.name,
                line(vm, frame),
            );
            Ok(vm.new_str(&format!(
                "<frame at {at:#x}, file '{file}', line {line}, code {name}>"
            )))
        }),
        ..crate::native::Slots::NONE
    },
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "f_code",
            doc: "",
            get: |vm, this| Ok(payload(vm, this)?.code.to_value()),
            set: None,
        },
        GetSetDefinition {
            name: "f_globals",
            doc: "",
            get: |vm, this| Ok(payload(vm, this)?.globals.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "f_builtins",
            doc: "",
            get: |vm, _| Ok(vm.builtins().to_value()),
            set: None,
        },
        GetSetDefinition {
            name: "f_locals",
            doc: "",
            get: |vm, this| {
                let frame = payload(vm, this)?;
                match live(vm, frame) {
                    Some(index) => vm.locals_of_frame(index),
                    None if &*frame.code.code.name == "<module>" => Ok(frame.globals.clone()),
                    None => Ok(vm.new_dict().into_value()),
                }
            },
            set: None,
        },
        GetSetDefinition {
            name: "f_lineno",
            doc: "",
            get: |vm, this| {
                let frame = payload(vm, this)?;
                Ok(Value::int(line(vm, frame) as i64))
            },
            set: None,
        },
        GetSetDefinition {
            name: "f_lasti",
            doc: "",
            get: |vm, this| {
                let frame = payload(vm, this)?;
                let at = instruction(vm, frame) as u32;
                Ok(Value::int(i64::from(at as i32) * 2))
            },
            set: None,
        },
        GetSetDefinition {
            name: "f_back",
            doc: "",
            get: |vm, this| {
                let frame = payload(vm, this)?;
                match live(vm, frame) {
                    Some(index) if index > 0 => frame_object(vm, index - 1),
                    _ => Ok(frame.back.clone()),
                }
            },
            set: None,
        },
        GetSetDefinition {
            name: "f_trace",
            doc: "",
            get: |_, _| Ok(Value::NONE),
            set: None,
        },
    ],
    flags: crate::object::class::flags::FINAL,
    ..NativeClass::EMPTY
};
