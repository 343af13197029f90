//! Rules beyond the grammar: what CPython's symbol table and compiler refuse in a tree that its parser took.
//!
//! In: a whole tree. Out: the first fault, and warnings. The rules about names (`global`, duplicates, the targets of
//! `:=`) go before those about places (`return`, `break`, `await`), as CPython's passes do. Only one rule about names is
//! left to the compiler's scope analysis, which alone knows the answer: "no binding for nonlocal".

use std::collections::HashSet;

mod names;
mod pattern;
mod warn;

use super::Span;
use super::ast::*;
use super::error::{Fault, Warning};
use names::{Scope, ScopeKind};

/// Checks a tree; adds to `warnings`.
pub fn check(ast: &Ast, warnings: &mut Vec<Warning>) -> Result<(), Fault> {
    let mut check = Check {
        scopes: vec![Scope::new(ScopeKind::Module)],
        name_fault: None,
        place_fault: None,
        warnings,
        jumps: Jumps::default(),
        future_end: 0,
    };
    match ast {
        Ast::Module(body) | Ast::Interactive(body) => {
            check.future_imports(body);
            check.block(body);
        }
        Ast::Expression(value) => check.value(value),
    }
    match check.name_fault.or(check.place_fault) {
        Some(fault) => Err(fault),
        None => Ok(()),
    }
}

struct Check<'w> {
    scopes: Vec<Scope>,
    name_fault: Option<Fault>,
    place_fault: Option<Fault>,
    pub(super) warnings: &'w mut Vec<Warning>,
    jumps: Jumps,
    /// Where the imports from `__future__` at the top end.
    future_end: u32,
}

/// What `break`, `continue` and `return` find around them, in their function.
#[derive(Clone, Copy, Default)]
struct Jumps {
    /// Loops, as far as an `except*` clause around.
    loops: u32,
    /// Whether there is such a clause.
    in_star: bool,
}

const STAR_JUMP: &str = "'break', 'continue' and 'return' cannot appear in an except* block";

impl Check<'_> {
    /// Records a fault about a name.
    fn name_fault(&mut self, message: impl Into<String>, span: Span) {
        if self.name_fault.is_none() {
            self.name_fault = Some(Fault::new(message, span));
        }
    }

    /// Records a fault about a place.
    pub(super) fn fault(&mut self, message: impl Into<String>, span: Span) {
        if self.place_fault.is_none() {
            self.place_fault = Some(Fault::new(message, span));
        }
    }

    fn scope(&mut self) -> &mut Scope {
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    fn kind(&self) -> ScopeKind {
        self.scopes[self.scopes.len() - 1].kind
    }

    /// The scope whose body the code runs in, seen through comprehensions.
    fn owner(&self) -> &Scope {
        let found = self
            .scopes
            .iter()
            .rev()
            .find(|scope| !matches!(scope.kind, ScopeKind::Comprehension { .. }));
        found.unwrap_or(&self.scopes[0])
    }

    // ---- statements ----

    fn future_imports(&mut self, body: &[Stmt]) {
        let mut docstring = true;
        for stmt in body {
            match &stmt.kind {
                StmtKind::ImportFrom(node) if is_future(node) => {
                    for alias in &node.names {
                        self.future_feature(&alias.name, stmt.span);
                    }
                }
                StmtKind::Expr(value)
                    if docstring && matches!(value.kind, ExprKind::Constant(Constant::Str(_))) => {}
                _ => break,
            }
            self.future_end = stmt.span.end;
            docstring = false;
        }
    }

    fn future_feature(&mut self, name: &str, span: Span) {
        // One caret, at the statement's start.
        let span = Span::new(span.start, span.start + 1);
        const FEATURES: [&str; 9] = [
            "nested_scopes",
            "generators",
            "division",
            "absolute_import",
            "with_statement",
            "print_function",
            "unicode_literals",
            "generator_stop",
            "annotations",
        ];
        if name == "braces" {
            self.name_fault("not a chance", span);
        } else if !FEATURES.contains(&name) && name != "barry_as_FLUFL" {
            self.name_fault(format!("future feature {name} is not defined"), span);
        }
    }

    fn block(&mut self, body: &[Stmt]) {
        for stmt in body {
            self.stmt(stmt);
        }
    }

    fn in_loop(&mut self, body: &[Stmt]) {
        self.jumps.loops += 1;
        self.block(body);
        self.jumps.loops -= 1;
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::FunctionDef(node) => self.function(node, stmt.span),
            StmtKind::ClassDef(node) => self.class(node, stmt.span),
            StmtKind::Return(value) => {
                match self.kind() {
                    ScopeKind::Function { .. } | ScopeKind::Lambda => {}
                    _ => self.fault("'return' outside function", stmt.span),
                }
                if self.jumps.in_star {
                    self.fault(
                        STAR_JUMP,
                        value.as_ref().map_or(stmt.span, |value| value.span),
                    );
                }
                if let Some(value) = value {
                    self.values([&**value], false);
                    self.scope().returns_value.get_or_insert(stmt.span);
                }
            }
            StmtKind::Delete(targets) => {
                for target in targets {
                    self.delete(target);
                }
            }
            StmtKind::Assign { targets, value } => {
                self.values([&**value], false);
                for target in targets {
                    self.target(target, true);
                }
            }
            StmtKind::AugAssign { target, value, .. } => {
                if let ExprKind::Name(name) = &target.kind {
                    self.usage(name).used = true;
                }
                self.target(target, true);
                self.value(value);
            }
            StmtKind::AnnAssign(node) => self.annotated(node),
            StmtKind::For(node) => {
                if node.is_async {
                    self.need_async("'async for' outside async function", stmt.span);
                }
                self.target(&node.target, true);
                self.values([&node.iter], false);
                self.in_loop(&node.body);
                self.block(&node.orelse);
            }
            StmtKind::While(node) => {
                self.value(&node.test);
                self.in_loop(&node.body);
                self.block(&node.orelse);
            }
            StmtKind::If { clauses, orelse } => {
                for clause in clauses {
                    self.value(&clause.test);
                    self.block(&clause.body);
                }
                self.block(orelse);
            }
            StmtKind::With {
                items,
                body,
                is_async,
            } => {
                if *is_async {
                    self.need_async("'async with' outside async function", stmt.span);
                }
                for item in items {
                    self.value(&item.context);
                    if let Some(target) = &item.target {
                        self.target(target, true);
                    }
                }
                self.block(body);
            }
            StmtKind::Match { subject, cases } => {
                self.values([&**subject], false);
                self.cases(cases);
                for case in cases {
                    if let Some(guard) = &case.guard {
                        self.value(guard);
                    }
                    self.block(&case.body);
                }
            }
            StmtKind::Raise { exception, cause } => {
                for value in [exception, cause].into_iter().flatten() {
                    self.value(value);
                }
            }
            StmtKind::Try(node) => self.try_(node),
            StmtKind::Assert { test, message } => {
                if let ExprKind::Tuple(items) = &test.kind
                    && !items.is_empty()
                {
                    self.warn(
                        "assertion is always true, perhaps remove parentheses?",
                        stmt.span,
                    );
                }
                self.value(test);
                if let Some(message) = message {
                    self.value(message);
                }
            }
            StmtKind::Import(names) => {
                for alias in names {
                    let whole = alias.asname.as_ref().unwrap_or(&alias.name);
                    let bound = whole.split('.').next().unwrap_or(whole);
                    self.bind(&Name::from(bound), stmt.span);
                }
            }
            StmtKind::ImportFrom(node) => self.import_from(node, stmt.span),
            StmtKind::Global(names) => self.declare(names, true, stmt.span),
            StmtKind::Nonlocal(names) => self.declare(names, false, stmt.span),
            StmtKind::Expr(value) => self.value(value),
            StmtKind::Pass => {}
            StmtKind::Break | StmtKind::Continue if self.jumps.loops > 0 => {}
            StmtKind::Break | StmtKind::Continue if self.jumps.in_star => {
                self.fault(STAR_JUMP, stmt.span);
            }
            StmtKind::Break => self.fault("'break' outside loop", stmt.span),
            StmtKind::Continue => self.fault("'continue' not properly in loop", stmt.span),
        }
    }

    fn import_from(&mut self, node: &ImportFrom, span: Span) {
        if is_future(node) && span.start >= self.future_end {
            let message = "from __future__ imports must occur at the beginning of the file";
            self.name_fault(message, span);
        }
        for alias in &node.names {
            if &*alias.name == "*" {
                if self.kind() != ScopeKind::Module {
                    self.name_fault("import * only allowed at module level", alias.span);
                }
                continue;
            }
            self.bind(alias.asname.as_ref().unwrap_or(&alias.name), span);
        }
    }

    fn annotated(&mut self, node: &AnnAssign) {
        let span = node.target.span;
        match &node.target.kind {
            ExprKind::Name(name) => {
                let usage = *self.usage(name);
                if self.kind() != ScopeKind::Module
                    && (usage.global || usage.nonlocal)
                    && node.simple
                {
                    let what = if usage.global { "global" } else { "nonlocal" };
                    self.name_fault(format!("annotated name '{name}' can't be {what}"), span);
                }
                if &**name == "__debug__" {
                    self.fault("cannot assign to __debug__", span);
                }
                let simple = node.simple;
                let usage = self.usage(name);
                usage.annotated |= simple;
                usage.assigned |= node.value.is_some() || !simple;
            }
            _ => self.target(&node.target, true),
        }
        self.annotation(&node.annotation);
        if let Some(value) = &node.value {
            self.values([value], false);
        }
    }

    /// An annotation may not yield, await or assign.
    fn annotation(&mut self, value: &Expr) {
        if let ExprKind::Yield(_) | ExprKind::YieldFrom(_) = value.kind {
            self.name_fault(
                "yield expression cannot be used within an annotation",
                value.span,
            );
        }
        if let ExprKind::Await(_) = value.kind {
            self.name_fault(
                "await expression cannot be used within an annotation",
                value.span,
            );
        }
        if let ExprKind::NamedExpr(_) = value.kind {
            self.name_fault(
                "named expression cannot be used within an annotation",
                value.span,
            );
        }
        self.values([value], true);
    }

    fn try_(&mut self, node: &Try) {
        self.block(&node.body);
        for (index, handler) in node.handlers.iter().enumerate() {
            match &handler.class {
                Some(class) => self.value(class),
                None if index + 1 < node.handlers.len() => {
                    self.fault("default 'except:' must be last", handler.span);
                }
                None => {}
            }
            if let Some(name) = &handler.name {
                self.bind(&name.name, handler.span);
            }
            if node.is_star {
                let inside = Jumps {
                    loops: 0,
                    in_star: true,
                };
                let around = std::mem::replace(&mut self.jumps, inside);
                self.block(&handler.body);
                self.jumps = around;
            } else {
                self.block(&handler.body);
            }
        }
        self.block(&node.orelse);
        self.block(&node.finalbody);
    }

    fn function(&mut self, node: &FunctionDef, span: Span) {
        self.decorators(&node.decorators);
        self.defaults(&node.params);
        let params = &node.params;
        let all = params
            .posonly
            .iter()
            .chain(&params.args)
            .chain(params.vararg.as_deref());
        for param in all.chain(&params.kwonly).chain(params.kwarg.as_deref()) {
            if let Some(annotation) = &param.annotation {
                self.annotation(annotation);
            }
        }
        if let Some(returns) = &node.returns {
            self.annotation(returns);
        }
        self.bind(&node.name.name, span);
        let jumps = std::mem::take(&mut self.jumps);
        self.scopes.push(Scope::new(ScopeKind::Function {
            is_async: node.is_async,
        }));
        self.params(&node.params);
        self.block(&node.body);
        if let Some(scope) = self.scopes.pop()
            && node.is_async
            && scope.yields
            && let Some(place) = scope.returns_value
        {
            self.fault("'return' with value in async generator", place);
        }
        self.jumps = jumps;
    }

    fn decorators(&mut self, decorators: &[Expr]) {
        for decorator in decorators {
            self.value(decorator);
        }
    }

    fn defaults(&mut self, params: &Parameters) {
        for param in params
            .posonly
            .iter()
            .chain(&params.args)
            .chain(&params.kwonly)
        {
            if let Some(value) = &param.default {
                self.value(value);
            }
        }
    }

    fn class(&mut self, node: &ClassDef, span: Span) {
        self.decorators(&node.decorators);
        self.values(&node.bases, true);
        self.keywords(&node.keywords);
        self.bind(&node.name.name, span);
        let jumps = std::mem::take(&mut self.jumps);
        self.scopes.push(Scope::new(ScopeKind::Class));
        self.block(&node.body);
        self.scopes.pop();
        self.jumps = jumps;
    }

    fn keywords(&mut self, keywords: &[Keyword]) {
        let mut seen = HashSet::new();
        for keyword in keywords {
            if let Some(name) = &keyword.name {
                if &**name == "__debug__" {
                    self.fault("cannot assign to __debug__", keyword.span);
                }
                if !seen.insert(name) {
                    self.fault(format!("keyword argument repeated: {name}"), keyword.span);
                }
            }
            self.value(&keyword.value);
        }
    }

    // ---- targets ----

    /// What is assigned to; `top` when it is not inside a tuple or list.
    fn target(&mut self, target: &Expr, top: bool) {
        match &target.kind {
            ExprKind::Name(name) => {
                self.bind(name, target.span);
                if let ScopeKind::Comprehension { .. } = self.kind() {
                    self.usage(name).iteration = true;
                }
            }
            ExprKind::Attribute(node) => {
                if &*node.attr.name == "__debug__" {
                    self.fault("cannot assign to __debug__", target.span);
                }
                self.value(&node.value);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                let mut stars = items
                    .iter()
                    .filter(|item| matches!(item.kind, ExprKind::Starred(_)));
                if stars.nth(1).is_some() {
                    self.fault("multiple starred expressions in assignment", target.span);
                }
                for item in items {
                    self.target(item, false);
                }
            }
            ExprKind::Starred(value) => {
                if top {
                    self.fault(
                        "starred assignment target must be in a list or tuple",
                        target.span,
                    );
                }
                self.target(value, true);
            }
            _ => self.value(target),
        }
    }

    fn delete(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.delete_name(name, target.span),
            ExprKind::Attribute(node) => {
                if &*node.attr.name == "__debug__" {
                    self.fault("cannot delete __debug__", target.span);
                }
                self.value(&node.value);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for item in items {
                    self.delete(item);
                }
            }
            ExprKind::Subscript(node) => {
                self.value(&node.value);
                self.value(&node.index);
            }
            _ => self.value(target),
        }
    }

    // ---- expressions ----

    /// Expressions; `stars` when `*value` may be among them.
    fn values<'e>(&mut self, items: impl IntoIterator<Item = &'e Expr>, stars: bool) {
        for item in items {
            match &item.kind {
                ExprKind::Starred(value) if stars => self.value(value),
                _ => self.value(item),
            }
        }
    }

    pub(super) fn value(&mut self, expr: &Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => self.usage(name).used = true,
            ExprKind::Attribute(node) => self.value(&node.value),
            ExprKind::Subscript(node) => {
                self.warn_subscript(node, span);
                self.value(&node.value);
                self.value(&node.index);
            }
            ExprKind::Call(node) => {
                self.warn_call(node, span);
                self.value(&node.func);
                self.values(&node.args, true);
                self.keywords(&node.keywords);
            }
            ExprKind::BoolOp { values, .. } => self.values(values.iter(), false),
            ExprKind::BinOp(node) => {
                self.value(&node.first);
                self.values(node.rest.iter().map(|tail| &tail.right), false);
            }
            ExprKind::UnaryOp { operand, .. } => self.value(operand),
            ExprKind::Compare(node) => {
                self.warn_identity(node, span);
                self.value(&node.left);
                self.values(node.rest.iter().map(|(_, right)| right), false);
            }
            ExprKind::NamedExpr(node) => {
                self.walrus(node, span);
                self.value(&node.value);
            }
            ExprKind::Lambda(node) => {
                self.defaults(&node.params);
                let jumps = std::mem::take(&mut self.jumps);
                self.scopes.push(Scope::new(ScopeKind::Lambda));
                self.params(&node.params);
                self.value(&node.body);
                self.scopes.pop();
                self.jumps = jumps;
            }
            ExprKind::IfExp(node) => self.values([&node.test, &node.body, &node.orelse], false),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                self.values(items, true)
            }
            ExprKind::Dict(items) => {
                for item in items {
                    self.values(item.key.as_ref(), false);
                    self.value(&item.value);
                }
            }
            ExprKind::ListComp(node) => {
                self.comprehension(
                    "list comprehension",
                    &[&node.element],
                    &node.generators,
                    span,
                );
            }
            ExprKind::SetComp(node) => {
                self.comprehension(
                    "set comprehension",
                    &[&node.element],
                    &node.generators,
                    span,
                );
            }
            ExprKind::GeneratorExp(node) => {
                self.comprehension(
                    "generator expression",
                    &[&node.element],
                    &node.generators,
                    span,
                );
            }
            ExprKind::DictComp(node) => {
                self.comprehension(
                    "dict comprehension",
                    &[&node.key, &node.value],
                    &node.generators,
                    span,
                );
            }
            ExprKind::Await(value) => {
                self.await_(span);
                self.value(value);
            }
            ExprKind::Yield(value) => {
                self.yield_(span);
                if let Some(value) = value {
                    self.values([&**value], true);
                }
            }
            ExprKind::YieldFrom(value) => {
                self.yield_(span);
                if let ScopeKind::Function { is_async: true } = self.kind() {
                    self.fault("'yield from' inside async function", span);
                }
                self.value(value);
            }
            ExprKind::JoinedStr(parts) => self.parts(parts),
            ExprKind::Starred(value) => {
                self.fault("can't use starred expression here", span);
                self.value(value);
            }
            ExprKind::Slice(node) => {
                for part in [&node.lower, &node.upper, &node.step].into_iter().flatten() {
                    self.value(part);
                }
            }
        }
    }

    fn parts(&mut self, parts: &[FStringPart]) {
        for part in parts {
            if let FStringPart::Value(field) = part {
                self.value(&field.value);
                if let Some(spec) = &field.spec {
                    self.parts(spec);
                }
            }
        }
    }

    fn comprehension(
        &mut self,
        what: &'static str,
        elements: &[&Expr],
        generators: &[Generator],
        span: Span,
    ) {
        let is_lazy = what == "generator expression";
        // The first iterable is evaluated outside.
        let outer_scope = self.scopes.len() - 1;
        if let Some(first) = generators.first() {
            let before = std::mem::replace(&mut self.scopes[outer_scope].in_iterable, true);
            let scope_is_comprehension = matches!(self.kind(), ScopeKind::Comprehension { .. });
            if scope_is_comprehension {
                self.value(&first.iter);
                self.scopes[outer_scope].in_iterable = before;
            } else {
                // A walrus is forbidden here too, though the scope is not a comprehension's.
                self.scopes[outer_scope].in_iterable = before;
                self.forbid_walrus(&first.iter);
                self.value(&first.iter);
            }
        }
        self.scopes
            .push(Scope::new(ScopeKind::Comprehension { what, is_lazy }));
        self.scope().is_async = generators.iter().any(|generator| generator.is_async);
        for (index, generator) in generators.iter().enumerate() {
            if index > 0 {
                self.scope().in_iterable = true;
                self.value(&generator.iter);
                self.scope().in_iterable = false;
            }
            self.target(&generator.target, true);
            for test in &generator.ifs {
                self.value(test);
            }
        }
        for element in elements {
            self.value(element);
        }
        let Some(inner) = self.scopes.pop() else {
            return;
        };
        if inner.is_async && !is_lazy {
            let allowed = matches!(
                self.kind(),
                ScopeKind::Function { is_async: true } | ScopeKind::Comprehension { .. }
            );
            if !allowed {
                self.fault(
                    "asynchronous comprehension outside of an asynchronous function",
                    span,
                );
            }
            if let ScopeKind::Comprehension { .. } = self.kind() {
                self.scope().is_async = true;
            }
        }
    }

    fn forbid_walrus(&mut self, expr: &Expr) {
        if let ExprKind::NamedExpr(_) = expr.kind {
            let message =
                "assignment expression cannot be used in a comprehension iterable expression";
            self.name_fault(message, expr.span);
        }
    }

    // ---- places ----

    fn await_(&mut self, span: Span) {
        match self.kind() {
            ScopeKind::Function { is_async: true } => {}
            ScopeKind::Comprehension { .. } => self.scope().is_async = true,
            ScopeKind::Function { .. } | ScopeKind::Lambda => {
                self.fault("'await' outside async function", span)
            }
            ScopeKind::Module | ScopeKind::Class => self.fault("'await' outside function", span),
        }
    }

    fn yield_(&mut self, span: Span) {
        match self.kind() {
            ScopeKind::Function { .. } | ScopeKind::Lambda => self.scope().yields = true,
            ScopeKind::Comprehension { what, .. } => {
                self.name_fault(format!("'yield' inside {what}"), span);
            }
            ScopeKind::Module | ScopeKind::Class => self.fault("'yield' outside function", span),
        }
    }

    fn need_async(&mut self, message: &str, span: Span) {
        if !matches!(self.owner().kind, ScopeKind::Function { is_async: true }) {
            self.fault(message, span);
        }
    }
}

fn is_future(node: &ImportFrom) -> bool {
    node.level == 0 && node.module.as_deref() == Some("__future__")
}
