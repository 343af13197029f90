//! Functions, lambdas and classes: the code of their bodies and the instructions that make them.

use super::call::{Callee, needs_unpacking};
use super::emit::{Operand, Result, Unit};
use super::scope::{Kind, ScopeId, mark};
use crate::code::{Code, Const, Op, flags};
use crate::syntax::ast::*;
use crate::syntax::span::Span;
use std::sync::Arc;

/// The text of a docstring at the start of a body.
pub(super) fn docstring(body: &[Stmt]) -> Option<Const> {
    match &body.first()?.kind {
        StmtKind::Expr(e) => match &e.kind {
            ExprKind::Constant(Constant::Str(text)) => Some(super::fold::literal(&Constant::Str(
                without_margin(text).into(),
            ))),
            ExprKind::Constant(constant @ Constant::WideStr(_)) => {
                Some(super::fold::literal(constant))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A docstring with tabs expanded, without leading blanks in the first line and the margin that the others share.
fn without_margin(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    let mut column = 0;
    for letter in text.chars() {
        match letter {
            '\t' => {
                let blanks = 8 - column % 8;
                expanded.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            }
            '\n' | '\r' => {
                expanded.push(letter);
                column = 0;
            }
            _ => {
                expanded.push(letter);
                column += 1;
            }
        }
    }
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let margin = expanded
        .split('\n')
        .skip(1)
        .filter(|line| !line.trim_start_matches(' ').is_empty())
        .map(blanks)
        .min()
        .unwrap_or(0);
    let mut lines = expanded.split('\n');
    let mut result = lines
        .next()
        .unwrap_or("")
        .trim_start_matches(' ')
        .to_string();
    for line in lines {
        result.push('\n');
        result.push_str(&line[margin.min(blanks(line))..]);
    }
    result
}

impl<'a> Unit<'a> {
    /// A unit inside this one.
    pub fn nested(&self, scope: ScopeId, name: Name, span: Span) -> Result<Unit<'a>> {
        let mangled = self.mangled(&name);
        let here = self.scope_data();
        let qualified = match here.kind {
            Kind::Module => name.to_string(),
            _ if self.is_global(&mangled) => name.to_string(),
            Kind::Class | Kind::Generator => format!("{}.{name}", self.qualified_name),
            _ => format!("{}.<locals>.{name}", self.qualified_name),
        };
        let mut unit = Unit::new(self.context, scope, name, qualified, span)?;
        if !matches!(here.kind, Kind::Module | Kind::Class) || self.flags & flags::NESTED != 0 {
            unit.flags |= flags::NESTED;
        }
        Ok(unit)
    }

    fn is_global(&self, mangled: &Name) -> bool {
        self.scope_data().marks(mangled) & mark::GLOBAL != 0
    }

    /// Returns None from here.
    pub fn return_none(&mut self, span: Span) {
        let index = self.constant(Const::None);
        self.emit_last(Op::ReturnConst, 0, 0, 0, index as i32, span);
    }

    /// `window` = a function of the code; `made` tells which of the registers from `window` on hold defaults (1),
    /// keyword-only defaults (2) and annotations (4).
    pub fn make_function(&mut self, code: Arc<Code>, window: u8, made: u8, span: Span) {
        let mark = self.depth;
        let mut made = made;
        if !code.free_names.is_empty() {
            while self.depth < window as usize + 4 {
                self.alloc(span);
            }
            let tuple = window.wrapping_add(3);
            for (at, name) in code.free_names.iter().enumerate() {
                let register = if at == 0 { tuple } else { self.alloc(span) };
                match self.cell_of(name) {
                    Some(cell) => self.emit(Op::Move, register, cell, 0, 0, span),
                    None => self.load_spilled(name, register, span),
                }
            }
            self.emit(
                Op::BuildTuple,
                tuple,
                tuple,
                code.free_names.len() as u8,
                0,
                span,
            );
            made |= 8;
        }
        let index = self.constant(Const::Code(code));
        self.emit(Op::MakeFunction, window, window, made, index as i32, span);
        self.depth = mark;
    }

    /// The register of the cell that an inner unit captures: of a comprehension, or of this unit. A class body's own
    /// names do not count.
    /// The register of a captured name's cell; none if it is spilled.
    fn cell_of(&self, name: &Name) -> Option<u8> {
        let of_comprehension = self
            .active
            .iter()
            .rev()
            .find_map(|active| active.registers.get(name));
        of_comprehension
            .or_else(|| self.registers.get(name))
            .copied()
    }

    /// Evaluates defaults into the registers of a `MakeFunction` window; tells which there are.
    fn defaults(&mut self, params: &'a Parameters, window: u8, span: Span) -> Result<u8> {
        let mut made = 0;
        let positional: Vec<&'a Expr> = params
            .posonly
            .iter()
            .chain(&params.args)
            .filter_map(|p| p.default.as_deref())
            .collect();
        if !positional.is_empty() {
            made |= 1;
            let constants: Option<Vec<Const>> =
                positional.iter().map(|e| super::fold::fold(e)).collect();
            if let Some(constants) = constants {
                self.load_const(window, Const::Tuple(constants.into()), span);
            } else {
                let mark = self.depth;
                for (at, default) in positional.iter().enumerate() {
                    let register = if at == 0 { window } else { self.alloc(span) };
                    self.into(default, register)?;
                }
                self.emit(
                    Op::BuildTuple,
                    window,
                    window,
                    positional.len() as u8,
                    0,
                    span,
                );
                self.depth = mark;
            }
        }
        let keyword: Vec<&'a Parameter> = params
            .kwonly
            .iter()
            .filter(|p| p.default.is_some())
            .collect();
        if !keyword.is_empty() {
            made |= 2;
            let dict = self.alloc(span);
            let mark = self.depth;
            for (at, parameter) in keyword.iter().enumerate() {
                let register = if at == 0 { dict } else { self.alloc(span) };
                let name = self.mangled(&parameter.name);
                self.load_const(register, Const::Str(name), parameter.span);
                if let Some(default) = &parameter.default {
                    self.push(default)?;
                }
            }
            self.emit(Op::BuildDict, dict, dict, keyword.len() as u8, 0, span);
            self.depth = mark;
        }
        Ok(made)
    }

    fn annotations(&mut self, def: &'a FunctionDef, window: u8, span: Span) -> Result<u8> {
        let p = &def.params;
        let order = p
            .posonly
            .iter()
            .chain(&p.args)
            .chain(p.vararg.as_deref())
            .chain(&p.kwonly);
        let mut all: Vec<(Name, &'a Expr)> = Vec::new();
        for parameter in order.chain(p.kwarg.as_deref()) {
            if let Some(annotation) = &parameter.annotation {
                all.push((self.mangled(&parameter.name), annotation));
            }
        }
        if let Some(returns) = &def.returns {
            all.push(("return".into(), returns));
        }
        if all.is_empty() {
            return Ok(0);
        }
        while self.depth < window as usize + 3 {
            self.alloc(span);
        }
        let dict = window.wrapping_add(2);
        let mark = self.depth;
        for (at, (name, annotation)) in all.iter().enumerate() {
            let key = if at == 0 { dict } else { self.alloc(span) };
            self.load_const(key, Const::Str(name.clone()), annotation.span);
            let value = self.alloc(span);
            let inner = self.depth;
            self.annotation(annotation, value)?;
            self.depth = inner;
        }
        self.emit(Op::BuildDict, dict, dict, all.len() as u8, 0, span);
        self.depth = mark;
        Ok(4)
    }

    /// Decorators in registers from the returned one on; the register behind them is allocated and free.
    fn decorators(&mut self, decorators: &'a [Expr], span: Span) -> Result<u8> {
        for decorator in decorators {
            self.push(decorator)?;
        }
        Ok(self.alloc(span))
    }

    /// Calls the decorators below `register` and stores what comes out.
    fn decorate_and_store(
        &mut self,
        decorators: &'a [Expr],
        register: u8,
        name: &'a Identifier,
        span: Span,
    ) {
        let mut register = register;
        for decorator in decorators.iter().rev() {
            self.depth = register as usize + 1;
            register = register.saturating_sub(1);
            self.emit(Op::Call, register, register, 1, 0, decorator.span);
        }
        self.store_name(
            &name.name,
            Operand {
                register,
                owned: true,
            },
            span,
        );
    }

    /// The span of a definition's first line: a `def` may be pages long, its instructions all belong to its head.
    fn head_span(&self, span: Span) -> Span {
        let text = &self.context.source.text;
        let rest = text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("");
        let line = rest
            .find('\n')
            .map_or(rest.len(), |end| end)
            .min(rest.len());
        Span::new(
            span.start,
            span.start + rest[..line].trim_end().len() as u32,
        )
    }

    /// `def`.
    pub fn function_def(&mut self, def: &'a FunctionDef, span: Span) -> Result<()> {
        let mark = self.depth;
        let head = self.head_span(span);
        let first = def
            .decorators
            .first()
            .map_or(head, |decorator| Span::new(decorator.span.start, head.end));
        let window = self.decorators(&def.decorators, head)?;
        let mut made = self.defaults(&def.params, window, head)?;
        made |= self.annotations(def, window, head)?;
        let code = self.function_code(def, first, head)?;
        self.make_function(code, window, made, head);
        self.decorate_and_store(&def.decorators, window, &def.name, head);
        self.depth = mark;
        Ok(())
    }

    fn parameters(&mut self, params: &Parameters) -> (usize, usize, usize) {
        let positional = params.posonly.len() + params.args.len();
        if params.vararg.is_some() {
            self.flags |= flags::VARARGS;
            self.vararg = u8::try_from(positional + params.kwonly.len()).ok();
        }
        if params.kwarg.is_some() {
            self.flags |= flags::VARKEYWORDS;
        }
        self.receiver = (positional > 0 && !self.cells.contains(0)).then_some(0);
        (params.posonly.len(), positional, params.kwonly.len())
    }

    fn function_code(
        &mut self,
        def: &'a FunctionDef,
        first: Span,
        head: Span,
    ) -> Result<Arc<Code>> {
        let scope = self.context.scopes.of(def);
        let data = &self.context.scopes.all[scope];
        let mut unit = self.nested(scope, def.name.name.clone(), first)?;
        unit.flags |= flags::FUNCTION;
        if data.is_generator {
            unit.flags |= flags::GENERATOR;
        }
        if def.is_async {
            unit.flags |= flags::COROUTINE;
        }
        let (positional_only, positional, keyword_only) = unit.parameters(&def.params);
        unit.body_docstring(&def.body);
        unit.block(&def.body)?;
        unit.return_none(def.body.last().map_or(head, |last| last.span));
        unit.finish_unit(positional_only, positional, keyword_only)
    }

    /// Makes the docstring the first constant.
    fn body_docstring(&mut self, body: &[Stmt]) {
        if self.context.options.optimize < 2
            && let Some(text) = docstring(body)
        {
            self.constant(text);
            self.flags |= flags::DOCSTRING;
        }
    }

    /// `lambda`.
    pub fn lambda(&mut self, lambda: &'a Lambda, destination: u8, span: Span) -> Result<()> {
        let window = self.window(destination, span);
        let made = self.defaults(&lambda.params, window, span)?;
        let scope = self.context.scopes.of(lambda);
        let mut unit = self.nested(scope, "<lambda>".into(), span)?;
        unit.flags |= flags::FUNCTION;
        let data = &self.context.scopes.all[scope];
        if data.is_generator {
            unit.flags |= flags::GENERATOR;
        }
        let (positional_only, positional, keyword_only) = unit.parameters(&lambda.params);
        let value = unit.operand(&lambda.body)?;
        unit.emit_last(Op::Return, 0, value.register, 0, 0, lambda.body.span);
        let code = unit.finish_unit(positional_only, positional, keyword_only)?;
        self.make_function(code, window, made, span);
        self.deliver(destination, window, span);
        Ok(())
    }

    /// `class`.
    pub fn class_def(&mut self, class: &'a ClassDef, span: Span) -> Result<()> {
        let mark = self.depth;
        let head = self.head_span(span);
        let first = class
            .decorators
            .first()
            .map_or(head, |decorator| Span::new(decorator.span.start, head.end));
        let window = self.decorators(&class.decorators, head)?;
        self.emit(Op::LoadBuildClass, window, 0, 0, 0, head);
        let starred = needs_unpacking(&class.bases, &class.keywords);
        let callee = if !starred && !class.keywords.is_empty() {
            let unbound = self.alloc(head);
            self.emit(Op::Clear, unbound, 0, 0, 0, head);
            Callee::Spaced { given: 2 }
        } else {
            Callee::Plain { given: 2 }
        };
        let function = self.alloc(head);
        let code = self.class_code(class, first, head)?;
        self.make_function(code, function, 0, head);
        let name = self.alloc(head);
        self.load_const(name, Const::Str(class.name.name.clone()), head);
        self.arguments(window, callee, &class.bases, &class.keywords, window, span)?;
        self.decorate_and_store(&class.decorators, window, &class.name, head);
        self.depth = mark;
        Ok(())
    }

    fn class_code(&mut self, class: &'a ClassDef, first: Span, head: Span) -> Result<Arc<Code>> {
        let scope = self.context.scopes.of(class);
        let mut unit = self.nested(scope, class.name.name.clone(), first)?;
        unit.flags |= flags::CLASS;
        let register = unit.alloc(head);
        let value = Operand {
            register,
            owned: true,
        };
        let module: Name = "__name__".into();
        let index = unit.name_index(&module);
        unit.emit(Op::LoadName, register, 0, 0, index, head);
        unit.store_special("__module__", value, head);
        let qualified = Const::Str(unit.qualified_name.clone().into());
        unit.load_const(register, qualified, head);
        unit.store_special("__qualname__", value, head);
        if has_annotations(&class.body) {
            unit.emit(Op::SetupAnnotations, 0, 0, 0, 0, head);
        }
        if unit.context.options.optimize < 2
            && let Some(text) = docstring(&class.body)
        {
            unit.load_const(register, text, class.body[0].span);
            unit.store_special("__doc__", value, class.body[0].span);
        }
        unit.depth -= 1;
        unit.block(&class.body)?;
        if self.context.scopes.all[scope].class_cell {
            let cell = unit.registers[&Name::from("__class__")];
            unit.store_special(
                "__classcell__",
                Operand {
                    register: cell,
                    owned: false,
                },
                head,
            );
        }
        unit.return_none(head);
        unit.finish_unit(0, 0, 0)
    }

    /// Stores in the class namespace, whatever `global` says.
    fn store_special(&mut self, name: &str, value: Operand, span: Span) {
        let index = self.name_index(&name.into());
        self.emit(
            Op::StoreName,
            value.register,
            0,
            value.owned as u8,
            index,
            span,
        );
    }
}

/// True if a module or class body (not the bodies of inner functions and classes) annotates a name.
pub(super) fn has_annotations(body: &[Stmt]) -> bool {
    body.iter().any(|stmt| match &stmt.kind {
        StmtKind::AnnAssign(_) => true,
        StmtKind::For(f) => has_annotations(&f.body) || has_annotations(&f.orelse),
        StmtKind::While(w) => has_annotations(&w.body) || has_annotations(&w.orelse),
        StmtKind::If { clauses, orelse } => {
            clauses.iter().any(|c| has_annotations(&c.body)) || has_annotations(orelse)
        }
        StmtKind::With { body, .. } => has_annotations(body),
        StmtKind::Match { cases, .. } => cases.iter().any(|case| has_annotations(&case.body)),
        StmtKind::Try(t) => {
            has_annotations(&t.body)
                || t.handlers
                    .iter()
                    .any(|handler| has_annotations(&handler.body))
                || has_annotations(&t.orelse)
                || has_annotations(&t.finalbody)
        }
        _ => false,
    })
}
