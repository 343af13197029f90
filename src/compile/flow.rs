//! Flow of control: loops, `try`, `with`, and the ways out of them.
//!
//! A `return`, `break` or `continue` undoes the blocks it leaves, innermost first: iterators are released, `finally`
//! bodies are copied to the exit, managers are left, handled exceptions popped. While a block is undone its own handler
//! does not cover the instructions.

use super::CompileError;
use super::emit::{Block, Label, Operand, Region, Result, Unit};
use crate::code::{Const, Op};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

impl<'a> Unit<'a> {
    // --- ways out --------------------------------------------------------------------------------------------------

    /// Undoes the blocks above the first `keep`; `value` is a return value that waits meanwhile.
    fn unwind(
        &mut self,
        keep: usize,
        value: Option<Operand>,
        span: Span,
    ) -> Result<Vec<Block<'a>>> {
        let mut undone = Vec::new();
        while self.blocks.len() > keep {
            let Some(mut block) = self.blocks.pop() else {
                break;
            };
            if let Some(region) = block.region() {
                self.suspend(region);
            }
            match &block {
                Block::Loop { iterator, .. } => {
                    if let Some(iterator) = *iterator {
                        self.emit(Op::Clear, iterator, 0, 0, 0, span);
                    }
                }
                Block::Try { .. } => {}
                Block::Value { register } => self.emit(Op::Clear, *register, 0, 0, 0, span),
                Block::Finally { body, .. } => {
                    let waits = value.filter(|value| value.owned);
                    if let Some(Operand { register, .. }) = waits {
                        self.blocks.push(Block::Value { register });
                    }
                    self.block(body)?;
                    if waits.is_some() {
                        self.blocks.pop();
                    }
                }
                Block::With {
                    exit,
                    is_async,
                    span,
                    ..
                } => self.leave_manager(*exit, *is_async, *span),
                Block::Handler { .. } => self.emit(Op::PopHandled, 0, 0, 0, 0, span),
                Block::HandlerName { name, .. } => self.forget_name(name, span),
                Block::FinallyHandler { exception, .. } => {
                    self.emit(Op::Clear, *exception, 0, 0, 0, span);
                    self.emit(Op::PopHandled, 0, 0, 0, 0, span);
                }
            }
            undone.push(block);
        }
        Ok(undone)
    }

    /// Takes up again the blocks that [`Unit::unwind`] left, for the statements that follow.
    fn rewind(&mut self, undone: Vec<Block<'a>>) {
        for mut block in undone.into_iter().rev() {
            if let Some(region) = block.region() {
                self.resume(region);
            }
            self.blocks.push(block);
        }
    }

    /// `return value`.
    pub fn return_statement(&mut self, value: Option<&'a Expr>, span: Span) -> Result<()> {
        let mark = self.depth;
        let constant = value.map_or(Some(Const::None), super::fold::fold);
        let mut result = None;
        if let (None, Some(value)) = (&constant, value) {
            // A local may be returned from its register unless what is undone could change it.
            let quiet = |block: &Block| {
                matches!(
                    block,
                    Block::Loop { .. } | Block::Try { .. } | Block::Handler { .. }
                )
            };
            let operand = if self.blocks.iter().all(quiet) {
                self.operand(value)?
            } else {
                Operand {
                    register: self.push(value)?,
                    owned: true,
                }
            };
            result = Some(operand);
        }
        let undone = self.unwind(0, result, span)?;
        match (constant, result) {
            (_, Some(operand)) => self.emit_last(Op::Return, 0, operand.register, 0, 0, span),
            (constant, None) => {
                let index = self.constant(constant.unwrap_or(Const::None));
                self.emit_last(Op::ReturnConst, 0, 0, 0, index as i32, span);
            }
        }
        self.rewind(undone);
        self.depth = mark;
        Ok(())
    }

    /// `break` and `continue`.
    pub fn leave_loop(&mut self, again: bool, span: Span) -> Result<()> {
        let Some(at) = self
            .blocks
            .iter()
            .rposition(|block| matches!(block, Block::Loop { .. }))
        else {
            let message = if again {
                "'continue' not properly in loop"
            } else {
                "'break' outside loop"
            };
            return Err(CompileError {
                message: message.into(),
                span,
            });
        };
        let undone = self.unwind(at + 1, None, span)?;
        if let Block::Loop {
            head,
            exit,
            iterator,
        } = self.blocks[at]
        {
            if again {
                self.jump(Op::JumpBack, 0, 0, 0, head, span);
            } else {
                if let Some(iterator) = iterator {
                    self.emit(Op::Clear, iterator, 0, 0, 0, span);
                }
                self.goto(exit, span);
            }
        }
        self.rewind(undone);
        Ok(())
    }

    // --- loops -----------------------------------------------------------------------------------------------------

    /// `for` and `async for`.
    pub fn for_statement(&mut self, f: &'a For, span: Span) -> Result<()> {
        let mark = self.depth;
        let at = f.iter.span;
        let iterator = self.alloc(at);
        // A constant display becomes a tuple, which `async for` would name in its error.
        let value = if f.is_async {
            self.operand_at(&f.iter, iterator, &[])?
        } else {
            self.iterable(&f.iter, iterator)?
        };
        let kill = value.kill(1, Some(iterator));
        let op = if f.is_async {
            Op::GetAIter
        } else {
            Op::GetIter
        };
        self.emit(op, iterator, value.register, 0, i32::from(kill), at);
        self.depth = iterator as usize + 1;
        let (exhausted, exit) = (self.label(), self.label());
        let head = self.place_head();
        let region = self.next_item(&f.target, iterator, f.is_async, exhausted, at)?;
        self.push_block(
            Block::Loop {
                head,
                exit,
                iterator: Some(iterator),
            },
            span,
        )?;
        self.block(&f.body)?;
        self.blocks.pop();
        self.jump(Op::JumpBack, 0, 0, 0, head, at);
        self.end_items(region, iterator, exhausted, at);
        self.depth = mark;
        self.block(&f.orelse)?;
        self.place(exit);
        Ok(())
    }

    /// The head of a loop: the next item into the target, or on to `exhausted`.
    pub fn next_item(
        &mut self,
        target: &'a Expr,
        iterator: u8,
        is_async: bool,
        exhausted: Label,
        span: Span,
    ) -> Result<Option<Region>> {
        let mark = self.depth;
        if is_async {
            let item = self.alloc(span);
            let mut region = self.region(item);
            self.emit(Op::GetANext, item, iterator, 0, 0, span);
            self.delegate(item, item, span);
            self.suspend(&mut region);
            self.assign(
                target,
                Operand {
                    register: item,
                    owned: true,
                },
            )?;
            self.depth = mark;
            return Ok(Some(region));
        }
        if let ExprKind::Name(name) = &target.kind
            && let Some(register) = self.local(name)
        {
            self.jump(Op::ForIter, register, iterator, 0, exhausted, span);
            self.bound.insert(register);
            return Ok(None);
        }
        let item = self.alloc(span);
        self.jump(Op::ForIter, item, iterator, 0, exhausted, span);
        self.assign(
            target,
            Operand {
                register: item,
                owned: true,
            },
        )?;
        self.depth = mark;
        Ok(None)
    }

    /// The end of a loop: places `exhausted`; the end of an asynchronous iterator is an exception.
    pub fn end_items(
        &mut self,
        region: Option<Region>,
        iterator: u8,
        exhausted: Label,
        span: Span,
    ) {
        if let Some(region) = region {
            let exception = region.register;
            let handler = self.finish(region);
            self.place(handler);
            self.jump(Op::EndAsyncFor, exception, iterator, 0, exhausted, span);
            self.reachable = false;
        }
        self.place(exhausted);
    }

    /// `while`.
    pub fn while_statement(&mut self, w: &'a While, span: Span) -> Result<()> {
        let (otherwise, exit) = (self.label(), self.label());
        let head = self.place_head();
        self.branch(&w.test, otherwise, false)?;
        self.push_block(
            Block::Loop {
                head,
                exit,
                iterator: None,
            },
            span,
        )?;
        self.block(&w.body)?;
        self.blocks.pop();
        self.jump(Op::JumpBack, 0, 0, 0, head, w.test.span);
        self.place(otherwise);
        self.block(&w.orelse)?;
        self.place(exit);
        Ok(())
    }

    // --- try -------------------------------------------------------------------------------------------------------

    pub fn try_statement(&mut self, t: &'a Try, span: Span) -> Result<()> {
        if t.finalbody.is_empty() {
            return self.try_except(t, span);
        }
        let mark = self.depth;
        let region = self.region(mark as u8);
        self.push_block(
            Block::Finally {
                body: &t.finalbody,
                region,
            },
            span,
        )?;
        if t.handlers.is_empty() {
            self.block(&t.body)?;
        } else {
            self.try_except(t, span)?;
        }
        let handler = self.pop_region();
        self.block(&t.finalbody)?;
        let end = self.label();
        let last = t.finalbody.last().map_or(span, |stmt| stmt.span);
        self.goto(end, last);
        self.place(handler);
        let exception = self.alloc(span);
        self.emit(Op::PushHandled, exception, 0, 0, 0, last);
        let region = self.region(exception);
        self.push_block(Block::FinallyHandler { exception, region }, span)?;
        self.block(&t.finalbody)?;
        let cleanup = self.pop_region();
        self.place(cleanup);
        self.reraise(exception, last);
        self.place(end);
        self.depth = mark;
        Ok(())
    }

    /// Ends the innermost block; its handler's label is returned.
    fn pop_region(&mut self) -> Label {
        match self.blocks.pop() {
            Some(
                Block::Finally { region, .. }
                | Block::Try { region }
                | Block::With { region, .. }
                | Block::Handler { region }
                | Block::HandlerName { region, .. }
                | Block::FinallyHandler { region, .. },
            ) => self.finish(region),
            Some(Block::Loop { .. } | Block::Value { .. }) | None => {
                unreachable!("blocks are popped in order")
            }
        }
    }

    /// The end of a handler that failed: the exception in `register` goes on.
    fn reraise(&mut self, register: u8, span: Span) {
        self.emit(Op::PopHandled, 0, 0, 0, 0, span);
        self.emit_last(Op::Reraise, register, 0, 0, 0, span);
    }

    /// The body of `try`, which goes to the first label when it raises, and its `else`, which goes to the second.
    fn try_body(&mut self, t: &'a Try, span: Span) -> Result<(Label, Label)> {
        let region = self.region(self.depth as u8);
        self.push_block(Block::Try { region }, span)?;
        self.block(&t.body)?;
        let handler = self.pop_region();
        let end = self.label();
        self.block(&t.orelse)?;
        self.goto(end, span);
        Ok((handler, end))
    }

    fn try_except(&mut self, t: &'a Try, span: Span) -> Result<()> {
        if t.is_star {
            return self.try_except_star(t, span);
        }
        let mark = self.depth;
        let (handler, end) = self.try_body(t, span)?;
        self.place(handler);
        let exception = self.alloc(span);
        self.emit(
            Op::PushHandled,
            exception,
            0,
            0,
            0,
            t.handlers.first().map_or(span, |h| h.span),
        );
        let region = self.region(exception);
        let cleanup = region.target;
        self.push_block(Block::Handler { region }, span)?;
        for clause in &t.handlers {
            let next = self.label();
            self.depth = mark + 1;
            if let Some(class) = &clause.class {
                let class = self.operand(class)?;
                self.jump(
                    Op::JumpIfNoMatch,
                    class.kill(2, None),
                    exception,
                    class.register,
                    next,
                    clause.span,
                );
            }
            self.clause_body(clause, exception, end, cleanup, span)?;
            self.place(next);
        }
        let cleanup = self.pop_region();
        self.place(cleanup);
        self.reraise(exception, t.handlers.last().map_or(span, |h| h.span));
        self.place(end);
        self.depth = mark;
        Ok(())
    }

    /// The body of a clause for the exception in the highest register in use, `exception`. Its end goes to `end`; what it raises
    /// lands in that register again and goes to `cleanup`.
    fn clause_body(
        &mut self,
        clause: &'a ExceptHandler,
        exception: u8,
        end: Label,
        cleanup: Label,
        span: Span,
    ) -> Result<()> {
        let at = clause
            .class
            .as_ref()
            .map_or(clause.span, |class| class.span);
        let last = clause.body.last().map_or(at, |stmt| stmt.span);
        // The exception is kept by the handled stack from here on; its register is free for the body.
        self.depth = exception as usize;
        if let Some(name) = &clause.name {
            self.store_name(
                &name.name,
                Operand {
                    register: exception,
                    owned: true,
                },
                name.span,
            );
            let region = self.region(exception);
            self.push_block(
                Block::HandlerName {
                    name: name.name.clone(),
                    region,
                },
                span,
            )?;
            self.block(&clause.body)?;
            let failed = self.pop_region();
            self.forget_name(&name.name, last);
            self.end_handler(end, last);
            self.place(failed);
            self.depth = exception as usize + 1;
            self.forget_name(&name.name, last);
            self.goto(cleanup, last);
        } else {
            self.emit(Op::Clear, exception, 0, 0, 0, at);
            self.block(&clause.body)?;
            self.end_handler(end, last);
        }
        self.depth = exception as usize + 1;
        Ok(())
    }

    /// `try` with `except*` clauses. Each clause takes its part of what is left; what they raise is gathered, and goes on together
    /// with what is left in the end.
    fn try_except_star(&mut self, t: &'a Try, span: Span) -> Result<()> {
        let mark = self.depth;
        let (handler, end) = self.try_body(t, span)?;
        self.place(handler);
        let exception = self.alloc(span);
        let first = t.handlers.first().map_or(span, |clause| clause.span);
        self.emit(Op::PushHandled, exception, 0, 0, 0, first);
        let region = self.region(exception);
        self.push_block(Block::Handler { region }, span)?;
        let rest = self.alloc(span);
        self.emit(Op::Move, rest, exception, 0, 0, first);
        let raised = self.alloc(span);
        self.emit(Op::BuildList, raised, raised, 0, 0, first);
        for clause in &t.handlers {
            // The grammar has no such clause without a class.
            let Some(class) = &clause.class else { continue };
            let next = self.label();
            let part = self.alloc(clause.span);
            let classes = self.push(class)?;
            self.emit(Op::SplitGroup, part, rest, classes, 0, clause.span);
            self.depth = part as usize + 1;
            let takes = self.label();
            self.jump(Op::JumpIfNotNone, 0, part, 0, takes, clause.span);
            self.emit(Op::Clear, part, 0, 0, 0, clause.span);
            self.goto(next, clause.span);
            self.place(takes);
            self.emit(Op::PushHandled, part, 0, 0, 0, clause.span);
            let region = self.region(part);
            let cleanup = region.target;
            self.push_block(Block::Handler { region }, span)?;
            self.clause_body(clause, part, next, cleanup, span)?;
            let failed = self.pop_region();
            self.place(failed);
            self.emit(Op::PopHandled, 0, 0, 0, 0, clause.span);
            self.emit(Op::ListAppend, raised, part, 1, 0, clause.span);
            self.depth = part as usize;
            self.place(next);
        }
        self.emit(Op::RejoinGroup, exception, rest, raised, 0, first);
        self.depth = exception as usize + 1;
        let cleanup = self.pop_region();
        self.jump(Op::JumpIfNotNone, 0, exception, 0, cleanup, first);
        self.emit(Op::Clear, exception, 0, 0, 0, first);
        self.emit(Op::PopHandled, 0, 0, 0, 0, first);
        self.goto(end, first);
        self.place(cleanup);
        self.reraise(exception, first);
        self.place(end);
        self.depth = mark;
        Ok(())
    }

    /// The normal end of an `except` clause, outside of its clean-up handler.
    fn end_handler(&mut self, end: Label, span: Span) {
        let Some(mut block) = self.blocks.pop() else {
            return;
        };
        if let Some(region) = block.region() {
            self.suspend(region);
        }
        self.emit(Op::PopHandled, 0, 0, 0, 0, span);
        self.goto(end, span);
        if let Some(region) = block.region() {
            self.resume(region);
        }
        self.blocks.push(block);
    }

    // --- with ------------------------------------------------------------------------------------------------------

    /// `with` and `async with`; more than one item is nesting.
    pub fn with_statement(
        &mut self,
        items: &'a [WithItem],
        body: &'a [Stmt],
        is_async: bool,
        span: Span,
    ) -> Result<()> {
        let Some((item, rest)) = items.split_first() else {
            return self.block(body);
        };
        let mark = self.depth;
        let at = item.context.span;
        let manager = self.operand(&item.context)?;
        let exit = self.alloc_many(4, at);
        let entered = exit.saturating_add(2);
        let kill = manager.kill(1, None);
        self.emit(
            Op::SetupWith,
            exit,
            manager.register,
            is_async as u8,
            i32::from(kill),
            at,
        );
        self.emit(Op::CallMethod, entered, entered, 0, 0, at);
        self.depth = entered as usize + 1;
        if is_async {
            self.await_operand(
                Operand {
                    register: entered,
                    owned: true,
                },
                1,
                entered,
                at,
            );
        }
        let region = self.region(entered);
        self.push_block(
            Block::With {
                exit,
                is_async,
                region,
                span: at,
            },
            span,
        )?;
        match &item.target {
            Some(target) => self.assign(
                target,
                Operand {
                    register: entered,
                    owned: true,
                },
            )?,
            None => self.emit(Op::Clear, entered, 0, 0, 0, at),
        }
        self.depth = entered as usize;
        self.with_statement(rest, body, is_async, span)?;
        let handler = self.pop_region();
        self.depth = entered as usize;
        self.leave_manager(exit, is_async, at);
        let end = self.label();
        self.goto(end, at);

        // The exception stays below the window of the exit call.
        self.place(handler);
        self.depth = entered as usize + 1;
        let window = self.alloc_many(2, at);
        self.emit(Op::Take, window, exit, 0, 0, at);
        self.emit(
            Op::Take,
            window.saturating_add(1),
            exit.wrapping_add(1),
            0,
            0,
            at,
        );
        self.emit(Op::PushHandled, entered, 0, 0, 0, at);
        let region = self.region(entered);
        let info = self.alloc_many(3, at);
        self.emit(Op::LoadExcInfo, info, entered, 0, 0, at);
        self.emit(Op::CallMethod, window, window, 3, 0, at);
        self.depth = window as usize + 1;
        if is_async {
            self.await_operand(
                Operand {
                    register: window,
                    owned: true,
                },
                2,
                window,
                at,
            );
        }
        let suppressed = self.label();
        self.jump(Op::JumpIfTrue, 1, window, 0, suppressed, at);
        let cleanup = self.finish(region);
        self.place(cleanup);
        self.reraise(entered, at);
        self.place(suppressed);
        self.emit(Op::PopHandled, 0, 0, 0, 0, at);
        self.emit(Op::Clear, entered, 0, 0, 0, at);
        self.place(end);
        self.depth = mark;
        Ok(())
    }

    /// Calls the exit method in the pair at `exit` with three times None and drops the result.
    fn leave_manager(&mut self, exit: u8, is_async: bool, span: Span) {
        let mark = self.depth;
        let window = if self.depth == exit as usize + 2 {
            exit
        } else {
            // Something (a return value) waits above the pair: the call's window must be the topmost.
            let window = self.alloc_many(2, span);
            self.emit(Op::Take, window, exit, 0, 0, span);
            self.emit(
                Op::Take,
                window.saturating_add(1),
                exit.wrapping_add(1),
                0,
                0,
                span,
            );
            window
        };
        let arguments = self.alloc_many(3, span);
        for at in 0..3 {
            self.load_none(arguments.saturating_add(at), span);
        }
        self.emit(Op::CallMethod, window, window, 3, 0, span);
        self.depth = window as usize + 1;
        if is_async {
            self.await_operand(
                Operand {
                    register: window,
                    owned: true,
                },
                2,
                window,
                span,
            );
        }
        self.emit(Op::Clear, window, 0, 0, 0, span);
        self.depth = mark;
    }
}
