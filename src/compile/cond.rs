//! Conditions and comparisons: jumps without materialised truth values.
//!
//! In: tests of `if`, `while`, `assert`, comprehensions, conditional expressions, and comparisons used as values.

use super::emit::{Label, Operand, Result, Unit};
use super::fold::{fold, truth};
use crate::code::{Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

/// Comparison as a value, fused with a jump, and fused with a constant right operand; `is` and `in` have no fused form.
fn ordering(op: CompareOp) -> Option<(Op, Op, Op)> {
    match op {
        CompareOp::Lt => Some((Op::CmpLt, Op::JumpLt, Op::JumpLtK)),
        CompareOp::LtE => Some((Op::CmpLe, Op::JumpLe, Op::JumpLeK)),
        CompareOp::Gt => Some((Op::CmpGt, Op::JumpGt, Op::JumpGtK)),
        CompareOp::GtE => Some((Op::CmpGe, Op::JumpGe, Op::JumpGeK)),
        CompareOp::Eq => Some((Op::CmpEq, Op::JumpEq, Op::JumpEqK)),
        CompareOp::NotEq => Some((Op::CmpNe, Op::JumpNe, Op::JumpNeK)),
        CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn => None,
    }
}

/// What a jump instruction's operand a says: kill bits and the sense.
fn sense(when: bool) -> u8 {
    if when { 0 } else { 4 }
}

impl<'a> Unit<'a> {
    /// The truth of a test that is known now.
    pub fn constant_truth(&self, e: &Expr) -> Option<bool> {
        match &e.kind {
            ExprKind::Name(name) if &**name == "__debug__" => {
                Some(self.context.options.optimize == 0)
            }
            ExprKind::UnaryOp {
                op: UnaryOp::Not,
                operand,
            } => self.constant_truth(operand).map(|known| !known),
            _ => fold(e).map(|constant| truth(&constant)),
        }
    }

    /// Jumps to `target` if the truth of `e` is `when`, else goes on.
    pub fn branch(&mut self, e: &'a Expr, target: Label, when: bool) -> Result<()> {
        if let Some(known) = self.constant_truth(e) {
            if known == when {
                self.goto(target, e.span);
            }
            return Ok(());
        }
        let mark = self.depth;
        match &e.kind {
            ExprKind::UnaryOp {
                op: UnaryOp::Not,
                operand,
            } => self.branch(operand, target, !when)?,
            ExprKind::BoolOp { op, values } => {
                // `and` is decided by the first false value, `or` by the first true one.
                let decisive = *op == BoolOp::Or;
                let Some((last, first)) = values.split_last() else {
                    return Ok(());
                };
                if decisive == when {
                    for value in values {
                        self.branch(value, target, when)?;
                    }
                } else {
                    let skip = self.label();
                    for value in first {
                        self.branch(value, skip, decisive)?;
                    }
                    self.branch(last, target, when)?;
                    self.place(skip);
                }
            }
            ExprKind::Compare(compare) => self.branch_compare(compare, target, when, e.span)?,
            ExprKind::IfExp(choice) => {
                let (orelse, end) = (self.label(), self.label());
                self.branch(&choice.test, orelse, false)?;
                self.branch(&choice.body, target, when)?;
                self.goto(end, e.span);
                self.place(orelse);
                self.branch(&choice.orelse, target, when)?;
                self.place(end);
            }
            _ => {
                let operand = self.operand(e)?;
                let op = if when {
                    Op::JumpIfTrue
                } else {
                    Op::JumpIfFalse
                };
                self.jump(
                    op,
                    operand.kill(1, None),
                    operand.register,
                    0,
                    target,
                    e.span,
                );
            }
        }
        self.depth = mark;
        Ok(())
    }

    fn branch_compare(
        &mut self,
        compare: &'a Compare,
        target: Label,
        when: bool,
        span: Span,
    ) -> Result<()> {
        if let [(op, right)] = &compare.rest[..] {
            let left = self.operand_before(&compare.left, &[right])?;
            return self.branch_step(*op, left, right, target, when, span);
        }
        // `a < b < c`: a false step decides; a middle value that lives in a temporary is released on that way.
        let done = self.label();
        let fail = if when { done } else { target };
        let mut cleanups = Vec::new();
        let mut left = self.operand_before(&compare.left, &[&compare.rest[0].1])?;
        let (last, steps) = compare
            .rest
            .split_last()
            .expect("a comparison has an operator");
        for (at, (op, right)) in steps.iter().enumerate() {
            if let (Some((_, _, short)), Some(constant)) = (ordering(*op), fold(right))
                && let Some(index) = self.short_constant(constant.clone())
            {
                // A constant in the middle is loaded only when it is needed as a left operand.
                self.jump(
                    short,
                    left.kill(1, None) | sense(false),
                    left.register,
                    index,
                    fail,
                    span,
                );
                let register = self.alloc(right.span);
                self.load_const(register, constant, right.span);
                left = Operand {
                    register,
                    owned: true,
                };
                continue;
            }
            let middle = self.operand_before(right, &[&compare.rest[at + 1].1])?;
            let out = if middle.owned {
                let cleanup = self.label();
                cleanups.push((cleanup, middle.register));
                cleanup
            } else {
                fail
            };
            self.step(*op, left, middle, false, out, false, span);
            left = self.step_down(left, middle, at + 1 < steps.len(), span);
        }
        self.branch_step(last.0, left, &last.1, target, when, span)?;
        if !cleanups.is_empty() {
            self.goto(done, span);
        }
        self.clean_up(cleanups, fail, span);
        self.place(done);
        Ok(())
    }

    /// The last step of a comparison: both operands die.
    fn branch_step(
        &mut self,
        op: CompareOp,
        left: Operand,
        right: &'a Expr,
        target: Label,
        when: bool,
        span: Span,
    ) -> Result<()> {
        if let (CompareOp::Is | CompareOp::IsNot, Some(Const::None)) = (op, fold(right)) {
            let op = if (op == CompareOp::Is) == when {
                Op::JumpIfNone
            } else {
                Op::JumpIfNotNone
            };
            self.jump(op, left.kill(1, None), left.register, 0, target, span);
            return Ok(());
        }
        if let (Some((_, _, short)), Some(constant)) = (ordering(op), fold(right))
            && let Some(index) = self.short_constant(constant)
        {
            self.jump(
                short,
                left.kill(1, None) | sense(when),
                left.register,
                index,
                target,
                span,
            );
            return Ok(());
        }
        let right = self.compare_operand(op, right)?;
        self.step(op, left, right, true, target, when, span);
        Ok(())
    }

    /// The right operand of a comparison: constant displays behind `in` become constants.
    fn compare_operand(&mut self, op: CompareOp, right: &'a Expr) -> Result<Operand> {
        if matches!(op, CompareOp::In | CompareOp::NotIn)
            && let ExprKind::List(items) | ExprKind::Set(items) = &right.kind
            && let Some(constants) = items.iter().map(fold).collect::<Option<Vec<Const>>>()
        {
            let register = self.alloc(right.span);
            let constant = match right.kind {
                ExprKind::List(_) => Const::Tuple(constants.into()),
                _ => Const::FrozenSet(constants.into()),
            };
            self.load_const(register, constant, right.span);
            return Ok(Operand {
                register,
                owned: true,
            });
        }
        self.operand(right)
    }

    /// The left operand of the next step of a long comparison, in the register of the last one, so that chains of any
    /// length need two registers.
    fn step_down(&mut self, left: Operand, middle: Operand, more: bool, span: Span) -> Operand {
        if !(more && left.owned && middle.owned && left.register < middle.register) {
            return middle;
        }
        self.emit(Op::Take, left.register, middle.register, 0, 0, span);
        self.depth = left.register as usize + 1;
        left
    }

    /// One comparison that jumps if its truth is `when`; the right operand dies only if `last`.
    #[allow(clippy::too_many_arguments)] // Each is one operand of one instruction.
    fn step(
        &mut self,
        op: CompareOp,
        left: Operand,
        right: Operand,
        last: bool,
        target: Label,
        when: bool,
        span: Span,
    ) {
        let right_kill = if last { right.kill(2, None) } else { 0 };
        if let Some((_, fused, _)) = ordering(op) {
            let a = left.kill(1, None) | right_kill | sense(when);
            self.jump(fused, a, left.register, right.register, target, span);
            return;
        }
        let mark = self.depth;
        let result = self.alloc(span);
        let kills = left.kill(1, None) | right_kill;
        self.membership(op, result, left, right, kills, span);
        let jump = if when {
            Op::JumpIfTrue
        } else {
            Op::JumpIfFalse
        };
        self.jump(jump, 1, result, 0, target, span);
        self.depth = mark;
    }

    fn membership(
        &mut self,
        op: CompareOp,
        result: u8,
        left: Operand,
        right: Operand,
        kills: u8,
        span: Span,
    ) {
        let (op, negate) = match op {
            CompareOp::Is => (Op::Is, 0),
            CompareOp::IsNot => (Op::Is, 4),
            CompareOp::In => (Op::In, 0),
            _ => (Op::In, 4),
        };
        self.emit(
            op,
            result,
            left.register,
            right.register,
            i32::from(kills | negate),
            span,
        );
    }

    /// One comparison as a value.
    fn compare_value(
        &mut self,
        op: CompareOp,
        destination: u8,
        left: Operand,
        right: Operand,
        last: bool,
        span: Span,
    ) {
        let right_kill = if last {
            right.kill(2, Some(destination))
        } else {
            0
        };
        let kills = left.kill(1, Some(destination)) | right_kill;
        match ordering(op) {
            Some((op, _, _)) => self.emit(
                op,
                destination,
                left.register,
                right.register,
                i32::from(kills),
                span,
            ),
            None => self.membership(op, destination, left, right, kills, span),
        }
    }

    /// Where comparisons go that leave a chain early: the operand in the register is dropped on the way on.
    fn clean_up(&mut self, cleanups: Vec<(Label, u8)>, on: Label, span: Span) {
        for (cleanup, register) in cleanups {
            self.place(cleanup);
            self.emit(Op::Clear, register, 0, 0, 0, span);
            self.goto(on, span);
        }
    }

    /// `destination` = the comparison.
    pub fn compare(&mut self, compare: &'a Compare, destination: u8, span: Span) -> Result<()> {
        if let [(op, right)] = &compare.rest[..] {
            let left = self.operand_at(&compare.left, destination, &[right])?;
            let right = self.compare_operand(*op, right)?;
            self.compare_value(*op, destination, left, right, true, span);
            return Ok(());
        }
        let home = self.alloc(span);
        let end = self.label();
        let mut cleanups = Vec::new();
        let mut left = self.operand_before(&compare.left, &[&compare.rest[0].1])?;
        let (last, steps) = compare
            .rest
            .split_last()
            .expect("a comparison has an operator");
        for (at, (op, right)) in steps.iter().enumerate() {
            let middle = self.operand_before(right, &[&compare.rest[at + 1].1])?;
            self.compare_value(*op, home, left, middle, false, span);
            let out = if middle.owned {
                let cleanup = self.label();
                cleanups.push((cleanup, middle.register));
                cleanup
            } else {
                end
            };
            self.jump(Op::JumpIfFalse, 0, home, 0, out, span);
            self.emit(Op::Clear, home, 0, 0, 0, span);
            left = self.step_down(left, middle, at + 1 < steps.len(), span);
        }
        let right = self.compare_operand(last.0, &last.1)?;
        self.compare_value(last.0, home, left, right, true, span);
        self.goto(end, span);
        self.clean_up(cleanups, end, span);
        self.place(end);
        self.deliver(destination, home, span);
        Ok(())
    }
}
