//! Constructors of statements.

use super::super::ast::*;
use super::call::Arg;
use super::{Make, Span, Use, describe, invalid_target, is_arith, is_assignable_display};

impl Make<'_> {
    /// A simple statement.
    pub fn stmt(&mut self, kind: StmtKind, l: u32, r: u32) -> Stmt {
        Stmt {
            kind,
            span: Span::new(l, r),
        }
    }

    /// A compound statement ends where its last block's last statement ends.
    fn compound(&mut self, kind: StmtKind, l: u32, last: Option<u32>) -> Stmt {
        Stmt {
            kind,
            span: Span::new(l, last.unwrap_or(l)),
        }
    }

    /// `first = rest = …`: the last is the value.
    pub fn assign(&mut self, first: Expr, mut rest: Vec<Expr>) -> StmtKind {
        let Some(value) = rest.pop() else {
            return StmtKind::Expr(Box::new(first));
        };
        let single = rest.is_empty();
        let mut targets = Vec::with_capacity(rest.len() + 1);
        targets.push(first);
        targets.append(&mut rest);
        for target in &targets {
            let bare = target.span.start == 0
                || self.text(target.span.start - 1, target.span.start) != "(";
            if let (true, ExprKind::Yield(_) | ExprKind::YieldFrom(_)) = (bare, &target.kind) {
                self.fault("assignment to yield expression not possible", target.span);
            }
            self.check_assign_target(target, single.then_some(&value));
        }
        StmtKind::Assign {
            targets,
            value: Box::new(value),
        }
    }

    /// A target of `=`. A lone `target = value` whose target cannot be one may have been meant as a comparison.
    fn check_assign_target(&mut self, target: &Expr, value: Option<&Expr>) {
        let Some(bad) = invalid_target(target, Use::Assign).filter(|_| self.fault.is_none()) else {
            return;
        };
        let last = match &target.kind {
            // Without parentheses the last item of a tuple stands before the equals sign.
            ExprKind::Tuple(items)
                if self.text(target.span.start, target.span.start + 1) != "(" =>
            {
                items.last()
            }
            _ => Some(target),
        };
        let may_compare = last.is_some_and(|last| std::ptr::eq(last, bad))
            && (is_arith(bad) || matches!(bad.kind, ExprKind::Yield(_) | ExprKind::YieldFrom(_)))
            && !is_assignable_display(bad);
        let value_fits = value.is_some_and(|value| match &value.kind {
            ExprKind::Tuple(items) => items
                .first()
                .is_some_and(|first| is_arith(super::arith_part(first))),
            _ => is_arith(super::arith_part(value)),
        });
        let what = describe(bad);
        let message = if may_compare && value_fits {
            format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?")
        } else {
            format!("cannot assign to {what}")
        };
        let span = bad.span;
        self.fault(message, span);
    }

    /// `target op= value`.
    pub fn aug_assign(&mut self, target: Expr, op: BinaryOp, value: Expr) -> StmtKind {
        if !matches!(
            target.kind,
            ExprKind::Name(_) | ExprKind::Attribute(_) | ExprKind::Subscript(_)
        ) {
            let message = format!(
                "'{}' is an illegal expression for augmented assignment",
                describe(&target)
            );
            self.fault(message, target.span);
        }
        StmtKind::AugAssign {
            target: Box::new(target),
            op,
            value: Box::new(value),
        }
    }

    /// `target: annotation = value`; `l` is where the statement starts.
    pub fn ann_assign(
        &mut self,
        l: u32,
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
    ) -> StmtKind {
        let simple = match &target.kind {
            ExprKind::Name(_) => l == target.span.start,
            ExprKind::Attribute(_) | ExprKind::Subscript(_) => false,
            ExprKind::List(_) => {
                self.fault(
                    "only single target (not list) can be annotated",
                    target.span,
                );
                false
            }
            ExprKind::Tuple(items) => {
                let bare = self.text(target.span.start, target.span.start + 1) != "(";
                let span = items
                    .first()
                    .filter(|_| bare)
                    .map_or(target.span, |first| first.span);
                self.fault("only single target (not tuple) can be annotated", span);
                false
            }
            _ => {
                self.fault("illegal target for annotation", target.span);
                false
            }
        };
        StmtKind::AnnAssign(Box::new(AnnAssign {
            target,
            annotation,
            value,
            simple,
        }))
    }

    /// `del targets`; `l` is where the targets start.
    pub fn delete(&mut self, l: u32, targets: Expr) -> StmtKind {
        self.check_target(&targets, Use::Delete);
        let bare =
            targets.span.start == l && self.text(l, l + 1) != "(" || !self.closes_at(&targets);
        match targets.kind {
            ExprKind::Tuple(items) if bare => StmtKind::Delete(items),
            _ => StmtKind::Delete(vec![targets]),
        }
    }

    /// Whether a tuple is written with parentheses: its first sign opens what its last sign closes.
    fn closes_at(&self, tuple: &Expr) -> bool {
        let ExprKind::Tuple(items) = &tuple.kind else {
            return false;
        };
        let first_start = items.first().map(|first| first.span.start);
        let last_end = items.last().map(|last| last.span.end);
        // A bare tuple whose first item is in parentheses has text after its last parenthesis, or a comma at its end.
        let text = tuple.span.text(self.source);
        if !(text.starts_with('(') && text.ends_with(')')) {
            return false;
        }
        let mut depth = 0i32;
        let (Some(first), Some(last)) = (first_start, last_end) else {
            return true;
        };
        let before = self
            .text(tuple.span.start, first)
            .bytes()
            .filter(|byte| *byte == b'(')
            .count();
        let after = self
            .text(last, tuple.span.end)
            .bytes()
            .filter(|byte| *byte == b')')
            .count();
        depth += before as i32 - after as i32;
        // `(a), (b)` has one on each side too, but then the first closes before the comma.
        if depth != 0 || items.len() < 2 {
            return true;
        }
        let between = self.text(items[0].span.end, items[1].span.start);
        let closed = between
            .split(',')
            .next()
            .unwrap_or("")
            .bytes()
            .filter(|byte| *byte == b')')
            .count();
        closed < before
    }

    /// `from source import names`.
    pub fn import_from(&mut self, source: (u32, Option<Name>), names: Vec<Alias>) -> StmtKind {
        let (level, module) = source;
        StmtKind::ImportFrom(Box::new(ImportFrom {
            module,
            names,
            level,
        }))
    }

    /// `*` of an import.
    pub fn import_star(&mut self, l: u32, r: u32) -> Vec<Alias> {
        vec![Alias {
            name: Name::from("*"),
            asname: None,
            span: Span::new(l, r),
        }]
    }

    /// `a, b,` of an import.
    pub fn import_comma(&mut self, names: Vec<Alias>, l: u32, r: u32) -> Vec<Alias> {
        let _ = l;
        let rest = self.source.get(r as usize..).unwrap_or("");
        let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let end = r + space as u32;
        let message = "trailing comma not allowed without surrounding parentheses";
        self.fault(message, Span::new(end, end));
        names
    }

    /// `def` or `class` with its decorators.
    pub fn definition(&mut self, mut kind: StmtKind, found: Vec<Expr>, l: u32) -> Stmt {
        let end = match &mut kind {
            StmtKind::FunctionDef(node) => {
                node.decorators = found;
                self.end_of(&node.body)
            }
            StmtKind::ClassDef(node) => {
                node.decorators = found;
                self.end_of(&node.body)
            }
            _ => None,
        };
        self.compound(kind, l, end)
    }

    /// `def name(params): body`.
    pub fn function(
        &mut self,
        is_async: bool,
        name: Identifier,
        params: Parameters,
        returns: Option<Expr>,
        body: Block,
    ) -> StmtKind {
        StmtKind::FunctionDef(Box::new(FunctionDef {
            name,
            params,
            body,
            decorators: Vec::new(),
            returns,
            is_async,
        }))
    }

    /// `class name(args): body`.
    pub fn class(&mut self, name: Identifier, args: Option<Vec<Arg>>, body: Block) -> StmtKind {
        let (bases, keywords) = self.arguments(args.unwrap_or_default(), None);
        StmtKind::ClassDef(Box::new(ClassDef {
            name,
            bases,
            keywords,
            body,
            decorators: Vec::new(),
        }))
    }

    /// `if test: body elif … else: orelse`.
    pub fn if_(
        &mut self,
        l: u32,
        test: Expr,
        body: Block,
        elifs: Vec<(u32, Expr, Block)>,
        orelse: Option<Block>,
    ) -> Stmt {
        let orelse = orelse.unwrap_or_default();
        let last = elifs.last().map_or(&body, |(_, _, body)| body);
        let end = self.end_of(&orelse).or(self.end_of(last));
        let stop = end.unwrap_or(l);
        let mut clauses = Vec::with_capacity(elifs.len() + 1);
        clauses.push(IfClause {
            test,
            body,
            span: Span::new(l, stop),
        });
        clauses.extend(elifs.into_iter().map(|(l, test, body)| IfClause {
            test,
            body,
            span: Span::new(l, stop),
        }));
        self.compound(StmtKind::If { clauses, orelse }, l, end)
    }

    /// `while test: body else: orelse`.
    pub fn while_(&mut self, l: u32, test: Expr, body: Block, orelse: Option<Block>) -> Stmt {
        let orelse = orelse.unwrap_or_default();
        let end = self.end_of(&orelse).or(self.end_of(&body));
        self.compound(
            StmtKind::While(Box::new(While { test, body, orelse })),
            l,
            end,
        )
    }

    /// `for target in iter: body else: orelse`.
    pub fn for_(
        &mut self,
        l: u32,
        is_async: bool,
        target: Expr,
        iter: Expr,
        body: Block,
        orelse: Option<Block>,
    ) -> Stmt {
        self.check_target(&target, Use::Loop);
        let orelse = orelse.unwrap_or_default();
        let end = self.end_of(&orelse).or(self.end_of(&body));
        self.compound(
            StmtKind::For(Box::new(For {
                target,
                iter,
                body,
                orelse,
                is_async,
            })),
            l,
            end,
        )
    }

    /// `with items: body`.
    pub fn with(&mut self, l: u32, is_async: bool, items: Vec<WithItem>, body: Block) -> Stmt {
        let end = self.end_of(&body);
        self.compound(
            StmtKind::With {
                items,
                body,
                is_async,
            },
            l,
            end,
        )
    }

    /// `context as target`.
    pub fn with_item(&mut self, context: Expr, target: Expr) -> WithItem {
        self.check_target(&target, Use::Assign);
        WithItem {
            context,
            target: Some(target),
        }
    }

    /// `try: body …`.
    pub fn try_(
        &mut self,
        l: u32,
        body: Block,
        found: Vec<(bool, ExceptHandler)>,
        orelse: Option<Block>,
        finalbody: Option<Block>,
    ) -> Stmt {
        let is_star = found.first().is_some_and(|(star, _)| *star);
        if let Some((_, other)) = found.iter().find(|(star, _)| *star != is_star) {
            let message = "cannot have both 'except' and 'except*' on the same 'try'";
            let start = other.span.start;
            let end = if is_star {
                start + "except".len() as u32
            } else {
                self.sign_after(b'*', start).end
            };
            self.fault(message, Span::new(start, end));
        }
        let handlers: Vec<ExceptHandler> = found.into_iter().map(|(_, handler)| handler).collect();
        let (orelse, finalbody) = (orelse.unwrap_or_default(), finalbody.unwrap_or_default());
        let last = handlers
            .last()
            .and_then(|handler| self.end_of(&handler.body));
        let end = self
            .end_of(&finalbody)
            .or(self.end_of(&orelse))
            .or(last)
            .or(self.end_of(&body));
        self.compound(
            StmtKind::Try(Box::new(Try {
                body,
                handlers,
                orelse,
                finalbody,
                is_star,
            })),
            l,
            end,
        )
    }

    /// `except class as name: body`.
    pub fn handler(
        &mut self,
        l: u32,
        is_star: bool,
        class: Option<Expr>,
        name: Option<Identifier>,
        body: Block,
    ) -> (bool, ExceptHandler) {
        let span = Span::new(l, self.end_of(&body).unwrap_or(l));
        (
            is_star,
            ExceptHandler {
                class,
                name,
                body,
                span,
            },
        )
    }

    /// `except A, B:`.
    pub fn bare_exceptions(&mut self, l: u32, r: u32, first: Expr) -> Expr {
        self.fault(
            "multiple exception types must be parenthesized",
            Span::new(l, r),
        );
        first
    }

    /// `match subject: cases`.
    pub fn match_(&mut self, l: u32, subject: Expr, cases: Vec<MatchCase>) -> Stmt {
        let end = cases.last().and_then(|case| self.end_of(&case.body));
        self.compound(
            StmtKind::Match {
                subject: Box::new(subject),
                cases,
            },
            l,
            end,
        )
    }

    /// Where a block ends: with its last statement, or with the semicolon after it.
    fn end_of(&self, block: &[Stmt]) -> Option<u32> {
        let end = block.last()?.span.end;
        let rest = self.source.get(end as usize..).unwrap_or("");
        let space = rest
            .bytes()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let semicolon = rest.as_bytes().get(space) == Some(&b';');
        Some(if semicolon {
            end + space as u32 + 1
        } else {
            end
        })
    }
}
