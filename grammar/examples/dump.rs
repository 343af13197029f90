//! Prints the syntax tree of a file in the form of `dump.py`, so that it can be compared with CPython's.
//!
//! In: a file name. Out: one line; or the syntax error, with exit status 1. With `--time` only speed is told.

use std::fmt::Write;

use tick_syntax::ast::*;
use tick_syntax::{LineIndex, Mode, Span, parse};

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    if args.peek().is_some_and(|arg| arg == "--time") {
        return time(args.skip(1).collect());
    }
    for path in args {
        let data = std::fs::read(&path).expect("the file can be read");
        let source = String::from_utf8_lossy(&data);
        match parse(&source, Mode::Module) {
            Ok(parsed) => {
                let mut dump = Dump {
                    lines: LineIndex::new(&source),
                    out: String::new(),
                    bom: source.starts_with('\u{feff}'),
                };
                dump.root(&parsed.ast);
                println!("{}", dump.out);
            }
            Err(error) => {
                eprintln!(
                    "{path}: {}: {} {}:{}",
                    error.kind.name(),
                    error.message,
                    error.line,
                    error.column
                );
                std::process::exit(1);
            }
        }
    }
}

/// Parses all files and tells lines for each second.
fn time(paths: Vec<String>) {
    let sources: Vec<String> = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect();
    let lines: usize = sources.iter().map(|source| source.lines().count()).sum();
    let start = std::time::Instant::now();
    let parsed = sources
        .iter()
        .filter(|source| parse(source, Mode::Module).is_ok())
        .count();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{parsed} of {} files, {lines} lines, {seconds:.3} s, {:.0} lines/s",
        sources.len(),
        lines as f64 / seconds
    );
}

struct Dump {
    lines: LineIndex,
    out: String,
    bom: bool,
}

#[derive(Clone, Copy)]
enum Context {
    Load,
    Store,
    Del,
}
use Context::*;

impl Dump {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn place(&mut self, span: Span) {
        let mut start = self.lines.place(span.start);
        let mut end = self.lines.place(span.end);
        if self.bom {
            start.byte -= if start.line == 1 { 3 } else { 0 };
            end.byte -= if end.line == 1 { 3 } else { 0 };
        }
        let _ = write!(
            self.out,
            "@{}:{}-{}:{}",
            start.line, start.byte, end.line, end.byte
        );
    }

    fn open(&mut self, name: &str, span: Span) {
        self.put(name);
        self.place(span);
        self.put("(");
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        self.put("[");
        for item in items {
            each(self, item);
            self.put(",");
        }
        self.put("]");
    }

    fn text(&mut self, codes: impl Iterator<Item = u32>) {
        self.put("\"");
        for code in codes {
            if (0x20..=0x7e).contains(&code) && code != 0x22 && code != 0x5c {
                self.out.push(code as u8 as char);
            } else {
                let _ = write!(self.out, "\\{code:x};");
            }
        }
        self.put("\"");
    }

    fn name(&mut self, name: &str) {
        self.text(name.chars().map(u32::from));
    }

    fn opt_name(&mut self, name: Option<&Name>) {
        match name {
            Some(name) => self.name(name),
            None => self.put("~"),
        }
    }

    fn root(&mut self, ast: &Ast) {
        match ast {
            Ast::Module(body) => {
                self.put("Module(");
                self.block(body);
                self.put(";)");
            }
            Ast::Interactive(body) => {
                self.put("Interactive(");
                self.block(body);
                self.put(";)");
            }
            Ast::Expression(body) => {
                self.put("Expression(");
                self.expr(body, Load);
                self.put(";)");
            }
        }
    }

    fn block(&mut self, body: &[Stmt]) {
        self.list(body, Self::stmt);
    }

    fn exprs(&mut self, items: &[Expr], context: Context) {
        self.list(items, |dump, item| dump.expr(item, context));
    }

    fn opt(&mut self, value: Option<&Expr>) {
        match value {
            Some(value) => self.expr(value, Load),
            None => self.put("~"),
        }
    }

    fn keywords(&mut self, keywords: &[Keyword]) {
        self.list(keywords, |dump, keyword| {
            dump.open("keyword", keyword.span);
            dump.opt_name(keyword.name.as_ref());
            dump.put(";");
            dump.expr(&keyword.value, Load);
            dump.put(";)");
        });
    }

    fn params(&mut self, params: &Parameters) {
        self.put("arguments(");
        self.list(&params.posonly, Self::param);
        self.put(";");
        self.list(&params.args, Self::param);
        self.put(";");
        self.opt_param(params.vararg.as_deref());
        self.put(";");
        self.list(&params.kwonly, Self::param);
        self.put(";");
        self.list(&params.kwonly, |dump, param| {
            dump.opt(param.default.as_deref())
        });
        self.put(";");
        self.opt_param(params.kwarg.as_deref());
        self.put(";[");
        for param in params.posonly.iter().chain(&params.args) {
            if let Some(value) = &param.default {
                self.expr(value, Load);
                self.put(",");
            }
        }
        self.put("];)");
    }

    fn param(&mut self, param: &Parameter) {
        self.open("arg", param.span);
        self.name(&param.name);
        self.put(";");
        self.opt(param.annotation.as_deref());
        self.put(";)");
    }

    fn opt_param(&mut self, param: Option<&Parameter>) {
        match param {
            Some(param) => self.param(param),
            None => self.put("~"),
        }
    }

    fn aliases(&mut self, names: &[Alias]) {
        self.list(names, |dump, alias| {
            dump.open("alias", alias.span);
            dump.name(&alias.name);
            dump.put(";");
            dump.opt_name(alias.asname.as_ref());
            dump.put(";)");
        });
    }

    fn if_(&mut self, clauses: &[IfClause], orelse: &[Stmt]) {
        let Some((first, rest)) = clauses.split_first() else {
            return;
        };
        self.open("If", first.span);
        self.expr(&first.test, Load);
        self.put(";");
        self.block(&first.body);
        self.put(";");
        if rest.is_empty() {
            self.block(orelse);
        } else {
            self.put("[");
            self.if_(rest, orelse);
            self.put(",]");
        }
        self.put(";)");
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::FunctionDef(node) => {
                self.open(
                    if node.is_async {
                        "AsyncFunctionDef"
                    } else {
                        "FunctionDef"
                    },
                    span,
                );
                self.name(&node.name.name);
                self.put(";");
                self.params(&node.params);
                self.put(";");
                self.block(&node.body);
                self.put(";");
                self.exprs(&node.decorators, Load);
                self.put(";");
                self.opt(node.returns.as_ref());
                self.put(";)");
            }
            StmtKind::ClassDef(node) => {
                self.open("ClassDef", span);
                self.name(&node.name.name);
                self.put(";");
                self.exprs(&node.bases, Load);
                self.put(";");
                self.keywords(&node.keywords);
                self.put(";");
                self.block(&node.body);
                self.put(";");
                self.exprs(&node.decorators, Load);
                self.put(";)");
            }
            StmtKind::Return(value) => {
                self.open("Return", span);
                self.opt(value.as_deref());
                self.put(";)");
            }
            StmtKind::Delete(targets) => {
                self.open("Delete", span);
                self.exprs(targets, Del);
                self.put(";)");
            }
            StmtKind::Assign { targets, value } => {
                self.open("Assign", span);
                self.exprs(targets, Store);
                self.put(";");
                self.expr(value, Load);
                self.put(";)");
            }
            StmtKind::AugAssign { target, op, value } => {
                self.open("AugAssign", span);
                self.expr(target, Store);
                let _ = write!(self.out, ";{op:?}();");
                self.expr(value, Load);
                self.put(";)");
            }
            StmtKind::AnnAssign(node) => {
                self.open("AnnAssign", span);
                self.expr(&node.target, Store);
                self.put(";");
                self.expr(&node.annotation, Load);
                self.put(";");
                self.opt(node.value.as_ref());
                let _ = write!(self.out, ";{};)", node.simple as u8);
            }
            StmtKind::For(node) => {
                self.open(if node.is_async { "AsyncFor" } else { "For" }, span);
                self.expr(&node.target, Store);
                self.put(";");
                self.expr(&node.iter, Load);
                self.put(";");
                self.block(&node.body);
                self.put(";");
                self.block(&node.orelse);
                self.put(";)");
            }
            StmtKind::While(node) => {
                self.open("While", span);
                self.expr(&node.test, Load);
                self.put(";");
                self.block(&node.body);
                self.put(";");
                self.block(&node.orelse);
                self.put(";)");
            }
            StmtKind::If { clauses, orelse } => self.if_(clauses, orelse),
            StmtKind::With {
                items,
                body,
                is_async,
            } => {
                self.open(if *is_async { "AsyncWith" } else { "With" }, span);
                self.list(items, |dump, item| {
                    dump.put("withitem(");
                    dump.expr(&item.context, Load);
                    dump.put(";");
                    match &item.target {
                        Some(target) => dump.expr(target, Store),
                        None => dump.put("~"),
                    }
                    dump.put(";)");
                });
                self.put(";");
                self.block(body);
                self.put(";)");
            }
            StmtKind::Match { subject, cases } => {
                self.open("Match", span);
                self.expr(subject, Load);
                self.put(";");
                self.list(cases, |dump, case| {
                    dump.put("match_case(");
                    dump.pattern(&case.pattern);
                    dump.put(";");
                    dump.opt(case.guard.as_ref());
                    dump.put(";");
                    dump.block(&case.body);
                    dump.put(";)");
                });
                self.put(";)");
            }
            StmtKind::Raise { exception, cause } => {
                self.open("Raise", span);
                self.opt(exception.as_deref());
                self.put(";");
                self.opt(cause.as_deref());
                self.put(";)");
            }
            StmtKind::Try(node) => {
                self.open(if node.is_star { "TryStar" } else { "Try" }, span);
                self.block(&node.body);
                self.put(";");
                self.list(&node.handlers, |dump, handler| {
                    dump.open("ExceptHandler", handler.span);
                    dump.opt(handler.class.as_ref());
                    dump.put(";");
                    dump.opt_name(handler.name.as_ref().map(|name| &name.name));
                    dump.put(";");
                    dump.block(&handler.body);
                    dump.put(";)");
                });
                self.put(";");
                self.block(&node.orelse);
                self.put(";");
                self.block(&node.finalbody);
                self.put(";)");
            }
            StmtKind::Assert { test, message } => {
                self.open("Assert", span);
                self.expr(test, Load);
                self.put(";");
                self.opt(message.as_deref());
                self.put(";)");
            }
            StmtKind::Import(names) => {
                self.open("Import", span);
                self.aliases(names);
                self.put(";)");
            }
            StmtKind::ImportFrom(node) => {
                self.open("ImportFrom", span);
                self.opt_name(node.module.as_ref());
                self.put(";");
                self.aliases(&node.names);
                let _ = write!(self.out, ";{};)", node.level);
            }
            StmtKind::Global(names) | StmtKind::Nonlocal(names) => {
                let global = matches!(stmt.kind, StmtKind::Global(_));
                self.open(if global { "Global" } else { "Nonlocal" }, span);
                self.list(names, |dump, name| dump.name(name));
                self.put(";)");
            }
            StmtKind::Expr(value) => {
                self.open("Expr", span);
                self.expr(value, Load);
                self.put(";)");
            }
            StmtKind::Pass => {
                self.open("Pass", span);
                self.put(")");
            }
            StmtKind::Break => {
                self.open("Break", span);
                self.put(")");
            }
            StmtKind::Continue => {
                self.open("Continue", span);
                self.put(")");
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Value(value) => {
                self.open("MatchValue", span);
                self.expr(value, Load);
                self.put(";)");
            }
            PatternKind::Singleton(value) => {
                self.open("MatchSingleton", span);
                self.constant(value);
                self.put(")");
            }
            PatternKind::Sequence(items) => {
                self.open("MatchSequence", span);
                self.list(items, Self::pattern);
                self.put(";)");
            }
            PatternKind::Mapping(node) => {
                self.open("MatchMapping", span);
                self.exprs(&node.keys, Load);
                self.put(";");
                self.list(&node.patterns, Self::pattern);
                self.put(";");
                self.opt_name(node.rest.as_ref());
                self.put(";)");
            }
            PatternKind::Class(node) => {
                self.open("MatchClass", span);
                self.expr(&node.class, Load);
                self.put(";");
                self.list(&node.patterns, Self::pattern);
                self.put(";");
                self.list(&node.keywords, |dump, (name, _)| dump.name(&name.name));
                self.put(";");
                self.list(&node.keywords, |dump, (_, pattern)| dump.pattern(pattern));
                self.put(";)");
            }
            PatternKind::Star(name) => {
                self.open("MatchStar", span);
                self.opt_name(name.as_ref());
                self.put(";)");
            }
            PatternKind::As { pattern, name } => {
                self.open("MatchAs", span);
                self.pattern(pattern);
                self.put(";");
                self.name(name);
                self.put(";)");
            }
            PatternKind::Capture(name) => {
                self.open("MatchAs", span);
                self.put("~;");
                self.name(name);
                self.put(";)");
            }
            PatternKind::Wildcard => {
                self.open("MatchAs", span);
                self.put("~;~;)");
            }
            PatternKind::Or(items) => {
                self.open("MatchOr", span);
                self.list(items, Self::pattern);
                self.put(";)");
            }
        }
    }

    fn constant(&mut self, value: &Constant) {
        match value {
            Constant::None => self.put("None"),
            Constant::True => self.put("True"),
            Constant::False => self.put("False"),
            Constant::Ellipsis => self.put("Ellipsis"),
            Constant::Int(value) => {
                let _ = write!(self.out, "{value:x}");
            }
            Constant::BigInt(value) => {
                let _ = write!(self.out, "{:x}", **value);
            }
            Constant::Float(value) => {
                let _ = write!(self.out, "f{:016x}", value.to_bits());
            }
            Constant::Imaginary(value) => {
                let _ = write!(self.out, "j{:016x}", value.to_bits());
            }
            Constant::Str(value) => self.name(value),
            Constant::WideStr(value) => self.text(value.iter().copied()),
            Constant::Bytes(value) => {
                self.put("b");
                for byte in value.iter() {
                    let _ = write!(self.out, "{byte:02x}");
                }
            }
        }
    }

    fn context(&mut self, context: Context) {
        self.put(match context {
            Load => "Load",
            Store => "Store",
            Del => "Del",
        });
        self.put(";)");
    }

    fn generators(&mut self, generators: &[Generator]) {
        self.list(generators, |dump, generator| {
            dump.put("comprehension(");
            dump.expr(&generator.target, Store);
            dump.put(";");
            dump.expr(&generator.iter, Load);
            dump.put(";");
            dump.exprs(&generator.ifs, Load);
            let _ = write!(dump.out, ";{};)", generator.is_async as u8);
        });
    }

    fn parts(&mut self, parts: &[FStringPart]) {
        self.list(parts, |dump, part| match part {
            FStringPart::Literal(value, _) => {
                dump.put("Constant(");
                dump.constant(value);
                dump.put(")");
            }
            FStringPart::Value(field) => {
                dump.open("FormattedValue", field.span);
                dump.expr(&field.value, Load);
                let conversion = match field.conversion {
                    Conversion::None => -1,
                    Conversion::Str => 's' as i32,
                    Conversion::Repr => 'r' as i32,
                    Conversion::Ascii => 'a' as i32,
                };
                let _ = write!(dump.out, ";{conversion};");
                match &field.spec {
                    Some(spec) => {
                        dump.open("JoinedStr", field.spec_span);
                        dump.parts(spec);
                        dump.put(";)");
                    }
                    None => dump.put("~"),
                }
                dump.put(";)");
            }
        });
    }

    fn expr(&mut self, expr: &Expr, context: Context) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Constant(value) => {
                self.open("Constant", span);
                self.constant(value);
                self.put(")");
            }
            ExprKind::Name(name) => {
                self.open("Name", span);
                self.name(name);
                self.put(";");
                self.context(context);
            }
            ExprKind::Attribute(node) => {
                self.open("Attribute", span);
                self.expr(&node.value, Load);
                self.put(";");
                self.name(&node.attr.name);
                self.put(";");
                self.context(context);
            }
            ExprKind::Subscript(node) => {
                self.open("Subscript", span);
                self.expr(&node.value, Load);
                self.put(";");
                self.expr(&node.index, Load);
                self.put(";");
                self.context(context);
            }
            ExprKind::Call(node) => {
                self.open("Call", span);
                self.expr(&node.func, Load);
                self.put(";");
                self.exprs(&node.args, Load);
                self.put(";");
                self.keywords(&node.keywords);
                self.put(";)");
            }
            ExprKind::BoolOp { op, values } => {
                self.open("BoolOp", span);
                let _ = write!(self.out, "{op:?}();");
                self.exprs(values, Load);
                self.put(";)");
            }
            ExprKind::BinOp(node) => {
                for tail in node.rest.iter().rev() {
                    self.open("BinOp", tail.span);
                }
                self.expr(&node.first, Load);
                for tail in &node.rest {
                    let _ = write!(self.out, ";{:?}();", tail.op);
                    self.expr(&tail.right, Load);
                    self.put(";)");
                }
            }
            ExprKind::UnaryOp { op, operand } => {
                self.open("UnaryOp", span);
                let _ = write!(self.out, "{op:?}();");
                self.expr(operand, Load);
                self.put(";)");
            }
            ExprKind::Compare(node) => {
                self.open("Compare", span);
                self.expr(&node.left, Load);
                self.put(";");
                self.list(&node.rest, |dump, (op, _)| {
                    let _ = write!(dump.out, "{op:?}()");
                });
                self.put(";");
                self.list(&node.rest, |dump, (_, right)| dump.expr(right, Load));
                self.put(";)");
            }
            ExprKind::NamedExpr(node) => {
                self.open("NamedExpr", span);
                self.open("Name", node.target.span);
                self.name(&node.target.name);
                self.put(";Store;);");
                self.expr(&node.value, Load);
                self.put(";)");
            }
            ExprKind::Lambda(node) => {
                self.open("Lambda", span);
                self.params(&node.params);
                self.put(";");
                self.expr(&node.body, Load);
                self.put(";)");
            }
            ExprKind::IfExp(node) => {
                self.open("IfExp", span);
                self.expr(&node.test, Load);
                self.put(";");
                self.expr(&node.body, Load);
                self.put(";");
                self.expr(&node.orelse, Load);
                self.put(";)");
            }
            ExprKind::Tuple(items) => {
                self.open("Tuple", span);
                self.exprs(items, context);
                self.put(";");
                self.context(context);
            }
            ExprKind::List(items) => {
                self.open("List", span);
                self.exprs(items, context);
                self.put(";");
                self.context(context);
            }
            ExprKind::Set(items) => {
                self.open("Set", span);
                self.exprs(items, Load);
                self.put(";)");
            }
            ExprKind::Dict(items) => {
                self.open("Dict", span);
                self.list(items, |dump, item| dump.opt(item.key.as_ref()));
                self.put(";");
                self.list(items, |dump, item| dump.expr(&item.value, Load));
                self.put(";)");
            }
            ExprKind::ListComp(node) | ExprKind::SetComp(node) | ExprKind::GeneratorExp(node) => {
                let name = match &expr.kind {
                    ExprKind::ListComp(_) => "ListComp",
                    ExprKind::SetComp(_) => "SetComp",
                    _ => "GeneratorExp",
                };
                self.open(name, span);
                self.expr(&node.element, Load);
                self.put(";");
                self.generators(&node.generators);
                self.put(";)");
            }
            ExprKind::DictComp(node) => {
                self.open("DictComp", span);
                self.expr(&node.key, Load);
                self.put(";");
                self.expr(&node.value, Load);
                self.put(";");
                self.generators(&node.generators);
                self.put(";)");
            }
            ExprKind::Await(value) => {
                self.open("Await", span);
                self.expr(value, Load);
                self.put(";)");
            }
            ExprKind::Yield(value) => {
                self.open("Yield", span);
                self.opt(value.as_deref());
                self.put(";)");
            }
            ExprKind::YieldFrom(value) => {
                self.open("YieldFrom", span);
                self.expr(value, Load);
                self.put(";)");
            }
            ExprKind::JoinedStr(parts) => {
                self.open("JoinedStr", span);
                self.parts(parts);
                self.put(";)");
            }
            ExprKind::Starred(value) => {
                self.open("Starred", span);
                self.expr(value, context);
                self.put(";");
                self.context(context);
            }
            ExprKind::Slice(node) => {
                self.open("Slice", span);
                self.opt(node.lower.as_ref());
                self.put(";");
                self.opt(node.upper.as_ref());
                self.put(";");
                self.opt(node.step.as_ref());
                self.put(";)");
            }
        }
    }
}
