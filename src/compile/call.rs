//! Calls: the window of callable and arguments, in all its forms.
//!
//! In: call nodes, and the callers that put something before the arguments (class definitions).

use super::emit::{Result, Unit};
use super::expr::CHUNK;
use super::name::Access;
use crate::code::{Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

/// What a call's window holds before the arguments.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Callee {
    /// A callable, then `given` arguments right behind it.
    Plain { given: u8 },
    /// A callable, an unbound register, then `given` arguments.
    Spaced { given: u8 },
    /// A pair from `LoadMethod`.
    Method,
}

/// True if a call needs its arguments in a list and a dict.
pub(super) fn needs_unpacking(args: &[Expr], keywords: &[Keyword]) -> bool {
    args.iter()
        .any(|arg| matches!(arg.kind, ExprKind::Starred(_)))
        || keywords.iter().any(|keyword| keyword.name.is_none())
        || args.len() + keywords.len() > CHUNK
}

impl<'a> Unit<'a> {
    /// `func(args, keywords)`.
    pub fn call(&mut self, call: &'a Call, destination: u8, span: Span) -> Result<()> {
        let window = self.window(destination, span);
        let stars = needs_unpacking(&call.args, &call.keywords);
        if let (ExprKind::Attribute(attribute), false) = (&call.func.kind, stars) {
            if let Some((name, receiver, cell)) = self.plain_super(&attribute.value) {
                self.into(name, window)?;
                self.depth = window as usize + 1;
                self.alloc(span);
                let name = self.mangled(&attribute.attr.name);
                let cache = self.cache(&name);
                let at = self.attribute_span(call.func.span, &attribute.attr);
                self.emit(Op::LoadSuperMethod, window, receiver, cell, cache, at);
                let span = self.attribute_span(span, &attribute.attr);
                return self.arguments(
                    window,
                    Callee::Method,
                    &call.args,
                    &call.keywords,
                    destination,
                    span,
                );
            }
            let base = self.operand_at(&attribute.value, window, &[])?;
            self.depth = window as usize + 1;
            self.alloc(span);
            let name = self.mangled(&attribute.attr.name);
            let cache = self.cache(&name);
            let at = self.attribute_span(call.func.span, &attribute.attr);
            self.emit(
                Op::LoadMethod,
                window,
                base.register,
                base.kill(1, None),
                cache,
                at,
            );
            let span = self.attribute_span(span, &attribute.attr);
            return self.arguments(
                window,
                Callee::Method,
                &call.args,
                &call.keywords,
                destination,
                span,
            );
        }
        self.into(&call.func, window)?;
        self.arguments(
            window,
            Callee::Plain { given: 0 },
            &call.args,
            &call.keywords,
            destination,
            span,
        )
    }

    /// Of `super()` in a method: the name, the register of the method's first parameter, and that of the cell `__class__`.
    fn plain_super(&self, e: &'a Expr) -> Option<(&'a Expr, u8, u8)> {
        let ExprKind::Call(call) = &e.kind else {
            return None;
        };
        let ExprKind::Name(name) = &call.func.kind else {
            return None;
        };
        let plain = &**name == "super"
            && call.args.is_empty()
            && call.keywords.is_empty()
            && self.access(name) == Access::Global;
        let class = Name::from("__class__");
        match self.registers.get(&class) {
            Some(&cell) if plain && self.context.scopes.all[self.scope].free.contains(&class) => {
                Some((&call.func, self.receiver?, cell))
            }
            _ => None,
        }
    }

    /// The arguments and the call of what stands in `window`.
    pub fn arguments(
        &mut self,
        window: u8,
        callee: Callee,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        destination: u8,
        span: Span,
    ) -> Result<()> {
        let given = match callee {
            Callee::Plain { given } | Callee::Spaced { given } => given,
            Callee::Method => 0,
        };
        if needs_unpacking(args, keywords) {
            return self.call_ex(window, given, args, keywords, destination, span);
        }
        if matches!(callee, Callee::Plain { .. }) && !keywords.is_empty() {
            // Only `Spaced` may have arguments in place when there are keywords.
            debug_assert_eq!(given, 0);
            let unbound = self.alloc(span);
            self.emit(Op::Clear, unbound, 0, 0, 0, span);
        }
        for arg in args {
            self.push(arg)?;
        }
        let count = given + args.len() as u8;
        if !keywords.is_empty() {
            let mut names = Vec::new();
            for keyword in keywords {
                names.extend(keyword.name.clone().map(Const::Str));
                self.push(&keyword.value)?;
            }
            let names = self.constant(Const::Tuple(names.into()));
            self.emit(Op::CallKw, destination, window, count, names as i32, span);
        } else if let Callee::Plain { .. } = callee {
            self.emit(Op::Call, destination, window, count, 0, span);
        } else {
            self.emit(Op::CallMethod, destination, window, count, 0, span);
        }
        Ok(())
    }

    /// A call with stars: arguments in a list (or tuple), keywords in a dict.
    fn call_ex(
        &mut self,
        window: u8,
        given: u8,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        destination: u8,
        span: Span,
    ) -> Result<()> {
        let list = window.wrapping_add(1);
        if given > 0 {
            // The first arguments stand in a row from `list` on.
            self.emit(Op::BuildList, list, list, given, 0, span);
            self.depth = list as usize + 1;
            let mark = self.depth;
            for arg in args {
                let (op, value) = match &arg.kind {
                    ExprKind::Starred(inner) => (Op::ListExtend, self.operand(inner)?),
                    _ => (Op::ListAppend, self.operand(arg)?),
                };
                self.emit(op, list, value.register, value.kill(1, None), 0, arg.span);
                self.depth = mark;
            }
        } else {
            self.alloc(span);
            match args {
                [
                    Expr {
                        kind: ExprKind::Starred(inner),
                        ..
                    },
                ] => self.into(inner, list)?,
                [] => self.load_const(list, Const::Tuple([].into()), span),
                _ => self.accumulate(
                    list,
                    args,
                    Op::BuildList,
                    Op::ListAppend,
                    Op::ListExtend,
                    span,
                )?,
            }
        }
        let dict = self.alloc(span);
        if keywords.is_empty() {
            self.emit(Op::Clear, dict, 0, 0, 0, span);
        } else {
            self.keyword_dict(dict, window, keywords, span)?;
        }
        self.emit(Op::CallEx, destination, window, 0, 0, span);
        Ok(())
    }

    fn keyword_dict(
        &mut self,
        dict: u8,
        callable: u8,
        keywords: &'a [Keyword],
        span: Span,
    ) -> Result<()> {
        let mark = self.depth;
        let mut rest = keywords;
        let mut built = false;
        while let Some(first) = rest.first() {
            if first.name.is_none() {
                if !built {
                    self.emit(Op::BuildDict, dict, dict, 0, 0, span);
                }
                let value = self.operand(&first.value)?;
                let kill = value.kill(1, None);
                self.emit(
                    Op::DictMerge,
                    dict,
                    value.register,
                    callable,
                    i32::from(kill),
                    span,
                );
                rest = &rest[1..];
            } else {
                let count = rest
                    .iter()
                    .position(|k| k.name.is_none())
                    .unwrap_or(rest.len())
                    .min(CHUNK / 2);
                let target = if built { self.alloc(span) } else { dict };
                let inner = self.depth;
                for (at, keyword) in rest[..count].iter().enumerate() {
                    let Some(name) = &keyword.name else { break };
                    let register = if at == 0 { target } else { self.alloc(span) };
                    self.load_const(register, Const::Str(name.clone()), keyword.span);
                    self.push(&keyword.value)?;
                }
                self.emit(Op::BuildDict, target, target, count as u8, 0, span);
                self.depth = inner;
                if built {
                    self.emit(Op::DictMerge, dict, target, callable, 1, span);
                }
                rest = &rest[count..];
            }
            built = true;
            self.depth = mark;
        }
        Ok(())
    }
}
