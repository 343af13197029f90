//! The `match` statement.
//!
//! The subject waits in a temporary while cases are tried. What a pattern captures waits in temporaries, too, and is
//! bound only when the whole pattern fits; on the way out of a failed case every temporary that may be live there is
//! cleared (clearing a dead one does nothing).

use super::CompileError;
use super::emit::{Label, Operand, Registers, Result, Unit};
use crate::code::{Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

/// A case being tried.
struct Attempt {
    /// Where a failure goes; the temporaries in `dirty` are cleared there.
    fail: Label,
    /// Names captured so far with the registers they wait in, in the order of binding.
    captures: Vec<(Name, u8, Span)>,
    /// Temporaries that some failing jump may leave live.
    dirty: Registers,
    /// Temporaries that are live now.
    live: Vec<u8>,
}

impl<'a> Unit<'a> {
    pub fn match_statement(
        &mut self,
        subject: &'a Expr,
        cases: &'a [MatchCase],
        span: Span,
    ) -> Result<()> {
        let mark = self.depth;
        let subject = self.push(subject)?;
        let end = self.label();
        for case in cases {
            let next = self.label();
            let mut attempt = Attempt {
                fail: self.label(),
                captures: Vec::new(),
                dirty: Registers::default(),
                live: Vec::new(),
            };
            self.reserve(&case.pattern, &mut attempt);
            self.pattern(
                &case.pattern,
                Operand {
                    register: subject,
                    owned: false,
                },
                &mut attempt,
            )?;
            for (name, register, span) in &attempt.captures {
                self.store_name(
                    name,
                    Operand {
                        register: *register,
                        owned: true,
                    },
                    *span,
                );
            }
            let at = case.pattern.span;
            self.depth = subject as usize + 1;
            if let Some(guard) = &case.guard {
                self.branch(guard, next, false)?;
            }
            self.emit(Op::Clear, subject, 0, 0, 0, at);
            self.depth = mark;
            self.block(&case.body)?;
            self.goto(end, case.body.last().map_or(span, |stmt| stmt.span));
            self.depth = subject as usize + 1;
            self.place(attempt.fail);
            for register in (0..=255).filter(|&register| attempt.dirty.contains(register)) {
                self.emit(Op::Clear, register, 0, 0, 0, at);
            }
            self.place(next);
        }
        self.emit(Op::Clear, subject, 0, 0, 0, span);
        self.place(end);
        self.depth = mark;
        Ok(())
    }

    /// Gives every name of a pattern the register it waits in.
    fn reserve(&mut self, pattern: &Pattern, attempt: &mut Attempt) {
        match &pattern.kind {
            PatternKind::Capture(name) | PatternKind::Star(Some(name)) => {
                self.reserve_name(name, pattern.span, attempt)
            }
            PatternKind::As {
                pattern: inner,
                name,
            } => {
                self.reserve(inner, attempt);
                self.reserve_name(name, pattern.span, attempt);
            }
            PatternKind::Sequence(items) => {
                items.iter().for_each(|item| self.reserve(item, attempt))
            }
            // All alternatives bind the same names.
            PatternKind::Or(items) => items.iter().for_each(|item| self.reserve(item, attempt)),
            PatternKind::Mapping(mapping) => {
                mapping
                    .patterns
                    .iter()
                    .for_each(|item| self.reserve(item, attempt));
                if let Some(rest) = &mapping.rest {
                    self.reserve_name(rest, pattern.span, attempt);
                }
            }
            PatternKind::Class(class) => {
                class
                    .patterns
                    .iter()
                    .for_each(|item| self.reserve(item, attempt));
                class
                    .keywords
                    .iter()
                    .for_each(|(_, item)| self.reserve(item, attempt));
            }
            PatternKind::Value(_)
            | PatternKind::Singleton(_)
            | PatternKind::Wildcard
            | PatternKind::Star(None) => {}
        }
    }

    fn reserve_name(&mut self, name: &Name, span: Span, attempt: &mut Attempt) {
        if !attempt.captures.iter().any(|(known, ..)| known == name) {
            let register = self.alloc(span);
            attempt.captures.push((name.clone(), register, span));
        }
    }

    /// Notes that whatever is live now has to be cleared where `attempt` fails.
    fn may_fail(&self, attempt: &mut Attempt) -> Label {
        for &register in &attempt.live {
            attempt.dirty.insert(register);
        }
        attempt.fail
    }

    /// Jumps to the failure if the boolean temporary is false.
    fn require(&mut self, register: u8, attempt: &mut Attempt, span: Span) {
        let fail = self.may_fail(attempt);
        self.jump(Op::JumpIfFalse, 1, register, 0, fail, span);
    }

    /// A subject that is done with.
    fn drop_subject(&mut self, subject: Operand, attempt: &mut Attempt, span: Span) {
        if subject.owned {
            self.emit(Op::Clear, subject.register, 0, 0, 0, span);
            attempt.live.retain(|&live| live != subject.register);
        }
    }

    fn capture(&mut self, name: &Name, subject: Operand, attempt: &mut Attempt, span: Span) {
        let Some(&(_, register, _)) = attempt.captures.iter().find(|(known, ..)| known == name)
        else {
            return;
        };
        let op = if subject.owned { Op::Take } else { Op::Move };
        self.emit(op, register, subject.register, 0, 0, span);
        attempt.live.retain(|&live| live != subject.register);
        attempt.live.push(register);
    }

    /// Goes on if the subject fits, else fails; an owned subject is consumed when it fits.
    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: Operand,
        attempt: &mut Attempt,
    ) -> Result<()> {
        let mark = self.depth;
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Wildcard | PatternKind::Star(None) => {
                self.drop_subject(subject, attempt, span)
            }
            PatternKind::Capture(name) | PatternKind::Star(Some(name)) => {
                self.capture(name, subject, attempt, span)
            }
            PatternKind::As {
                pattern: inner,
                name,
            } => {
                self.pattern(
                    inner,
                    Operand {
                        owned: false,
                        ..subject
                    },
                    attempt,
                )?;
                self.capture(name, subject, attempt, span);
            }
            PatternKind::Value(value) => {
                let short =
                    super::fold::fold(value).and_then(|constant| self.short_constant(constant));
                match short {
                    Some(index) => {
                        let fail = self.may_fail(attempt);
                        self.jump(Op::JumpEqK, 4, subject.register, index, fail, span);
                    }
                    None => {
                        let value = self.operand(value)?;
                        let fail = self.may_fail(attempt);
                        self.jump(
                            Op::JumpEq,
                            4 | value.kill(2, None),
                            subject.register,
                            value.register,
                            fail,
                            span,
                        );
                    }
                }
                self.drop_subject(subject, attempt, span);
            }
            PatternKind::Singleton(constant) => {
                if matches!(constant, Constant::None) {
                    let fail = self.may_fail(attempt);
                    self.jump(Op::JumpIfNotNone, 0, subject.register, 0, fail, span);
                } else {
                    let register = self.alloc(span);
                    self.load_const(register, super::fold::literal(constant), span);
                    self.emit(Op::Is, register, subject.register, register, 0, span);
                    self.require(register, attempt, span);
                }
                self.drop_subject(subject, attempt, span);
            }
            PatternKind::Sequence(items) => self.sequence_pattern(items, subject, attempt, span)?,
            PatternKind::Mapping(mapping) => {
                self.mapping_pattern(mapping, subject, attempt, span)?
            }
            PatternKind::Class(class) => self.class_pattern(class, subject, attempt, span)?,
            PatternKind::Or(alternatives) => {
                let fits = self.label();
                let outer = attempt.fail;
                let live = attempt.live.clone();
                let dirty = attempt.dirty;
                let mut result = Vec::new();
                for (at, alternative) in alternatives.iter().enumerate() {
                    let last = at + 1 == alternatives.len();
                    attempt.live = live.clone();
                    // What was live before stays live when one alternative fails.
                    attempt.dirty = Registers::default();
                    attempt.fail = self.label();
                    self.pattern(
                        alternative,
                        Operand {
                            owned: false,
                            ..subject
                        },
                        attempt,
                    )?;
                    self.goto(fits, alternative.span);
                    if !last || self.is_target(attempt.fail) {
                        self.place(attempt.fail);
                        for &register in &live {
                            attempt.dirty.remove(register);
                        }
                        for register in
                            (0..=255).filter(|&register| attempt.dirty.contains(register))
                        {
                            self.emit(Op::Clear, register, 0, 0, 0, alternative.span);
                        }
                    } else {
                        self.place(attempt.fail);
                    }
                    result = std::mem::take(&mut attempt.live);
                }
                attempt.fail = outer;
                attempt.dirty = dirty;
                attempt.live = live;
                let fail = self.may_fail(attempt);
                self.goto(fail, span);
                attempt.live = result;
                self.place(fits);
                self.drop_subject(subject, attempt, span);
            }
        }
        self.depth = mark;
        Ok(())
    }

    /// Fails unless the length compares to `count` as asked.
    fn require_length(
        &mut self,
        subject: u8,
        count: usize,
        exact: bool,
        attempt: &mut Attempt,
        span: Span,
    ) {
        let length = self.alloc(span);
        self.emit(Op::GetLen, length, subject, 0, 0, span);
        let fail = self.may_fail(attempt);
        let constant = Const::Int(count as i64);
        match self.short_constant(constant.clone()) {
            Some(index) => {
                let op = if exact { Op::JumpNeK } else { Op::JumpLtK };
                self.jump(op, 1, length, index, fail, span);
            }
            None => {
                let register = self.alloc(span);
                self.load_const(register, constant, span);
                let op = if exact { Op::JumpNe } else { Op::JumpLt };
                self.jump(op, 3, length, register, fail, span);
                self.depth -= 1;
            }
        }
        self.depth -= 1;
    }

    fn sequence_pattern(
        &mut self,
        items: &'a [Pattern],
        subject: Operand,
        attempt: &mut Attempt,
        span: Span,
    ) -> Result<()> {
        let is_star = |item: &Pattern| matches!(item.kind, PatternKind::Star(_));
        if items.iter().filter(|item| is_star(item)).count() > 1 {
            let message = "multiple starred expressions in sequence pattern".into();
            return Err(CompileError { message, span });
        }
        let star = items.iter().position(is_star);
        let test = self.alloc(span);
        self.emit(Op::MatchSequence, test, subject.register, 0, 0, span);
        self.require(test, attempt, span);
        self.depth -= 1;
        match star {
            None => self.require_length(subject.register, items.len(), true, attempt, span),
            Some(_) if items.len() > 1 => {
                self.require_length(subject.register, items.len() - 1, false, attempt, span);
            }
            Some(_) => {}
        }
        // Patterns that look at nothing need no items.
        let idle =
            |item: &Pattern| matches!(item.kind, PatternKind::Wildcard | PatternKind::Star(None));
        if items.iter().all(idle) {
            self.drop_subject(subject, attempt, span);
            return Ok(());
        }
        let first = self.alloc_many(items.len(), span);
        let kill = i32::from(subject.kill(1, None));
        self.unpack_into(first, items.len(), star, subject.register, kill, span);
        if subject.owned {
            attempt.live.retain(|&live| live != subject.register);
        }
        self.sub_patterns(items.iter(), first, attempt)
    }

    /// Matches the values in consecutive registers.
    fn sub_patterns(
        &mut self,
        patterns: impl ExactSizeIterator<Item = &'a Pattern>,
        first: u8,
        attempt: &mut Attempt,
    ) -> Result<()> {
        let registers: Vec<u8> = (0..patterns.len())
            .map(|at| first.saturating_add(at as u8))
            .collect();
        attempt.live.extend(&registers);
        for (register, pattern) in registers.into_iter().zip(patterns) {
            self.pattern(
                pattern,
                Operand {
                    register,
                    owned: true,
                },
                attempt,
            )?;
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        mapping: &'a MappingPattern,
        subject: Operand,
        attempt: &mut Attempt,
        span: Span,
    ) -> Result<()> {
        let test = self.alloc(span);
        self.emit(Op::MatchMapping, test, subject.register, 0, 0, span);
        self.require(test, attempt, span);
        self.depth -= 1;
        let count = mapping.keys.len();
        if count == 0 && mapping.rest.is_none() {
            self.drop_subject(subject, attempt, span);
            return Ok(());
        }
        if count > 0 {
            self.require_length(subject.register, count, false, attempt, span);
        }
        if count > super::expr::CHUNK {
            return Err(CompileError {
                message: "a mapping pattern of more than 60 keys is not supported".into(),
                span,
            });
        }
        let keys = self.alloc(span);
        for (at, key) in mapping.keys.iter().enumerate() {
            let register = if at == 0 { keys } else { self.alloc(key.span) };
            self.into(key, register)?;
        }
        self.emit(Op::BuildTuple, keys, keys, count as u8, 0, span);
        self.depth = keys as usize + 1;
        attempt.live.push(keys);
        let values = self.alloc(span);
        self.emit(Op::MatchKeys, values, subject.register, keys, 0, span);
        attempt.live.push(values);
        let fail = self.may_fail(attempt);
        self.jump(Op::JumpIfNone, 0, values, 0, fail, span);
        attempt.live.retain(|&live| live != values);
        if let Some(rest) = &mapping.rest {
            let Some(&(_, register, _)) = attempt.captures.iter().find(|(known, ..)| known == rest)
            else {
                return Ok(());
            };
            self.emit(Op::MatchRest, register, subject.register, keys, 0, span);
            attempt.live.push(register);
        }
        self.emit(Op::Clear, keys, 0, 0, 0, span);
        attempt.live.retain(|&live| live != keys);
        self.drop_subject(subject, attempt, span);
        self.unpack_values(values, mapping.patterns.iter(), attempt, span)
    }

    /// Matches the items of the tuple in `values`, which is consumed.
    fn unpack_values(
        &mut self,
        values: u8,
        patterns: impl ExactSizeIterator<Item = &'a Pattern>,
        attempt: &mut Attempt,
        span: Span,
    ) -> Result<()> {
        if patterns.len() == 0 {
            self.emit(Op::Clear, values, 0, 0, 0, span);
            return Ok(());
        }
        let first = self.alloc_many(patterns.len(), span);
        self.emit(
            Op::UnpackSequence,
            first,
            values,
            patterns.len() as u8,
            1,
            span,
        );
        self.sub_patterns(patterns, first, attempt)
    }

    fn class_pattern(
        &mut self,
        class: &'a ClassPattern,
        subject: Operand,
        attempt: &mut Attempt,
        span: Span,
    ) -> Result<()> {
        let count = class.patterns.len() + class.keywords.len();
        if count > 100 {
            return Err(CompileError {
                message: "a class pattern of more than 100 parts is not supported".into(),
                span,
            });
        }
        let copy = self.alloc(span);
        self.emit(Op::Move, copy, subject.register, 0, 0, span);
        self.push(&class.class)?;
        let names = self.alloc(span);
        let list = class
            .keywords
            .iter()
            .map(|(name, _)| Const::Str(name.name.clone()))
            .collect();
        self.load_const(names, Const::Tuple(list), span);
        let values = self.alloc(span);
        self.emit(
            Op::MatchClass,
            values,
            copy,
            class.patterns.len() as u8,
            0,
            span,
        );
        self.emit(Op::Clear, copy, 0, 0, 0, span);
        attempt.live.push(values);
        let fail = self.may_fail(attempt);
        self.jump(Op::JumpIfNone, 0, values, 0, fail, span);
        attempt.live.retain(|&live| live != values);
        self.drop_subject(subject, attempt, span);
        let all: Vec<&'a Pattern> = class
            .patterns
            .iter()
            .chain(class.keywords.iter().map(|(_, p)| p))
            .collect();
        self.unpack_values(values, all.into_iter(), attempt, span)
    }
}
