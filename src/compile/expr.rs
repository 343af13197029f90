//! Expressions: values into registers.
//!
//! In: expressions of the tree. Out: instructions. [`Unit::into`] puts a value into a given register, which is written
//! only by the last instruction where it is a named local; [`Unit::operand`] borrows locals and makes temporaries of
//! everything else.

use super::CompileError;
use super::emit::{Operand, Result, Unit};
use super::fold::{binary, fold, truth};
use crate::code::{CONSTANT_FIRST, Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

/// Displays and argument lists beyond this size are built in pieces.
pub(super) const CHUNK: usize = 60;

/// The opcode of a binary operator and its form with a constant right operand.
pub(super) fn binary_op(op: BinaryOp) -> (Op, Option<Op>) {
    match op {
        BinaryOp::Add => (Op::Add, Some(Op::AddK)),
        BinaryOp::Sub => (Op::Sub, Some(Op::SubK)),
        BinaryOp::Mult => (Op::Mul, Some(Op::MulK)),
        BinaryOp::MatMult => (Op::MatMul, None),
        BinaryOp::Div => (Op::TrueDiv, Some(Op::TrueDivK)),
        BinaryOp::Mod => (Op::Mod, Some(Op::ModK)),
        BinaryOp::Pow => (Op::Pow, Some(Op::PowK)),
        BinaryOp::LShift => (Op::LeftShift, Some(Op::LeftShiftK)),
        BinaryOp::RShift => (Op::RightShift, Some(Op::RightShiftK)),
        BinaryOp::BitOr => (Op::BitOr, Some(Op::BitOrK)),
        BinaryOp::BitXor => (Op::BitXor, Some(Op::BitXorK)),
        BinaryOp::BitAnd => (Op::BitAnd, Some(Op::BitAndK)),
        BinaryOp::FloorDiv => (Op::FloorDiv, Some(Op::FloorDivK)),
    }
}

impl<'a> Unit<'a> {
    /// The value of an expression: a local's own register, or a new temporary.
    pub fn operand(&mut self, e: &'a Expr) -> Result<Operand> {
        self.operand_before(e, &[])
    }

    /// As [`Unit::operand`]; `later` is evaluated while the value is still needed.
    pub fn operand_before(&mut self, e: &'a Expr, later: &[&Expr]) -> Result<Operand> {
        if let Some(operand) = self.borrow(e, later)? {
            return Ok(operand);
        }
        let register = self.alloc(e.span);
        self.into(e, register)?;
        Ok(Operand {
            register,
            owned: true,
        })
    }

    /// As [`Unit::operand_before`], but a temporary is `home` where that is the topmost one.
    pub fn operand_at(&mut self, e: &'a Expr, home: u8, later: &[&Expr]) -> Result<Operand> {
        if let Some(operand) = self.borrow(e, later)? {
            return Ok(operand);
        }
        let register = self.window(home, e.span);
        self.into(e, register)?;
        Ok(Operand {
            register,
            owned: true,
        })
    }

    /// The register of a local, if the expression is one (or binds one) and nothing later changes it.
    fn borrow(&mut self, e: &'a Expr, later: &[&Expr]) -> Result<Option<Operand>> {
        match &e.kind {
            ExprKind::Name(name) if !self.rebinds(name, later) => {
                let Some(register) = self.local(name) else {
                    return Ok(None);
                };
                let mangled = self.mangled(name);
                self.check_local(register, &mangled, e.span);
                Ok(Some(Operand {
                    register,
                    owned: false,
                }))
            }
            ExprKind::NamedExpr(named) if !self.rebinds(&named.target.name, later) => {
                let Some(register) = self.local(&named.target.name) else {
                    return Ok(None);
                };
                self.into(&named.value, register)?;
                self.bound.insert(register);
                Ok(Some(Operand {
                    register,
                    owned: false,
                }))
            }
            _ => Ok(None),
        }
    }

    /// The value in a new temporary.
    pub fn push(&mut self, e: &'a Expr) -> Result<u8> {
        let register = self.alloc(e.span);
        self.into(e, register)?;
        Ok(register)
    }

    /// Evaluates for the effects alone.
    pub fn discard(&mut self, e: &'a Expr) -> Result<()> {
        if fold(e).is_some() {
            return Ok(());
        }
        let operand = self.operand(e)?;
        if operand.owned {
            self.emit(Op::Clear, operand.register, 0, 0, 0, e.span);
            self.depth -= 1;
        }
        Ok(())
    }

    /// Moves a finished value to its destination, if it is not there already.
    pub fn deliver(&mut self, destination: u8, register: u8, span: Span) {
        if destination != register {
            self.emit(Op::Take, destination, register, 0, 0, span);
        }
    }

    /// Evaluates into `destination`: a named local, or a temporary that is dead here.
    pub fn into(&mut self, e: &'a Expr, destination: u8) -> Result<()> {
        let mark = self.depth;
        let span = e.span;
        if let Some(constant) = fold(e) {
            self.load_const(destination, constant, span);
            return Ok(());
        }
        match &e.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => self.load_name(name, destination, span),
            ExprKind::Attribute(attribute) => {
                let base = self.operand_at(&attribute.value, destination, &[])?;
                let at = self.attribute_span(span, &attribute.attr);
                self.get_attribute(destination, base, &attribute.attr.name, at);
            }
            ExprKind::Subscript(subscript) => self.subscript(subscript, destination, span)?,
            ExprKind::Call(call) => self.call(call, destination, span)?,
            ExprKind::BoolOp { op, values } => self.bool_op(*op, values, destination, span)?,
            ExprKind::BinOp(chain) => self.binary_chain(chain, destination)?,
            ExprKind::UnaryOp { op, operand } => {
                let op = match op {
                    UnaryOp::Not => Op::Not,
                    UnaryOp::USub => Op::Negative,
                    UnaryOp::UAdd => Op::Positive,
                    UnaryOp::Invert => Op::Invert,
                };
                let operand = self.operand_at(operand, destination, &[])?;
                let kill = operand.kill(1, Some(destination));
                self.emit(op, destination, operand.register, 0, i32::from(kill), span);
            }
            ExprKind::Compare(compare) => self.compare(compare, destination, span)?,
            ExprKind::NamedExpr(named) => {
                let target = &named.target;
                if let Some(register) = self.local(&target.name) {
                    self.into(&named.value, register)?;
                    self.bound.insert(register);
                    if destination != register {
                        self.emit(Op::Move, destination, register, 0, 0, target.span);
                    }
                } else {
                    let home = self.window(destination, span);
                    self.into(&named.value, home)?;
                    self.store_name(
                        &target.name,
                        Operand {
                            register: home,
                            owned: false,
                        },
                        target.span,
                    );
                    self.deliver(destination, home, span);
                }
            }
            ExprKind::Lambda(lambda) => self.lambda(lambda, destination, span)?,
            ExprKind::IfExp(choice) => {
                if let Some(test) = self.constant_truth(&choice.test) {
                    self.into(
                        if test { &choice.body } else { &choice.orelse },
                        destination,
                    )?;
                } else {
                    let (orelse, end) = (self.label(), self.label());
                    self.branch(&choice.test, orelse, false)?;
                    self.depth = mark;
                    self.into(&choice.body, destination)?;
                    self.goto(end, span);
                    self.place(orelse);
                    self.into(&choice.orelse, destination)?;
                    self.place(end);
                }
            }
            ExprKind::Tuple(items) => self.sequence(items, Op::BuildTuple, destination, span)?,
            ExprKind::List(items) => self.sequence(items, Op::BuildList, destination, span)?,
            ExprKind::Set(items) => self.sequence(items, Op::BuildSet, destination, span)?,
            ExprKind::Dict(items) => self.dict(items, destination, span)?,
            ExprKind::ListComp(_) | ExprKind::SetComp(_) | ExprKind::DictComp(_) => {
                self.comprehension(e, destination)?
            }
            ExprKind::GeneratorExp(comprehension) => {
                self.generator_expression(comprehension, destination, span)?
            }
            ExprKind::Await(value) => {
                let value = self.operand_at(value, destination, &[])?;
                self.await_operand(value, 0, destination, span);
            }
            ExprKind::Yield(value) => {
                let home = self.window(destination, span);
                match value {
                    Some(value) => self.into(value, home)?,
                    None => self.load_none(home, span),
                }
                self.emit(Op::Yield, destination, home, self.yield_kind(), 0, span);
            }
            ExprKind::YieldFrom(value) => {
                let value = self.operand_at(value, destination, &[])?;
                self.delegate_to(Op::GetYieldFromIter, value, 0, destination, span);
            }
            ExprKind::JoinedStr(parts) => self.joined(parts, destination, span)?,
            ExprKind::Starred(_) => {
                return Err(CompileError {
                    message: "can't use starred expression here".into(),
                    span,
                });
            }
            ExprKind::Slice(slice) => {
                let home = self.window(destination, span);
                let operands = [
                    slice.lower.as_ref(),
                    slice.upper.as_ref(),
                    slice.step.as_ref(),
                ];
                let count = if slice.step.is_some() { 3 } else { 2 };
                for (at, operand) in operands.into_iter().take(count).enumerate() {
                    let register = if at == 0 { home } else { self.alloc(span) };
                    match operand {
                        Some(operand) => self.into(operand, register)?,
                        None => self.load_none(register, span),
                    }
                }
                self.emit(Op::BuildSlice, destination, home, count as u8, 0, span);
            }
        }
        self.depth = mark;
        Ok(())
    }

    /// The place of an instruction about an attribute: where the name stands on a later line than the whole starts, as in
    /// a chain of calls one below the other, it is from the name on.
    pub fn attribute_span(&self, whole: Span, name: &Identifier) -> Span {
        let line = |offset| self.context.source.line_column(offset).0;
        if line(whole.start) == line(name.span.end) {
            whole
        } else {
            Span::new(name.span.start, whole.end)
        }
    }

    /// `destination` = base.name.
    pub fn get_attribute(&mut self, destination: u8, base: Operand, name: &Name, span: Span) {
        let name = self.mangled(name);
        let cache = self.cache(&name);
        self.emit(
            Op::GetAttr,
            destination,
            base.register,
            base.kill(1, Some(destination)),
            cache,
            span,
        );
    }

    fn subscript(&mut self, subscript: &'a Subscript, destination: u8, span: Span) -> Result<()> {
        let base = self.operand_at(&subscript.value, destination, &[&subscript.index])?;
        if let Some(constant) = fold(&subscript.index)
            && let Some(index) = self.short_constant(constant)
        {
            let kill = base.kill(1, Some(destination));
            self.emit(
                Op::GetItemK,
                destination,
                base.register,
                index,
                i32::from(kill),
                span,
            );
            return Ok(());
        }
        let index = self.operand(&subscript.index)?;
        let kills = base.kill(1, Some(destination)) | index.kill(2, Some(destination));
        self.emit(
            Op::GetItem,
            destination,
            base.register,
            index.register,
            i32::from(kills),
            span,
        );
        Ok(())
    }

    fn binary_chain(&mut self, chain: &'a BinOpChain, destination: u8) -> Result<()> {
        // A constant prefix is folded: `60 * 60 * hours`.
        let mut done = 0;
        let mut prefix = fold(&chain.first);
        while let Some(left) = &prefix {
            let tail = &chain.rest[done];
            match fold(&tail.right).and_then(|right| binary(tail.op, left, &right)) {
                Some(value) => {
                    prefix = Some(value);
                    done += 1;
                }
                None => break,
            }
        }
        let later: Vec<&Expr> = chain.rest.iter().map(|tail| &tail.right).collect();
        let mut left = match prefix {
            Some(constant) if self.constant_first(chain, done, &constant) => {
                let tail = &chain.rest[done];
                let last = done + 1 == chain.rest.len();
                let right = self.operand_at(&tail.right, destination, &later[done + 1..])?;
                let target = match (last, right.owned) {
                    (true, _) => destination,
                    (false, true) => right.register,
                    (false, false) => self.window(destination, tail.span),
                };
                if let (Some(op), Some(index)) =
                    (binary_op(tail.op).1, self.short_constant(constant))
                {
                    let flags = i32::from(right.kill(1, Some(target))) | CONSTANT_FIRST;
                    self.emit(op, target, right.register, index, flags, tail.span);
                }
                done += 1;
                Operand {
                    register: target,
                    owned: true,
                }
            }
            Some(constant) => {
                let register = self.window(destination, chain.first.span);
                self.load_const(register, constant, chain.first.span);
                Operand {
                    register,
                    owned: true,
                }
            }
            None => self.operand_at(&chain.first, destination, &later)?,
        };
        for (at, tail) in chain.rest.iter().enumerate().skip(done) {
            let last = at + 1 == chain.rest.len();
            let target = match (last, left.owned) {
                (true, _) => destination,
                (false, true) => left.register,
                (false, false) => self.window(destination, tail.span),
            };
            let mark = self.depth;
            self.binary(tail.op, target, left, &tail.right, 0, tail.span)?;
            self.depth = mark;
            left = Operand {
                register: target,
                owned: true,
            };
        }
        Ok(())
    }

    /// True if the constant before operator `at` can be the short constant of an operator whose fast paths commute.
    fn constant_first(&mut self, chain: &BinOpChain, at: usize, constant: &Const) -> bool {
        chain.rest.get(at).is_some_and(|tail| {
            matches!(tail.op, BinaryOp::Add | BinaryOp::Mult) && fold(&tail.right).is_none()
        }) && matches!(constant, Const::Int(_) | Const::Float(_))
            && self.short_constant(constant.clone()).is_some()
    }

    /// `destination` = left op right; `flags` are the further bits of operand d.
    pub fn binary(
        &mut self,
        op: BinaryOp,
        destination: u8,
        left: Operand,
        right: &'a Expr,
        flags: i32,
        span: Span,
    ) -> Result<()> {
        let (plain, short) = binary_op(op);
        let kill = left.kill(1, Some(destination));
        if let (Some(op), Some(constant)) = (short, fold(right))
            && let Some(index) = self.short_constant(constant)
        {
            self.emit(
                op,
                destination,
                left.register,
                index,
                i32::from(kill) | flags,
                span,
            );
            return Ok(());
        }
        let right = self.operand(right)?;
        let kills = kill | right.kill(2, Some(destination));
        self.emit(
            plain,
            destination,
            left.register,
            right.register,
            i32::from(kills) | flags,
            span,
        );
        Ok(())
    }

    fn bool_op(
        &mut self,
        op: BoolOp,
        values: &'a [Expr],
        destination: u8,
        span: Span,
    ) -> Result<()> {
        let home = if self.is_named(destination) {
            self.alloc(span)
        } else {
            destination
        };
        let end = self.label();
        let jump = if op == BoolOp::And {
            Op::JumpIfFalse
        } else {
            Op::JumpIfTrue
        };
        for (at, value) in values.iter().enumerate() {
            let last = at + 1 == values.len();
            if let Some(constant) = fold(value)
                && !last
            {
                // A constant either decides or does not count.
                if truth(&constant) == (op == BoolOp::Or) {
                    self.load_const(home, constant, value.span);
                    self.goto(end, value.span);
                    break;
                }
                continue;
            }
            self.into(value, home)?;
            if !last {
                self.jump(jump, 0, home, 0, end, value.span);
                self.emit(Op::Clear, home, 0, 0, 0, value.span);
            }
        }
        self.place(end);
        self.deliver(destination, home, span);
        Ok(())
    }

    // --- displays --------------------------------------------------------------------------------------------------

    /// A tuple, list or set display.
    fn sequence(&mut self, items: &'a [Expr], op: Op, destination: u8, span: Span) -> Result<()> {
        let starred = items
            .iter()
            .any(|item| matches!(item.kind, ExprKind::Starred(_)));
        let window = self.window(destination, span);
        if items.len() > 2
            && op != Op::BuildTuple
            && let Some(constants) = items.iter().map(fold).collect::<Option<Vec<Const>>>()
        {
            // One constant and one copy instead of a load for each item.
            let extend = if op == Op::BuildList {
                Op::ListExtend
            } else {
                Op::SetUpdate
            };
            self.emit(op, window, window, 0, 0, span);
            let register = self.alloc(span);
            self.load_const(register, Const::Tuple(constants.into()), span);
            self.emit(extend, window, register, 1, 0, span);
            self.deliver(destination, window, span);
            return Ok(());
        }
        if !starred && items.len() <= CHUNK {
            self.row(window, items)?;
            self.emit(op, destination, window, items.len() as u8, 0, span);
            return Ok(());
        }
        if op == Op::BuildSet {
            self.accumulate(window, items, Op::BuildSet, Op::SetAdd, Op::SetUpdate, span)?;
        } else {
            self.accumulate(
                window,
                items,
                Op::BuildList,
                Op::ListAppend,
                Op::ListExtend,
                span,
            )?;
        }
        if op == Op::BuildTuple {
            self.emit(Op::ListToTuple, destination, window, 0, 0, span);
        } else {
            self.deliver(destination, window, span);
        }
        Ok(())
    }

    /// The values in consecutive registers from `first` on, which is allocated already.
    fn row(&mut self, first: u8, items: &'a [Expr]) -> Result<()> {
        for (at, item) in items.iter().enumerate() {
            let register = if at == 0 {
                first
            } else {
                self.alloc(item.span)
            };
            self.into(item, register)?;
        }
        Ok(())
    }

    /// Builds a list or set in `window` piece by piece, stars unpacked.
    pub fn accumulate(
        &mut self,
        window: u8,
        items: &'a [Expr],
        build: Op,
        add: Op,
        extend: Op,
        span: Span,
    ) -> Result<()> {
        let is_starred = |item: &Expr| matches!(item.kind, ExprKind::Starred(_));
        let first = items
            .iter()
            .take(CHUNK)
            .position(is_starred)
            .unwrap_or(items.len().min(CHUNK));
        let mark = self.depth;
        self.row(window, &items[..first])?;
        self.emit(build, window, window, first as u8, 0, span);
        self.depth = mark;
        for item in &items[first..] {
            let (op, value) = match &item.kind {
                ExprKind::Starred(inner) => (extend, self.operand(inner)?),
                _ => (add, self.operand(item)?),
            };
            self.emit(
                op,
                window,
                value.register,
                value.kill(1, None),
                0,
                item.span,
            );
            self.depth = mark;
        }
        Ok(())
    }

    fn dict(&mut self, items: &'a [DictItem], destination: u8, span: Span) -> Result<()> {
        let window = self.window(destination, span);
        let mark = self.depth;
        let limit = items.len().min(CHUNK / 2);
        let first = items[..limit]
            .iter()
            .position(|item| item.key.is_none())
            .unwrap_or(limit);
        for (at, item) in items[..first].iter().enumerate() {
            let Some(key) = &item.key else { break };
            let register = if at == 0 {
                window
            } else {
                self.alloc(key.span)
            };
            self.into(key, register)?;
            self.push(&item.value)?;
        }
        let whole = first == items.len();
        self.emit(
            Op::BuildDict,
            if whole { destination } else { window },
            window,
            first as u8,
            0,
            span,
        );
        self.depth = mark;
        for item in &items[first..] {
            match &item.key {
                Some(key) => {
                    let key = self.operand_before(key, &[&item.value])?;
                    let value = self.operand(&item.value)?;
                    let moves = key.kill(1, None) | value.kill(2, None);
                    self.emit(
                        Op::MapAdd,
                        window,
                        key.register,
                        value.register,
                        i32::from(moves),
                        span,
                    );
                }
                None => {
                    let value = self.operand(&item.value)?;
                    self.emit(
                        Op::DictUpdate,
                        window,
                        value.register,
                        value.kill(1, None),
                        0,
                        span,
                    );
                }
            }
            self.depth = mark;
        }
        if !whole {
            self.deliver(destination, window, span);
        }
        Ok(())
    }

    // --- f-strings -------------------------------------------------------------------------------------------------

    fn joined(&mut self, parts: &'a [FStringPart], destination: u8, span: Span) -> Result<()> {
        match parts {
            [] => {
                self.load_const(destination, Const::Str("".into()), span);
                return Ok(());
            }
            [FStringPart::Value(value)] => return self.formatted(value, destination, 0),
            _ => {}
        }
        let window = self.window(destination, span);
        if parts.len() > CHUNK {
            for (at, chunk) in parts
                .chunks(parts.len().div_ceil(CHUNK).max(CHUNK))
                .enumerate()
            {
                let register = if at == 0 { window } else { self.alloc(span) };
                let mark = self.depth;
                self.joined(chunk, register, span)?;
                self.depth = mark;
            }
            let count = parts.len().div_ceil(parts.len().div_ceil(CHUNK).max(CHUNK));
            self.emit(Op::BuildString, destination, window, count as u8, 0, span);
            return Ok(());
        }
        for (at, part) in parts.iter().enumerate() {
            let register = if at == 0 { window } else { self.alloc(span) };
            match part {
                FStringPart::Literal(text, span) => {
                    self.load_const(register, super::fold::literal(text), *span)
                }
                FStringPart::Value(value) => {
                    let mark = self.depth;
                    self.formatted(value, register, 4)?;
                    self.depth = mark;
                }
            }
        }
        self.emit(
            Op::BuildString,
            destination,
            window,
            parts.len() as u8,
            0,
            span,
        );
        Ok(())
    }

    /// `joined` is 4 for a part of a longer f-string, otherwise 0.
    fn formatted(&mut self, value: &'a FormattedValue, destination: u8, joined: i32) -> Result<()> {
        let conversion = match value.conversion {
            Conversion::None => 0,
            Conversion::Str => b's',
            Conversion::Repr => b'r',
            Conversion::Ascii => b'a',
        };
        match &value.spec {
            None => {
                let operand = self.operand_at(&value.value, destination, &[])?;
                let kill = operand.kill(1, Some(destination));
                self.emit(
                    Op::FormatValue,
                    destination,
                    operand.register,
                    conversion,
                    i32::from(kill) | joined,
                    value.span,
                );
            }
            Some(spec) => {
                let window = self.window(destination, value.span);
                self.into(&value.value, window)?;
                let register = self.alloc(value.spec_span);
                self.joined(spec, register, value.spec_span)?;
                self.emit(
                    Op::FormatValue,
                    destination,
                    window,
                    conversion,
                    2,
                    value.span,
                );
            }
        }
        Ok(())
    }

    // --- generators ------------------------------------------------------------------------------------------------

    /// Operand c of a plain `yield` here.
    pub fn yield_kind(&self) -> u8 {
        let scope = self.scope_data();
        if scope.is_coroutine { 2 } else { 0 }
    }

    /// `destination` = await value; `which` tells the error text apart (see `GetAwaitable`).
    pub fn await_operand(&mut self, value: Operand, which: u8, destination: u8, span: Span) {
        self.delegate_to(Op::GetAwaitable, value, which, destination, span);
    }

    /// Runs what `op` makes of the value to its end.
    fn delegate_to(&mut self, op: Op, value: Operand, which: u8, destination: u8, span: Span) {
        let iterator = if value.owned {
            value.register
        } else {
            self.alloc(span)
        };
        let kill = value.kill(1, Some(iterator));
        self.emit(op, iterator, value.register, which, i32::from(kill), span);
        self.delegate(iterator, destination, span);
    }

    /// Runs the iterator in the temporary `iterator` to its end, giving what it yields to the resumer.
    pub fn delegate(&mut self, iterator: u8, destination: u8, span: Span) {
        let mark = self.depth;
        let value = self.alloc(span);
        self.load_none(value, span);
        let result = self.alloc(span);
        let done = self.label();
        let head = self.place_head();
        self.jump(Op::Send, result, iterator, value, done, span);
        self.emit(Op::Yield, value, result, 1, i32::from(iterator), span);
        self.jump(Op::JumpBack, 0, 0, 0, head, span);
        self.place(done);
        if destination != iterator {
            self.emit(Op::Clear, iterator, 0, 0, 0, span);
        }
        self.emit(Op::Take, destination, result, 0, 0, span);
        self.depth = mark;
    }
}
