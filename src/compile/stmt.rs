//! Statements: one arm each; what is longer lives in `flow`, `assign`, `function` and `pattern`.

use super::CompileError;
use super::emit::{Operand, Result, Unit};
use crate::code::{Const, Op, flags};
use crate::syntax::ast::*;
use crate::syntax::span::Span;

impl<'a> Unit<'a> {
    /// A sequence of statements, up to where it cannot go on.
    pub fn block(&mut self, body: &'a [Stmt]) -> Result<()> {
        for stmt in body {
            if !self.reachable {
                break;
            }
            self.check_size(stmt.span)?;
            self.stmt(stmt)?;
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Result<()> {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, span),
            StmtKind::ClassDef(class) => self.class_def(class, span),
            StmtKind::Return(value) => self.return_statement(value.as_deref(), span),
            StmtKind::Delete(targets) => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Assign { targets, value } => self.assign_statement(targets, value),
            StmtKind::AugAssign { target, op, value } => self.augmented(target, *op, value, span),
            StmtKind::AnnAssign(assign) => self.annotated(assign, span),
            StmtKind::For(f) => self.for_statement(f, span),
            StmtKind::While(w) => self.while_statement(w, span),
            StmtKind::If { clauses, orelse } => self.if_statement(clauses, orelse, span),
            StmtKind::With {
                items,
                body,
                is_async,
            } => self.with_statement(items, body, *is_async, span),
            StmtKind::Match { subject, cases } => self.match_statement(subject, cases, span),
            StmtKind::Raise { exception, cause } => {
                self.raise(exception.as_deref(), cause.as_deref(), span)
            }
            StmtKind::Try(t) => self.try_statement(t, span),
            StmtKind::Assert { test, message } => self.assert(test, message.as_deref(), span),
            StmtKind::Import(aliases) => aliases
                .iter()
                .try_for_each(|alias| self.import(alias, span)),
            StmtKind::ImportFrom(import) => self.import_from(import, span),
            StmtKind::Expr(e) => self.expression_statement(e, span),
            StmtKind::Break => self.leave_loop(false, span),
            StmtKind::Continue => self.leave_loop(true, span),
            StmtKind::Global(_) | StmtKind::Nonlocal(_) | StmtKind::Pass => Ok(()),
        }
    }

    fn expression_statement(&mut self, e: &'a Expr, span: Span) -> Result<()> {
        if self.flags & flags::INTERACTIVE == 0 {
            return self.discard(e);
        }
        let register = self.push(e)?;
        self.emit(Op::PrintExpr, 0, register, 0, 0, span);
        self.depth -= 1;
        Ok(())
    }

    fn if_statement(
        &mut self,
        clauses: &'a [IfClause],
        orelse: &'a [Stmt],
        span: Span,
    ) -> Result<()> {
        let end = self.label();
        for (at, clause) in clauses.iter().enumerate() {
            let last = at + 1 == clauses.len() && orelse.is_empty();
            let next = if last { end } else { self.label() };
            self.branch(&clause.test, next, false)?;
            self.block(&clause.body)?;
            if !last {
                self.goto(end, clause.body.last().map_or(span, |stmt| stmt.span));
                self.place(next);
            }
        }
        self.block(orelse)?;
        self.place(end);
        Ok(())
    }

    fn raise(
        &mut self,
        exception: Option<&'a Expr>,
        cause: Option<&'a Expr>,
        span: Span,
    ) -> Result<()> {
        let mark = self.depth;
        let (mut form, mut b, mut c) = (0, 0, 0);
        if let Some(exception) = exception {
            form = 1;
            b = self.push(exception)?;
            if let Some(cause) = cause {
                form = 2;
                c = self.push(cause)?;
            }
        }
        self.emit_last(Op::Raise, form, b, c, 0, span);
        self.depth = mark;
        Ok(())
    }

    fn assert(&mut self, test: &'a Expr, message: Option<&'a Expr>, span: Span) -> Result<()> {
        if self.context.options.optimize > 0 {
            return Ok(());
        }
        let mark = self.depth;
        let passed = self.label();
        self.branch(test, passed, true)?;
        let register = self.alloc(span);
        self.emit(Op::LoadAssertionError, register, 0, 0, 0, span);
        if let Some(message) = message {
            self.push(message)?;
            self.emit(Op::Call, register, register, 1, 0, span);
        }
        self.emit_last(Op::Raise, 1, register, 0, 0, test.span);
        self.place(passed);
        self.depth = mark;
        Ok(())
    }

    // --- imports ---------------------------------------------------------------------------------------------------

    /// `import a.b` binds `a`; `import a.b as c` binds the inner module.
    fn import(&mut self, alias: &'a Alias, span: Span) -> Result<()> {
        let mark = self.depth;
        let register = self.alloc(span);
        self.load_none(register, span);
        let name = self.name_index(&self.mangled(&alias.name));
        self.emit(Op::ImportName, register, register, 0, name, span);
        let value = Operand {
            register,
            owned: true,
        };
        let mut parts = alias.name.split('.');
        let first: Name = parts.next().unwrap_or_default().into();
        match &alias.asname {
            None => self.store_name(&first, value, span),
            Some(bound) => {
                for part in parts {
                    let name = self.name_index(&part.into());
                    self.emit(Op::ImportFrom, register, register, 0, name, span);
                }
                self.store_name(bound, value, span);
            }
        }
        self.depth = mark;
        Ok(())
    }

    fn import_from(&mut self, import: &'a ImportFrom, span: Span) -> Result<()> {
        let mark = self.depth;
        let star = matches!(&import.names[..], [alias] if &*alias.name == "*");
        let Ok(level) = u8::try_from(import.level) else {
            return Err(CompileError {
                message: "too many dots in a relative import".into(),
                span,
            });
        };
        let module = self.alloc(span);
        let names = import
            .names
            .iter()
            .map(|alias| Const::Str(alias.name.clone()))
            .collect();
        self.load_const(module, Const::Tuple(names), span);
        let name = self.name_index(import.module.as_ref().unwrap_or(&"".into()));
        self.emit(Op::ImportName, module, module, level, name, span);
        if star {
            self.emit(Op::ImportStar, 0, module, 0, 0, span);
            self.depth = mark;
            return Ok(());
        }
        for alias in &import.names {
            let register = self.alloc(span);
            let name = self.name_index(&self.mangled(&alias.name));
            self.emit(Op::ImportFrom, register, module, 0, name, span);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(
                bound,
                Operand {
                    register,
                    owned: true,
                },
                span,
            );
            self.depth = module as usize + 1;
        }
        self.emit(Op::Clear, module, 0, 0, 0, span);
        self.depth = mark;
        Ok(())
    }
}
