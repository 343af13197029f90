//! The compiler: syntax tree in, register code out. Holds no run-time values; any thread may call it.
//!
//! The tree has passed the checks of `syntax`, which refuse what is grammatical but wrong. `scope` finds out where names
//! live; `stmt`, `flow`, `assign`, `function`, `pattern`, `expr`, `call`, `cond` and `comprehension` walk the tree (`fold`
//! computes constants, `unparse` writes annotations as text); `emit` builds the code object; `verify` proves in debug builds that temporaries are
//! owned exactly once on every path.
//!
//! What the interpreter may rely on, beyond the opcode table:
//! * A temporary that is dead never owns a reference. An owned operand is killed by its kill bit, except where it is the
//!   destination itself (`a == b` or `a == c`): then no kill bit is set and overwriting releases it. `LoadMethod` is the
//!   exception: its kill bit is also set when `b == a`.
//! * Any instruction may find an old value in its destination, which it releases after computing.
//! * A call's window lies above all live temporaries.
//! * `Take` may move an unbound register (the second of a `LoadMethod` pair).
//! * `Clear` of an unbound register does nothing.
//! * A generator expression is a function with the single parameter `.0`, its iterator; `ForIter` reads that register.
//! * Comprehension targets are temporaries; captured ones are made cells by `Clear` and `MakeCell`.

mod assign;
mod call;
mod comprehension;
mod cond;
mod emit;
mod expr;
mod flow;
mod fold;
mod function;
mod name;
mod pattern;
mod scope;
mod stmt;
#[cfg(test)]
mod tests;
mod unparse;
pub mod verify;

use crate::code::{Code, Op, flags};
use crate::source::Source;
use crate::syntax::ast::{Ast, Expr, ExprKind, Stmt, StmtKind};
use crate::syntax::error::Fault;
use crate::syntax::span::Span;
use crate::syntax::{Mode, SyntaxError, Warning};
use emit::{Context, Operand, Unit};
use std::cell::Cell;
use std::sync::Arc;

/// How to compile.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Options {
    /// `from __future__ import annotations` is in force (it is also found in the source).
    pub future_annotations: bool,
    /// 1 leaves out assertions, 2 docstrings, too.
    pub optimize: u8,
    /// Module-level names live in the frame's namespace, which may differ from its globals: what `exec`, `eval` and
    /// `compile` need. Otherwise the module's names are its globals, which is faster.
    pub namespace: bool,
}

/// Why a source does not compile: the text of a SyntaxError and its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// What is wrong, as CPython says it.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// True if the source starts (behind its docstring) with `from __future__ import annotations`.
fn imports_annotations(body: &[Stmt]) -> bool {
    let text = |e: &Expr| matches!(e.kind, ExprKind::Constant(_));
    let start = body
        .iter()
        .skip_while(|stmt| matches!(&stmt.kind, StmtKind::Expr(e) if text(e)));
    start
        .map_while(|stmt| match &stmt.kind {
            StmtKind::ImportFrom(import) if import.module.as_deref() == Some("__future__") => {
                Some(import)
            }
            _ => None,
        })
        .any(|import| {
            import
                .names
                .iter()
                .any(|alias| &*alias.name == "annotations")
        })
}

/// Compiles a syntax tree.
pub fn compile(
    source: Arc<Source>,
    ast: &Ast,
    options: Options,
) -> Result<Arc<Code>, CompileError> {
    let mut options = options;
    if let Ast::Module(body) | Ast::Interactive(body) = ast {
        options.future_annotations |= imports_annotations(body);
    }
    let scopes = scope::analyse(ast, options.future_annotations)?;
    let context = Context {
        source,
        scopes,
        options,
        emitted: Cell::new(0),
    };
    let whole = Span::new(0, 0);
    let mut unit = Unit::new(&context, 0, "<module>".into(), "<module>".into(), whole)?;
    unit.first_line = 1;
    match ast {
        Ast::Module(body) | Ast::Interactive(body) => {
            if matches!(ast, Ast::Interactive(_)) {
                unit.flags |= flags::INTERACTIVE;
            }
            if function::has_annotations(body) {
                unit.emit(Op::SetupAnnotations, 0, 0, 0, 0, whole);
            }
            if matches!(ast, Ast::Module(_))
                && options.optimize < 2
                && let Some(text) = function::docstring(body)
            {
                unit.flags |= flags::DOCSTRING;
                let register = unit.alloc(body[0].span);
                unit.load_const(register, text, body[0].span);
                unit.store_name(
                    &"__doc__".into(),
                    Operand {
                        register,
                        owned: true,
                    },
                    body[0].span,
                );
                unit.depth -= 1;
            }
            unit.block(body)?;
            let last = body.last().map_or(whole, |stmt| stmt.span);
            unit.return_none(last);
        }
        Ast::Expression(e) => {
            let value = unit.operand(e)?;
            unit.emit_last(Op::Return, 0, value.register, 0, 0, e.span);
        }
    }
    unit.finish_unit(0, 0, 0)
}

/// Parses, checks and compiles a text; what is legal but suspicious comes beside the code.
pub fn compile_source(
    source: Arc<Source>,
    mode: Mode,
    options: Options,
) -> Result<(Arc<Code>, Vec<Warning>), SyntaxError> {
    let parsed = crate::syntax::parse(&source.text, mode)?;
    let code = compile(source.clone(), &parsed.ast, options)
        .map_err(|error| Fault::new(error.message, error.span).locate(&source.text))?;
    Ok((code, parsed.warnings))
}
