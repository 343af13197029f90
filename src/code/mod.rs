//! Code: what the compiler makes and the interpreter runs. Plain immutable data without values, so that one `Arc<Code>`
//! serves many interpreters and compiling needs no lock.
pub mod dis;
pub mod op;
pub mod pack;

use crate::source::Source;
use crate::syntax::span::Span;
use num_bigint::BigInt;
pub use op::{CONSTANT_FIRST, Effect, Ins, Op};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A constant of a code object.
#[derive(Clone, Debug, PartialEq)]
pub enum Const {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// `...`.
    Ellipsis,
    /// An integer of the machine's size.
    Int(i64),
    /// An integer beyond the machine's size.
    BigInt(Arc<BigInt>),
    /// A float; compared by bits when constants are pooled.
    Float(f64),
    /// A complex number: real and imaginary part.
    Complex(f64, f64),
    /// A string.
    Str(Arc<str>),
    /// A string with lone surrogates: its code points.
    WideStr(Arc<[u32]>),
    /// A byte string.
    Bytes(Arc<[u8]>),
    /// A tuple of constants.
    Tuple(Arc<[Const]>),
    /// A frozen set of constants, for `in {…}`.
    FrozenSet(Arc<[Const]>),
    /// The code of a function, class body, lambda or generator expression.
    Code(Arc<Code>),
}

/// An exception handler: covers the instructions `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// First covered instruction.
    pub start: u32,
    /// First instruction behind the covered ones.
    pub end: u32,
    /// Where to go on.
    pub target: u32,
    /// Receives the exception; every register from here on that is a temporary is released first.
    pub register: u8,
}

/// The name of the register with the dict of those locals that have none; no name of a program.
pub const SPILLED: &str = ".spilled";

/// What kind of code this is; see [`Code::flags`].
pub mod flags {
    /// Has a `*args` parameter.
    pub const VARARGS: u32 = 1;
    /// Has a `**kwargs` parameter.
    pub const VARKEYWORDS: u32 = 2;
    /// A generator function.
    pub const GENERATOR: u32 = 4;
    /// A coroutine function; with GENERATOR an asynchronous generator.
    pub const COROUTINE: u32 = 8;
    /// Has its own optimised locals in registers: a function, lambda or generator expression, not a module or class.
    pub const FUNCTION: u32 = 16;
    /// A class body.
    pub const CLASS: u32 = 32;
    /// Defined inside a function (qualified name has `<locals>`).
    pub const NESTED: u32 = 64;
    /// `from __future__ import annotations` is in force.
    pub const FUTURE_ANNOTATIONS: u32 = 128;
    /// The last expression statements are handed to the display hook.
    pub const INTERACTIVE: u32 = 256;
    /// Its first constant is its doc string.
    pub const DOCSTRING: u32 = 512;
}

/// Compiled code.
///
/// Registers: first the parameters in the order positional-only, positional, keyword-only, `*args`, `**kwargs`; then other
/// named locals; then the free variables' cells (`CopyFree` in the prologue fills them); `local_names` names all of these.
/// From `local_names.len()` on they are temporaries. A parameter or local captured by an inner function is a cell variable:
/// the prologue turns its register into a cell by `MakeCell`. At entry all registers behind the arguments are unbound.
#[derive(Debug)]
pub struct Code {
    /// The plain name.
    pub name: Arc<str>,
    /// The dotted name, `<locals>` included.
    pub qualified_name: Arc<str>,
    /// The text it came from.
    pub source: Arc<Source>,
    /// Line of its `def`, `class`, or 1, counted from 1 (the first decorator's, as CPython counts).
    pub first_line: u32,
    /// Bits of [`flags`].
    pub flags: u32,
    /// Number of positional-only parameters.
    pub positional_only: u32,
    /// Number of positional parameters, the positional-only ones included.
    pub positional: u32,
    /// Number of keyword-only parameters.
    pub keyword_only: u32,
    /// Number of registers, at most 256.
    pub registers: u32,
    /// Names of the registers 0.. that are named.
    pub local_names: Vec<Arc<str>>,
    /// Registers of `local_names` that hold cells made here.
    pub cell_registers: Vec<u8>,
    /// Names of the free variables; they occupy the last `free_names.len()` named registers.
    pub free_names: Vec<Arc<str>>,
    /// The rest. A `Code` gives its fields as if they were its own.
    pub body: LazyBody,
}

/// What code does: the part that is large. An interpreter that runs the code has its own copy of most of it, so it is not kept
/// where it can be had again from the bytes that it came from.
#[derive(Debug, PartialEq)]
pub struct Body {
    /// The instructions.
    pub instructions: Vec<Ins>,
    /// The source span of each instruction.
    pub spans: Vec<Span>,
    /// Constants.
    pub constants: Vec<Const>,
    /// Names for attribute, global and import instructions.
    pub names: Vec<Arc<str>>,
    /// For each inline cache slot the index of its name.
    pub cache_names: Vec<u32>,
    /// Handlers, the innermost first.
    pub handlers: Vec<Handler>,
}

/// A body that is there, or that is unpacked when somebody looks at it.
#[derive(Debug)]
pub struct LazyBody {
    here: OnceLock<Box<Body>>,
    packed: Option<pack::Place>,
}

impl LazyBody {
    /// A body that is there.
    pub fn here(body: Body) -> LazyBody {
        LazyBody {
            here: OnceLock::from(Box::new(body)),
            packed: None,
        }
    }
    /// A body that can be unpacked.
    pub fn packed(place: pack::Place) -> LazyBody {
        LazyBody {
            here: OnceLock::new(),
            packed: Some(place),
        }
    }
}

impl Deref for Code {
    type Target = Body;

    fn deref(&self) -> &Body {
        self.body.here.get_or_init(|| {
            let place = self.body.packed.as_ref();
            Box::new(place.expect("a body is there or packed").unpack(self))
        })
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Code) -> bool {
        let numbers = |code: &Code| {
            [
                code.first_line,
                code.flags,
                code.positional_only,
                code.positional,
                code.keyword_only,
                code.registers,
            ]
        };
        self.name == other.name
            && self.qualified_name == other.qualified_name
            && self.source == other.source
            && numbers(self) == numbers(other)
            && self.local_names == other.local_names
            && self.cell_registers == other.cell_registers
            && self.free_names == other.free_names
            && **self == **other
    }
}

impl Code {
    /// Number of parameter registers, `*args` and `**kwargs` included.
    pub fn parameter_count(&self) -> usize {
        (self.positional + self.keyword_only) as usize
            + (self.flags & flags::VARARGS != 0) as usize
            + (self.flags & flags::VARKEYWORDS != 0) as usize
    }

    /// The line of an instruction, counted from 1.
    pub fn line_of(&self, instruction: usize) -> u32 {
        self.spans.get(instruction).map_or(self.first_line, |span| {
            self.source.line_column(span.start).0
        })
    }
}
