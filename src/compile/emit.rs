//! The code unit under construction: instructions, labels, registers, constants, handler ranges.
//!
//! In: calls of the expression and statement compilers. Out: a finished [`Code`]. What follows an unconditional jump
//! is unreachable until a label is placed that something jumps to; unreachable instructions are dropped, so that dead
//! code never reaches the interpreter.
//!
//! Temporaries are a stack: `depth` is the next free register. A value's owner is always known: an instruction that
//! reads a temporary kills it by its kill bit unless the temporary is also the destination, which releases it by
//! overwriting.

use super::scope::{Kind, Scope, ScopeId, Scopes, mark};
use super::{CompileError, Options};
use crate::code::{Body, Code, Const, Handler, Ins, LazyBody, Op, SPILLED, flags};
use crate::source::Source;
use crate::syntax::ast::{Name, Stmt};
use crate::syntax::span::Span;
use rustc_hash::FxHashMap;
use std::cell::Cell;
use std::sync::Arc;

pub(super) type Result<T> = std::result::Result<T, CompileError>;

/// What all units of one compilation share.
pub(super) struct Context {
    pub source: Arc<Source>,
    pub scopes: Scopes,
    pub options: Options,
    /// Instructions emitted so far by all units; `finally` blocks are copied to every exit, so nesting can explode.
    pub emitted: Cell<usize>,
}

/// The most instructions one source may compile to.
const MAX_INSTRUCTIONS: usize = 4 << 20;

/// The most blocks (loops, `try`, `with`) inside one another in one unit, as in CPython.
pub(super) const MAX_BLOCKS: usize = 20;

/// The most named registers of one unit; the rest are temporaries.
const MOST_NAMED: usize = 220;

/// A set of registers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Registers([u64; 4]);

impl Registers {
    pub fn insert(&mut self, register: u8) {
        self.0[register as usize / 64] |= 1 << (register % 64);
    }
    pub fn remove(&mut self, register: u8) {
        self.0[register as usize / 64] &= !(1 << (register % 64));
    }
    pub fn contains(&self, register: u8) -> bool {
        self.0[register as usize / 64] >> (register % 64) & 1 != 0
    }
    pub fn intersect(&mut self, other: &Registers) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= b);
    }
    pub fn subtract(&mut self, other: &Registers) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= !b);
    }
}

/// A place in the code that jumps go to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label(usize);

#[derive(Default)]
struct LabelData {
    position: Option<usize>,
    /// Registers certainly bound at every jump to it so far; none while nothing jumps to it.
    bound: Option<Registers>,
    jumps: Vec<usize>,
}

/// A value in a register.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Operand {
    pub register: u8,
    /// A temporary that dies at its use; otherwise a named local, borrowed.
    pub owned: bool,
}

impl Operand {
    /// `bit` if the use of this operand kills it in an instruction with destination `destination`.
    pub fn kill(self, bit: u8, destination: Option<u8>) -> u8 {
        if self.owned && destination != Some(self.register) {
            bit
        } else {
            0
        }
    }
}

/// Instructions whose exceptions go to one handler.
pub(super) struct Region {
    pub target: Label,
    pub register: u8,
    start: Option<usize>,
    ranges: Vec<(usize, usize)>,
    bound: Registers,
}

/// What a `return`, `break` or `continue` has to undo on its way out.
pub(super) enum Block<'a> {
    /// A loop; the iterator of a `for` is live during the body.
    Loop {
        head: Label,
        exit: Label,
        iterator: Option<u8>,
    },
    /// The body of `try … finally`: leaving it runs the statements.
    Finally { body: &'a [Stmt], region: Region },
    /// The body of `try` before its `except` clauses.
    Try { region: Region },
    /// The body of a `with`; the exit method is the pair from register `exit` on.
    With {
        exit: u8,
        is_async: bool,
        region: Region,
        span: Span,
    },
    /// Inside an `except` clause: the exception is on the handled stack.
    Handler { region: Region },
    /// Inside a named `except` clause: the name is deleted on leaving.
    HandlerName { name: Name, region: Region },
    /// Inside a `finally` body that runs because of the exception in register `exception`.
    FinallyHandler { exception: u8, region: Region },
    /// A return value waits in this register while a `finally` body runs.
    Value { register: u8 },
}

impl Block<'_> {
    pub fn region(&mut self) -> Option<&mut Region> {
        match self {
            Block::Loop { .. } | Block::Value { .. } => None,
            Block::Finally { region, .. }
            | Block::Try { region }
            | Block::With { region, .. }
            | Block::Handler { region }
            | Block::HandlerName { region, .. }
            | Block::FinallyHandler { region, .. } => Some(region),
        }
    }
}

/// A scope that is active at the place being compiled: the unit itself, then comprehensions within it.
pub(super) struct Active {
    pub scope: ScopeId,
    /// Registers of a comprehension's targets.
    pub registers: FxHashMap<Name, u8>,
}

/// Constants compare by type and by bits.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Plain(u8, u64, u64),
    Text(Arc<str>),
    Wide(Arc<[u32]>),
    Bytes(Arc<[u8]>),
    Big(Arc<num_bigint::BigInt>),
    Many(bool, Vec<Key>),
    Code(usize),
}

fn key(constant: &Const) -> Key {
    match constant {
        Const::None => Key::Plain(0, 0, 0),
        Const::Bool(b) => Key::Plain(1, *b as u64, 0),
        Const::Ellipsis => Key::Plain(2, 0, 0),
        Const::Int(i) => Key::Plain(3, *i as u64, 0),
        Const::Float(f) => Key::Plain(4, f.to_bits(), 0),
        Const::Complex(re, im) => Key::Plain(5, re.to_bits(), im.to_bits()),
        Const::BigInt(big) => Key::Big(big.clone()),
        Const::Str(text) => Key::Text(text.clone()),
        Const::WideStr(text) => Key::Wide(text.clone()),
        Const::Bytes(bytes) => Key::Bytes(bytes.clone()),
        Const::Tuple(items) => Key::Many(false, items.iter().map(key).collect()),
        Const::FrozenSet(items) => Key::Many(true, items.iter().map(key).collect()),
        Const::Code(code) => Key::Code(Arc::as_ptr(code) as usize),
    }
}

/// A unit under construction.
pub(super) struct Unit<'a> {
    pub context: &'a Context,
    pub scope: ScopeId,
    pub active: Vec<Active>,
    pub name: Name,
    pub qualified_name: String,
    pub flags: u32,
    pub first_line: u32,
    /// The register of the dict that holds the locals for which there is no register, and the names of those; true for cells.
    pub spill: u8,
    pub spilled: FxHashMap<Name, bool>,
    /// Registers of the named locals.
    pub registers: FxHashMap<Name, u8>,
    pub local_names: Vec<Name>,
    pub cells: Registers,
    /// Named registers whose variable may become unbound again.
    pub deletable: Registers,
    pub named: usize,
    pub depth: usize,
    high: usize,
    pub bound: Registers,
    pub reachable: bool,
    pub blocks: Vec<Block<'a>>,
    instructions: Vec<Ins>,
    spans: Vec<Span>,
    /// The last position that a label or a handler range refers to.
    marked: usize,
    labels: Vec<LabelData>,
    handlers: Vec<Handler>,
    constants: Vec<Const>,
    constant_index: FxHashMap<Key, usize>,
    names: Vec<Name>,
    name_index: FxHashMap<Name, usize>,
    cache_names: Vec<u32>,
    overflow: Option<Span>,
    /// The register of `*args`.
    pub vararg: Option<u8>,
    /// The register of the first parameter, if it is positional and no cell.
    pub receiver: Option<u8>,
}

impl<'a> Unit<'a> {
    /// A unit for a scope; its named registers are laid out, the prologue is emitted.
    pub fn new(
        context: &'a Context,
        scope: ScopeId,
        name: Name,
        qualified_name: String,
        span: Span,
    ) -> Result<Self> {
        let mut unit = Unit {
            context,
            scope,
            active: vec![Active {
                scope,
                registers: FxHashMap::default(),
            }],
            name,
            qualified_name,
            flags: 0,
            first_line: context.source.line_column(span.start).0,
            registers: FxHashMap::default(),
            spill: 0,
            spilled: FxHashMap::default(),
            local_names: Vec::new(),
            cells: Registers::default(),
            deletable: Registers::default(),
            named: 0,
            depth: 0,
            high: 0,
            bound: Registers::default(),
            reachable: true,
            blocks: Vec::new(),
            instructions: Vec::new(),
            spans: Vec::new(),
            marked: 0,
            labels: Vec::new(),
            handlers: Vec::new(),
            constants: Vec::new(),
            constant_index: FxHashMap::default(),
            names: Vec::new(),
            name_index: FxHashMap::default(),
            cache_names: Vec::new(),
            overflow: None,
            vararg: None,
            receiver: None,
        };
        unit.lay_out(span)?;
        Ok(unit)
    }

    pub fn scope_data(&self) -> &'a Scope {
        &self.context.scopes.all[self.scope]
    }

    fn lay_out(&mut self, span: Span) -> Result<()> {
        let scope = self.scope_data();
        let mut locals: Vec<(Name, u16)> = Vec::new();
        match scope.kind {
            Kind::Module => {}
            Kind::Class if scope.class_cell => locals.push(("__class__".into(), mark::CELL)),
            Kind::Class => {}
            _ => {
                let bound = scope
                    .symbols
                    .iter()
                    .filter(|symbol| scope.binds(&symbol.name));
                locals.extend(bound.map(|symbol| (symbol.name.clone(), symbol.marks)));
            }
        }
        if locals.len() + scope.free.len() > MOST_NAMED {
            self.spill(&mut locals, span)?;
        }
        for (register, (name, marks)) in locals.into_iter().enumerate() {
            let register = register as u8;
            if marks & mark::CELL != 0 {
                self.cells.insert(register);
            } else if marks & mark::DELETED != 0 {
                self.deletable.insert(register);
            }
            if marks & mark::PARAM != 0 {
                self.bound.insert(register);
            }
            if &*name == SPILLED {
                self.spill = register;
            }
            self.registers.insert(name.clone(), register);
            self.local_names.push(name);
        }
        let first_free = self.local_names.len();
        for name in &scope.free {
            self.registers
                .insert(name.clone(), self.local_names.len() as u8);
            self.local_names.push(name.clone());
        }
        self.named = self.local_names.len();
        self.depth = self.named;
        self.high = self.named;
        for register in 0..first_free as u8 {
            if self.cells.contains(register) {
                self.emit(Op::MakeCell, register, 0, 0, 0, span);
            }
        }
        if !self.spilled.is_empty() {
            self.emit(Op::BuildDict, self.spill, self.spill, 0, 0, span);
            let mut cells: Vec<Name> = self
                .spilled
                .iter()
                .filter(|(_, is_cell)| **is_cell)
                .map(|(name, _)| name.clone())
                .collect();
            cells.sort();
            let register = self.alloc(span);
            for name in cells {
                self.emit(Op::Clear, register, 0, 0, 0, span);
                self.emit(Op::MakeCell, register, 0, 0, 0, span);
                let index = self.name_index(&name);
                self.emit(Op::StoreSpilled, register, self.spill, 1, index, span);
            }
            self.depth -= 1;
        }
        if !scope.free.is_empty() {
            self.emit(
                Op::CopyFree,
                first_free as u8,
                0,
                scope.free.len() as u8,
                0,
                span,
            );
        }
        Ok(())
    }

    /// Takes the locals that get no register out of the list, and puts the dict that holds them there. Parameters and free
    /// variables stay: calls and closures put them into registers.
    fn spill(&mut self, locals: &mut Vec<(Name, u16)>, span: Span) -> Result<()> {
        let is_parameter = |marks: u16| marks & mark::PARAM != 0;
        let fixed = locals
            .iter()
            .filter(|(_, marks)| is_parameter(*marks))
            .count();
        let fixed = fixed + self.scope_data().free.len();
        if fixed > MOST_NAMED {
            let message = format!(
                "function '{}' has more than {MOST_NAMED} parameters and free variables, which is not supported",
                self.name
            );
            return Err(CompileError { message, span });
        }
        let mut room = (MOST_NAMED - 20).saturating_sub(fixed);
        let mut kept = Vec::new();
        for (name, marks) in locals.drain(..) {
            if is_parameter(marks) {
                kept.push((name, marks));
            } else if room > 0 {
                room -= 1;
                kept.push((name, marks));
            } else {
                self.spilled.insert(name, marks & mark::CELL != 0);
            }
        }
        kept.push((SPILLED.into(), 0));
        *locals = kept;
        Ok(())
    }

    // --- instructions ----------------------------------------------------------------------------------------------

    /// Appends an instruction, unless this place cannot be reached.
    pub fn emit(&mut self, op: Op, a: u8, b: u8, c: u8, d: i32, span: Span) {
        if self.reachable {
            self.instructions.push(Ins::new(op, a, b, c, d));
            self.spans.push(span);
        }
    }

    /// Appends a jump to `target`.
    pub fn jump(&mut self, op: Op, a: u8, b: u8, c: u8, target: Label, span: Span) {
        if !self.reachable {
            return;
        }
        let bound = self.bound;
        let label = &mut self.labels[target.0];
        match &mut label.bound {
            Some(known) => known.intersect(&bound),
            None => label.bound = Some(bound),
        }
        label.jumps.push(self.instructions.len());
        self.emit(op, a, b, c, 0, span);
        if matches!(op, Op::Jump | Op::JumpBack) {
            self.reachable = false;
        }
    }

    /// Jumps unconditionally, forward.
    pub fn goto(&mut self, target: Label, span: Span) {
        self.jump(Op::Jump, 0, 0, 0, target, span);
    }

    /// Appends an instruction that ends the flow of control.
    pub fn emit_last(&mut self, op: Op, a: u8, b: u8, c: u8, d: i32, span: Span) {
        self.emit(op, a, b, c, d, span);
        self.reachable = false;
    }

    pub fn label(&mut self) -> Label {
        self.labels.push(LabelData::default());
        Label(self.labels.len() - 1)
    }

    /// Puts a label here. Jumps to it from before decide together with the fall-through what is bound.
    pub fn place(&mut self, label: Label) {
        self.drop_jump_to(label);
        self.marked = self.instructions.len();
        let data = &mut self.labels[label.0];
        data.position = Some(self.instructions.len());
        if let Some(known) = data.bound {
            if self.reachable {
                self.bound.intersect(&known);
            } else {
                self.bound = known;
            }
            self.reachable = true;
        }
    }

    /// Takes back a jump to the very next instruction, unless something refers to the place behind it.
    fn drop_jump_to(&mut self, label: Label) {
        let Some(last) = self.instructions.len().checked_sub(1) else {
            return;
        };
        let jumps = &mut self.labels[label.0].jumps;
        let is_jump = self.instructions[last].op == Op::Jump as u8 && jumps.last() == Some(&last);
        if is_jump && self.marked <= last && !self.reachable {
            jumps.pop();
            self.instructions.pop();
            self.spans.pop();
        }
    }

    /// Puts the label of a loop's head here: what the loop may delete is no longer certainly bound.
    pub fn place_head(&mut self) -> Label {
        let label = self.label();
        self.marked = self.instructions.len();
        self.labels[label.0].position = Some(self.instructions.len());
        let deletable = self.deletable;
        self.bound.subtract(&deletable);
        label
    }

    /// True if something jumps to the label already.
    pub fn is_target(&self, label: Label) -> bool {
        self.labels[label.0].bound.is_some()
    }

    // --- registers -------------------------------------------------------------------------------------------------

    /// The next temporary.
    pub fn alloc(&mut self, span: Span) -> u8 {
        let register = self.depth;
        self.depth += 1;
        self.high = self.high.max(self.depth);
        if register > 255 {
            self.overflow.get_or_insert(span);
            return 255;
        }
        register as u8
    }

    /// `count` temporaries in a row; the first is returned.
    pub fn alloc_many(&mut self, count: usize, span: Span) -> u8 {
        let first = self.alloc(span);
        for _ in 1..count {
            self.alloc(span);
        }
        first
    }

    pub fn is_named(&self, register: u8) -> bool {
        (register as usize) < self.named
    }

    /// The first register of a call or build window whose result goes to `destination`: the destination itself where it
    /// is the topmost temporary, else a new one.
    pub fn window(&mut self, destination: u8, span: Span) -> u8 {
        if !self.is_named(destination) && destination as usize + 1 == self.depth {
            destination
        } else {
            self.alloc(span)
        }
    }

    // --- tables ----------------------------------------------------------------------------------------------------

    pub fn constant(&mut self, constant: Const) -> usize {
        let constants = &mut self.constants;
        *self
            .constant_index
            .entry(key(&constant))
            .or_insert_with(|| {
                constants.push(constant);
                constants.len() - 1
            })
    }

    /// The index of a constant if it fits an operand of one byte.
    pub fn short_constant(&mut self, constant: Const) -> Option<u8> {
        u8::try_from(self.constant(constant)).ok()
    }

    pub fn name_index(&mut self, name: &Name) -> i32 {
        let names = &mut self.names;
        *self.name_index.entry(name.clone()).or_insert_with(|| {
            names.push(name.clone());
            names.len() - 1
        }) as i32
    }

    /// A new inline cache for a name.
    pub fn cache(&mut self, name: &Name) -> i32 {
        let name = self.name_index(name) as u32;
        if !self.reachable {
            return 0;
        }
        self.cache_names.push(name);
        self.cache_names.len() as i32 - 1
    }

    pub fn load_const(&mut self, destination: u8, constant: Const, span: Span) {
        let index = self.constant(constant);
        self.emit(Op::LoadConst, destination, 0, 0, index as i32, span);
    }

    pub fn load_none(&mut self, destination: u8, span: Span) {
        self.load_const(destination, Const::None, span);
    }

    // --- handlers --------------------------------------------------------------------------------------------------

    /// Starts a range of instructions whose exceptions go to `target` with the exception in `register`.
    pub fn region(&mut self, register: u8) -> Region {
        let target = self.label();
        let mut bound = self.bound;
        bound.subtract(&self.deletable);
        self.marked = self.instructions.len();
        Region {
            target,
            register,
            start: Some(self.instructions.len()),
            ranges: Vec::new(),
            bound,
        }
    }

    /// Ends or interrupts the range.
    pub fn suspend(&mut self, region: &mut Region) {
        self.marked = self.instructions.len();
        if let Some(start) = region.start.take()
            && start < self.instructions.len()
        {
            region.ranges.push((start, self.instructions.len()));
        }
    }

    /// Goes on with an interrupted range.
    pub fn resume(&mut self, region: &mut Region) {
        self.marked = self.instructions.len();
        region.start = Some(self.instructions.len());
    }

    /// Ends a region for good and files its handler; inner regions are ended before outer ones, so the innermost is first.
    pub fn finish(&mut self, mut region: Region) -> Label {
        self.suspend(&mut region);
        if !region.ranges.is_empty() {
            let label = &mut self.labels[region.target.0];
            match &mut label.bound {
                Some(known) => known.intersect(&region.bound),
                None => label.bound = Some(region.bound),
            }
        }
        for (start, end) in region.ranges {
            self.handlers.push(Handler {
                start: start as u32,
                end: end as u32,
                // The label's number until `finish_unit` replaces it.
                target: region.target.0 as u32,
                register: region.register,
            });
        }
        region.target
    }

    pub fn push_block(&mut self, block: Block<'a>, span: Span) -> Result<()> {
        if self.blocks.len() >= MAX_BLOCKS {
            return Err(CompileError {
                message: "too many statically nested blocks".into(),
                span,
            });
        }
        self.blocks.push(block);
        Ok(())
    }

    /// Checks the budget of instructions; called for each statement.
    pub fn check_size(&self, span: Span) -> Result<()> {
        if self.instructions.len() + self.context.emitted.get() > MAX_INSTRUCTIONS {
            return Err(CompileError {
                message: "the code is too large".into(),
                span,
            });
        }
        Ok(())
    }

    /// Lets forward jumps to an unconditional forward jump go where that goes. Later jumps first, so that one pass is enough.
    fn thread_jumps(&mut self) {
        for at in (0..self.instructions.len()).rev() {
            let ins = self.instructions[at];
            if ins.d >= 0 && Op::from_u8(ins.op).is_some_and(Op::jumps) {
                let target = at + 1 + ins.d as usize;
                if let Some(next) = self.instructions.get(target)
                    && next.op == Op::Jump as u8
                {
                    self.instructions[at].d += 1 + next.d;
                }
            }
        }
    }

    // --- the end ---------------------------------------------------------------------------------------------------

    /// Resolves the jumps and makes the code object.
    pub fn finish_unit(
        mut self,
        positional_only: usize,
        positional: usize,
        keyword_only: usize,
    ) -> Result<Arc<Code>> {
        if let Some(span) = self.overflow {
            let message =
                "expression or statement needs more than 256 registers, which is not supported"
                    .into();
            return Err(CompileError { message, span });
        }
        self.context
            .emitted
            .set(self.context.emitted.get() + self.instructions.len());
        for label in &self.labels {
            for &jump in &label.jumps {
                let position = label.position.expect("a label that is jumped to is placed");
                self.instructions[jump].d = position as i32 - jump as i32 - 1;
            }
        }
        self.thread_jumps();
        for handler in &mut self.handlers {
            handler.target = self.labels[handler.target as usize]
                .position
                .expect("handlers are placed") as u32;
        }
        let scope = self.scope_data();
        if self.context.options.future_annotations {
            self.flags |= flags::FUTURE_ANNOTATIONS;
        }
        let code = Code {
            name: self.name.clone(),
            qualified_name: self.qualified_name.clone().into(),
            source: self.context.source.clone(),
            first_line: self.first_line,
            flags: self.flags,
            positional_only: positional_only as u32,
            positional: positional as u32,
            keyword_only: keyword_only as u32,
            registers: self.high as u32,
            cell_registers: (0..self.named as u8)
                .filter(|&r| self.cells.contains(r))
                .collect(),
            local_names: self.local_names,
            free_names: scope.free.clone(),
            body: LazyBody::here(Body {
                instructions: self.instructions,
                spans: self.spans,
                constants: self.constants,
                names: self.names,
                cache_names: self.cache_names,
                handlers: self.handlers,
            }),
        };
        #[cfg(debug_assertions)]
        if let Err(problem) = super::verify::verify(&code) {
            panic!(
                "the compiler made bad code: {problem}\n{}",
                crate::code::dis::disassemble(&code)
            );
        }
        Ok(Arc::new(code))
    }
}
