//! Assignment: targets of every kind, augmented and annotated assignment, `del`.

use super::CompileError;
use super::emit::{Operand, Result, Unit};
use super::scope::Kind;
use crate::code::{Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

/// The last register that the targets of an assignment may use at once; more targets are unpacked in steps.
const LAST: usize = 240;

impl<'a> Unit<'a> {
    /// `a = b = value`.
    pub fn assign_statement(&mut self, targets: &'a [Expr], value: &'a Expr) -> Result<()> {
        if let [target] = targets {
            if let ExprKind::Name(name) = &target.kind
                && let Some(register) = self.local(name)
            {
                self.into(value, register)?;
                self.bound.insert(register);
                return Ok(());
            }
            if self.parallel(target, value)? {
                return Ok(());
            }
        }
        let mark = self.depth;
        let value = self.operand(value)?;
        let (last, first) = targets.split_last().expect("an assignment has a target");
        for target in first {
            self.assign(
                target,
                Operand {
                    owned: false,
                    ..value
                },
            )?;
        }
        self.assign(last, value)?;
        self.depth = mark;
        Ok(())
    }

    /// `a, b = x, y` without a tuple: all values first, then the targets from left to right.
    fn parallel(&mut self, target: &'a Expr, value: &'a Expr) -> Result<bool> {
        let (ExprKind::Tuple(targets) | ExprKind::List(targets), ExprKind::Tuple(values)) =
            (&target.kind, &value.kind)
        else {
            return Ok(false);
        };
        let starred = |e: &Expr| matches!(e.kind, ExprKind::Starred(_));
        if targets.len() != values.len()
            || !(2..=super::expr::CHUNK).contains(&targets.len())
            || targets.iter().any(starred)
            || values.iter().any(starred)
        {
            return Ok(false);
        }
        let mark = self.depth;
        let locals: Option<Vec<u8>> = targets
            .iter()
            .map(|t| match &t.kind {
                ExprKind::Name(name) => self.local(name),
                _ => None,
            })
            .collect();
        // Between stores to registers nothing can look: the last value may go to its place at once.
        let direct = locals.filter(|l| (1..l.len()).all(|at| !l[..at].contains(&l[at])));
        let mut operands = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let register = match &direct {
                Some(locals) if at + 1 == values.len() => {
                    self.into(value, locals[at])?;
                    self.bound.insert(locals[at]);
                    break;
                }
                _ => self.push(value)?,
            };
            operands.push(Operand {
                register,
                owned: true,
            });
        }
        for (target, operand) in targets.iter().zip(operands) {
            self.assign(target, operand)?;
        }
        self.depth = mark;
        Ok(true)
    }

    /// Stores a value in a target; an owned operand is consumed.
    pub fn assign(&mut self, target: &'a Expr, value: Operand) -> Result<()> {
        let mark = self.depth;
        let span = target.span;
        match &target.kind {
            ExprKind::Name(name) => self.store_name(name, value, span),
            ExprKind::Attribute(attribute) => {
                let base = self.operand(&attribute.value)?;
                let at = self.attribute_span(span, &attribute.attr);
                self.set_attribute(base, &attribute.attr.name, value, at);
            }
            ExprKind::Subscript(subscript) => {
                let base = self.operand_before(&subscript.value, &[&subscript.index])?;
                let index = self.operand(&subscript.index)?;
                self.set_item(base, index, value, span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(items, value, span)?,
            ExprKind::Starred(inner) => self.assign(inner, value)?,
            _ => {
                return Err(CompileError {
                    message: "cannot assign to this expression".into(),
                    span,
                });
            }
        }
        self.depth = mark;
        Ok(())
    }

    fn set_attribute(&mut self, base: Operand, name: &Name, value: Operand, span: Span) {
        let name = self.mangled(name);
        let cache = self.cache(&name);
        let kills = base.kill(1, None) | value.kill(2, None);
        self.emit(
            Op::SetAttr,
            kills,
            base.register,
            value.register,
            cache,
            span,
        );
    }

    fn set_item(&mut self, base: Operand, index: Operand, value: Operand, span: Span) {
        let kills = base.kill(1, None) | index.kill(2, None) | value.kill(4, None);
        self.emit(
            Op::SetItem,
            base.register,
            index.register,
            value.register,
            i32::from(kills),
            span,
        );
    }

    /// Unpacks the sequence in `register` into `count` neighbours from `first` on; the one at `star` takes what is left in a list.
    pub fn unpack_into(
        &mut self,
        first: u8,
        count: usize,
        star: Option<usize>,
        register: u8,
        kill: i32,
        span: Span,
    ) {
        match star {
            None => self.emit(Op::UnpackSequence, first, register, count as u8, kill, span),
            Some(before) => {
                let after = (count - before - 1) as i32;
                self.emit(
                    Op::UnpackEx,
                    first,
                    register,
                    before as u8,
                    kill | after << 1,
                    span,
                );
            }
        }
    }

    fn unpack(&mut self, items: &'a [Expr], value: Operand, span: Span) -> Result<()> {
        let stars = items
            .iter()
            .filter(|item| matches!(item.kind, ExprKind::Starred(_)))
            .count();
        if stars > 1 {
            return Err(CompileError {
                message: "multiple starred expressions in assignment".into(),
                span,
            });
        }
        let star = items
            .iter()
            .position(|item| matches!(item.kind, ExprKind::Starred(_)));
        let kill = i32::from(value.kill(1, None));
        let step = (LAST.saturating_sub(self.depth) / 2).clamp(4, 100);
        if items.len() > step && items.len() + self.depth > LAST && star.is_none_or(|at| at >= step)
        {
            return self.unpack_wide(items, step, value, span);
        }
        if items.is_empty() {
            // Nothing to store, but the length must be checked.
            let register = self.alloc(span);
            self.emit(Op::UnpackSequence, register, value.register, 0, kill, span);
            return Ok(());
        }
        if let (None, Some(first)) = (star, self.local_row(items)) {
            // Neighbouring locals take the items directly; nothing is written when the length is wrong.
            self.emit(
                Op::UnpackSequence,
                first,
                value.register,
                items.len() as u8,
                kill,
                span,
            );
            for at in 0..items.len() {
                self.bound.insert(first.wrapping_add(at as u8));
            }
            return Ok(());
        }
        let first = self.alloc_many(items.len(), span);
        self.unpack_into(first, items.len(), star, value.register, kill, span);
        for (at, item) in items.iter().enumerate() {
            self.assign(
                item,
                Operand {
                    register: first.saturating_add(at as u8),
                    owned: true,
                },
            )?;
        }
        Ok(())
    }

    /// More targets than there are registers: the first ones, then the list of the rest.
    fn unpack_wide(
        &mut self,
        items: &'a [Expr],
        step: usize,
        value: Operand,
        span: Span,
    ) -> Result<()> {
        let kill = i32::from(value.kill(1, None));
        let on_top = value.owned && value.register as usize + 1 == self.depth;
        let list = if on_top {
            value.register
        } else {
            self.alloc(span)
        };
        let first = self.alloc_many(step + 1, span);
        let rest = first.saturating_add(step as u8);
        self.emit(Op::UnpackEx, first, value.register, step as u8, kill, span);
        self.emit(Op::Clear, list, 0, 0, 0, span);
        self.emit(Op::Take, list, rest, 0, 0, span);
        for (at, item) in items[..step].iter().enumerate() {
            let register = first.saturating_add(at as u8);
            self.assign(
                item,
                Operand {
                    register,
                    owned: true,
                },
            )?;
        }
        self.depth = list as usize + 1;
        let rest = Operand {
            register: list,
            owned: true,
        };
        self.unpack(&items[step..], rest, span)
    }

    /// The first register of targets that are all locals in neighbouring registers.
    fn local_row(&self, items: &[Expr]) -> Option<u8> {
        let register = |item: &Expr| match &item.kind {
            ExprKind::Name(name) => self.local(name),
            _ => None,
        };
        let first = register(items.first()?)?;
        let in_row = |(at, item)| register(item).map(usize::from) == Some(usize::from(first) + at);
        items.iter().enumerate().all(in_row).then_some(first)
    }

    /// `target op= value`.
    pub fn augmented(
        &mut self,
        target: &'a Expr,
        op: BinaryOp,
        value: &'a Expr,
        span: Span,
    ) -> Result<()> {
        const AUGMENTED: i32 = 4;
        let mark = self.depth;
        match &target.kind {
            ExprKind::Name(name) => {
                let current = self.operand_before(target, &[value])?;
                if let Some(register) = self.local(name) {
                    self.binary(op, register, current, value, AUGMENTED, span)?;
                    self.bound.insert(register);
                } else {
                    self.binary(op, current.register, current, value, AUGMENTED, span)?;
                    self.store_name(name, current, target.span);
                }
            }
            ExprKind::Attribute(attribute) => {
                let base = self.operand_before(&attribute.value, &[value])?;
                let register = self.alloc(span);
                let borrowed = Operand {
                    owned: false,
                    ..base
                };
                let at = self.attribute_span(target.span, &attribute.attr);
                self.get_attribute(register, borrowed, &attribute.attr.name, at);
                let current = Operand {
                    register,
                    owned: true,
                };
                self.binary(op, register, current, value, AUGMENTED, span)?;
                self.set_attribute(base, &attribute.attr.name, current, at);
            }
            ExprKind::Subscript(subscript) => {
                let base = self.operand_before(&subscript.value, &[&subscript.index, value])?;
                let index = self.operand_before(&subscript.index, &[value])?;
                let register = self.alloc(span);
                self.emit(
                    Op::GetItem,
                    register,
                    base.register,
                    index.register,
                    0,
                    target.span,
                );
                let current = Operand {
                    register,
                    owned: true,
                };
                self.binary(op, register, current, value, AUGMENTED, span)?;
                self.set_item(base, index, current, target.span);
            }
            _ => {
                let message = "illegal expression for augmented assignment".into();
                return Err(CompileError {
                    message,
                    span: target.span,
                });
            }
        }
        self.depth = mark;
        Ok(())
    }

    /// `target: annotation = value`.
    pub fn annotated(&mut self, assign: &'a AnnAssign, span: Span) -> Result<()> {
        let mark = self.depth;
        if let Some(value) = &assign.value {
            self.assign_statement(std::slice::from_ref(&assign.target), value)?;
        }
        let evaluated = matches!(self.scope_data().kind, Kind::Module | Kind::Class);
        match &assign.target.kind {
            ExprKind::Name(name) if assign.simple => {
                if evaluated {
                    let value = self.alloc(span);
                    self.annotation(&assign.annotation, value)?;
                    let annotations = self.alloc(span);
                    self.load_name(&"__annotations__".into(), annotations, span);
                    let key = self.alloc(span);
                    let mangled = self.mangled(name);
                    self.load_const(key, Const::Str(mangled), span);
                    self.emit(Op::SetItem, annotations, key, value, 7, span);
                }
                self.depth = mark;
                return Ok(());
            }
            ExprKind::Attribute(attribute) if assign.value.is_none() => {
                self.discard(&attribute.value)?
            }
            ExprKind::Subscript(subscript) if assign.value.is_none() => {
                self.discard(&subscript.value)?;
                self.discard(&subscript.index)?;
            }
            _ => {}
        }
        if evaluated && !self.context.options.future_annotations {
            self.discard(&assign.annotation)?;
        }
        self.depth = mark;
        Ok(())
    }

    /// The value of an annotation: its text under the future import.
    pub fn annotation(&mut self, annotation: &'a Expr, destination: u8) -> Result<()> {
        if self.context.options.future_annotations {
            let text = super::unparse::unparse(annotation);
            self.load_const(destination, Const::Str(text.into()), annotation.span);
            return Ok(());
        }
        if let ExprKind::Starred(inner) = &annotation.kind {
            // `*args: *Ts` stands for the single item of unpacking.
            let value = self.operand(inner)?;
            let kill = value.kill(1, Some(destination));
            self.emit(
                Op::UnpackSequence,
                destination,
                value.register,
                1,
                i32::from(kill),
                annotation.span,
            );
            return Ok(());
        }
        self.into(annotation, destination)
    }

    /// `del a, b`.
    pub fn delete(&mut self, target: &'a Expr) -> Result<()> {
        let mark = self.depth;
        let span = target.span;
        match &target.kind {
            ExprKind::Name(name) => self.delete_name(name, span),
            ExprKind::Attribute(attribute) => {
                let base = self.operand(&attribute.value)?;
                let name = self.mangled(&attribute.attr.name);
                let index = self.name_index(&name);
                self.emit(
                    Op::DelAttr,
                    base.kill(1, None),
                    base.register,
                    0,
                    index,
                    span,
                );
            }
            ExprKind::Subscript(subscript) => {
                let base = self.operand_before(&subscript.value, &[&subscript.index])?;
                let index = self.operand(&subscript.index)?;
                let kills = base.kill(1, None) | index.kill(2, None);
                self.emit(
                    Op::DelItem,
                    base.register,
                    index.register,
                    0,
                    i32::from(kills),
                    span,
                );
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for item in items {
                    self.delete(item)?;
                }
            }
            _ => {
                return Err(CompileError {
                    message: "cannot delete this expression".into(),
                    span,
                });
            }
        }
        self.depth = mark;
        Ok(())
    }
}
