//! Comprehensions, inlined into their unit, and generator expressions, units of their own.
//!
//! In: comprehension nodes. The targets of an inlined comprehension are temporaries of the frame, so that an exception
//! releases them like any other temporary; captured ones are cells made anew at each run.

use super::emit::{Active, Operand, Result, Unit};
use super::scope::{Kind, mark};
use crate::code::{Op, flags};
use crate::syntax::ast::*;
use crate::syntax::span::Span;
use rustc_hash::FxHashMap;

/// What a round of a comprehension does with its element.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

/// Collects the names a target binds.
fn target_names<'a>(target: &'a Expr, names: &mut Vec<&'a Name>) {
    match &target.kind {
        ExprKind::Name(name) => names.push(name),
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().for_each(|item| target_names(item, names))
        }
        ExprKind::Starred(inner) => target_names(inner, names),
        _ => {}
    }
}

impl<'a> Unit<'a> {
    /// A list, set or dict comprehension.
    pub fn comprehension(&mut self, e: &'a Expr, destination: u8) -> Result<()> {
        let span = e.span;
        let (scope, generators, element, build) = match &e.kind {
            ExprKind::ListComp(c) => (
                self.context.scopes.of(&**c),
                &c.generators,
                Element::List(&c.element),
                Op::BuildList,
            ),
            ExprKind::SetComp(c) => (
                self.context.scopes.of(&**c),
                &c.generators,
                Element::Set(&c.element),
                Op::BuildSet,
            ),
            ExprKind::DictComp(c) => (
                self.context.scopes.of(&**c),
                &c.generators,
                Element::Dict(&c.key, &c.value),
                Op::BuildDict,
            ),
            _ => return Ok(()),
        };
        let accumulator = self.window(destination, span);
        let iterator = self.alloc(span);
        self.iterator(&generators[0], iterator)?;
        self.emit(build, accumulator, accumulator, 0, 0, span);

        let mut first_targets = Vec::new();
        target_names(&generators[0].target, &mut first_targets);
        let first_targets: Vec<Name> = first_targets
            .into_iter()
            .map(|name| self.mangled(name))
            .collect();
        let data = &self.context.scopes.all[scope];
        let mut registers = FxHashMap::default();
        let mut order = Vec::new();
        for symbol in data
            .symbols
            .iter()
            .filter(|symbol| data.binds(&symbol.name))
        {
            let register = self.alloc(span);
            self.bound.remove(register);
            let cell = symbol.marks & mark::CELL != 0;
            if cell || !first_targets.contains(&symbol.name) {
                self.emit(Op::Clear, register, 0, 0, 0, span);
            }
            if cell {
                self.emit(Op::MakeCell, register, 0, 0, 0, span);
            }
            registers.insert(symbol.name.clone(), register);
            order.push(register);
        }
        self.active.push(Active { scope, registers });
        self.rounds(generators, 0, iterator, element, accumulator, span)?;
        self.active.pop();
        for register in order {
            self.emit(Op::Clear, register, 0, 0, 0, span);
            self.bound.remove(register);
        }
        self.deliver(destination, accumulator, span);
        Ok(())
    }

    /// The iterator of a `for` clause in a temporary.
    fn iterator(&mut self, generator: &'a Generator, iterator: u8) -> Result<()> {
        let span = generator.iter.span;
        let value = self.iterable(&generator.iter, iterator)?;
        let op = if generator.is_async {
            Op::GetAIter
        } else {
            Op::GetIter
        };
        let kill = value.kill(1, Some(iterator));
        self.emit(op, iterator, value.register, 0, i32::from(kill), span);
        Ok(())
    }

    /// The nested loops from clause `at` on; `iterator` holds that clause's iterator.
    fn rounds(
        &mut self,
        generators: &'a [Generator],
        at: usize,
        iterator: u8,
        element: Element<'a>,
        accumulator: u8,
        span: Span,
    ) -> Result<()> {
        let generator = &generators[at];
        let mark = self.depth;
        let (next, end) = (self.label(), self.label());
        let head = self.place_head();
        let region = self.next_item(
            &generator.target,
            iterator,
            generator.is_async,
            end,
            generator.iter.span,
        )?;
        for test in &generator.ifs {
            self.branch(test, next, false)?;
        }
        if at + 1 < generators.len() {
            let inner = self.alloc(span);
            self.iterator(&generators[at + 1], inner)?;
            self.rounds(generators, at + 1, inner, element, accumulator, span)?;
        } else {
            self.round(element, accumulator)?;
        }
        self.depth = mark;
        self.place(next);
        self.jump(Op::JumpBack, 0, 0, 0, head, span);
        self.end_items(region, iterator, end, generator.iter.span);
        Ok(())
    }

    fn round(&mut self, element: Element<'a>, accumulator: u8) -> Result<()> {
        match element {
            Element::List(e) | Element::Set(e) => {
                let op = if matches!(element, Element::List(_)) {
                    Op::ListAppend
                } else {
                    Op::SetAdd
                };
                let value = self.operand(e)?;
                self.emit(
                    op,
                    accumulator,
                    value.register,
                    value.kill(1, None),
                    0,
                    e.span,
                );
            }
            Element::Dict(key, value) => {
                let (key, at) = (self.operand_before(key, &[value])?, key.span.to(value.span));
                let value = self.operand(value)?;
                let moves = key.kill(1, None) | value.kill(2, None);
                self.emit(
                    Op::MapAdd,
                    accumulator,
                    key.register,
                    value.register,
                    i32::from(moves),
                    at,
                );
            }
            Element::Yield(e) => {
                let register = self.push(e)?;
                self.emit(Op::Yield, register, register, self.yield_kind(), 0, e.span);
                self.emit(Op::Clear, register, 0, 0, 0, e.span);
            }
        }
        Ok(())
    }

    /// `(element for …)`: a generator function called at once with the iterator of the outermost iterable.
    pub fn generator_expression(
        &mut self,
        c: &'a Comprehension,
        destination: u8,
        span: Span,
    ) -> Result<()> {
        let window = self.window(destination, span);
        let scope = self.context.scopes.of(c);
        let data = &self.context.scopes.all[scope];
        let mut unit = self.nested(scope, "<genexpr>".into(), span)?;
        unit.flags |= flags::FUNCTION | flags::GENERATOR;
        if data.is_coroutine {
            unit.flags |= flags::COROUTINE;
        }
        debug_assert_eq!(data.kind, Kind::Generator);
        unit.rounds(&c.generators, 0, 0, Element::Yield(&c.element), 0, span)?;
        unit.return_none(span);
        let code = unit.finish_unit(0, 1, 0)?;
        self.make_function(code, window, 0, span);
        let argument = self.alloc(span);
        self.iterator(&c.generators[0], argument)?;
        self.emit(Op::Call, destination, window, 1, 0, span);
        Ok(())
    }

    /// What a `for` goes through: a list display of constants need not be a list.
    pub fn iterable(&mut self, e: &'a Expr, home: u8) -> Result<Operand> {
        if let ExprKind::List(items) = &e.kind
            && let Some(constants) = items
                .iter()
                .map(super::fold::fold)
                .collect::<Option<Vec<_>>>()
        {
            let register = self.window(home, e.span);
            self.load_const(
                register,
                crate::code::Const::Tuple(constants.into()),
                e.span,
            );
            return Ok(Operand {
                register,
                owned: true,
            });
        }
        self.operand_at(e, home, &[])
    }
}
