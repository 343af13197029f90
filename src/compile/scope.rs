//! Scope analysis: which names a code unit binds, which it shares with others, which are global.
//!
//! In: the checked syntax tree. Out: [`Scopes`], one [`Scope`] for the module, each class body, function, lambda,
//! generator expression and comprehension, found again by the address of its node. Only the compiler calls.
//!
//! Comprehensions are scopes but not units: they are inlined, so that a use of an enclosing function's local in a
//! comprehension is no capture. Private names are mangled here and in the compiler by the same function.

use super::CompileError;
use crate::syntax::ast::*;
use crate::syntax::span::Span;
use rustc_hash::FxHashMap;

/// Number of a scope; the module is 0.
pub(super) type ScopeId = usize;

/// What a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Module,
    Class,
    Function,
    Lambda,
    /// A generator expression: a nested unit.
    Generator,
    /// A list, set or dict comprehension: inlined.
    Comprehension,
}

/// What is known of a name in a scope: bits.
pub(super) mod mark {
    pub const PARAM: u16 = 1;
    pub const ASSIGNED: u16 = 2;
    pub const USED: u16 = 4;
    pub const GLOBAL: u16 = 8;
    pub const NONLOCAL: u16 = 16;
    pub const ANNOTATED: u16 = 32;
    /// Deleted by `del` or at the end of an `except … as` clause.
    pub const DELETED: u16 = 64;
    /// Target of `:=`.
    pub const WALRUS: u16 = 128;
    /// Captured by an inner unit.
    pub const CELL: u16 = 256;
    pub const BOUND: u16 = PARAM | ASSIGNED | ANNOTATED;
}

/// A name of a scope.
pub(super) struct Symbol {
    pub name: Name,
    pub marks: u16,
}

/// A scope.
pub(super) struct Scope {
    pub kind: Kind,
    pub parent: ScopeId,
    /// In order of first appearance; parameters first, in register order.
    pub symbols: Vec<Symbol>,
    index: FxHashMap<Name, usize>,
    /// Names taken from enclosing units, sorted; also those only passed on to inner units.
    pub free: Vec<Name>,
    /// A method needs the class: its body has a cell `__class__`.
    pub class_cell: bool,
    pub is_generator: bool,
    pub is_coroutine: bool,
    /// The class whose private names are mangled here.
    pub private: Option<Name>,
}

impl Scope {
    /// The marks of a name, 0 if it does not occur.
    pub fn marks(&self, name: &str) -> u16 {
        self.index.get(name).map_or(0, |&at| self.symbols[at].marks)
    }

    /// True if the name is a register or cell of this scope's own.
    pub fn binds(&self, name: &str) -> bool {
        let marks = self.marks(name);
        marks & mark::BOUND != 0 && marks & (mark::GLOBAL | mark::NONLOCAL) == 0
    }
}

/// All scopes of a source.
pub(super) struct Scopes {
    pub all: Vec<Scope>,
    by_node: FxHashMap<usize, ScopeId>,
}

impl Scopes {
    /// The scope of a node: `FunctionDef`, `ClassDef`, `Lambda` or a comprehension.
    pub fn of<T>(&self, node: &T) -> ScopeId {
        self.by_node[&address(node)]
    }
}

fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

/// `__name` in a class becomes `_Class__name`.
pub(super) fn mangle(private: Option<&Name>, name: &Name) -> Name {
    let Some(class) = private else {
        return name.clone();
    };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    match class.trim_start_matches('_') {
        "" => name.clone(),
        class => format!("_{class}{name}").into(),
    }
}

/// Analyses a source.
pub(super) fn analyse(ast: &Ast, future_annotations: bool) -> Result<Scopes, CompileError> {
    let mut builder = Builder {
        scopes: Scopes {
            all: Vec::new(),
            by_node: FxHashMap::default(),
        },
        current: 0,
        future_annotations,
        nonlocals: FxHashMap::default(),
    };
    builder.open(Kind::Module, None);
    match ast {
        Ast::Module(body) | Ast::Interactive(body) => builder.block(body)?,
        Ast::Expression(e) => builder.expr(e)?,
    }
    let Builder {
        mut scopes,
        nonlocals,
        ..
    } = builder;
    resolve(&mut scopes, &nonlocals)?;
    Ok(scopes)
}

struct Builder {
    scopes: Scopes,
    current: ScopeId,
    future_annotations: bool,
    /// Where each `nonlocal` stands.
    nonlocals: FxHashMap<(ScopeId, Name), Span>,
}

type Done = Result<(), CompileError>;

impl Builder {
    fn open(&mut self, kind: Kind, private: Option<Name>) -> ScopeId {
        let id = self.scopes.all.len();
        self.scopes.all.push(Scope {
            kind,
            parent: self.current,
            symbols: Vec::new(),
            index: FxHashMap::default(),
            free: Vec::new(),
            class_cell: false,
            is_generator: false,
            is_coroutine: false,
            private,
        });
        self.current = id;
        id
    }

    fn close(&mut self) {
        self.current = self.scope().parent;
    }

    fn scope(&mut self) -> &mut Scope {
        &mut self.scopes.all[self.current]
    }

    fn private(&self) -> Option<Name> {
        self.scopes.all[self.current].private.clone()
    }

    fn add_to(&mut self, scope: ScopeId, name: Name, marks: u16) {
        let scope = &mut self.scopes.all[scope];
        match scope.index.get(&name) {
            Some(&at) => scope.symbols[at].marks |= marks,
            None => {
                scope.index.insert(name.clone(), scope.symbols.len());
                scope.symbols.push(Symbol { name, marks });
            }
        }
    }

    fn add(&mut self, name: &Name, marks: u16) {
        let name = mangle(self.private().as_ref(), name);
        self.add_to(self.current, name, marks);
    }

    /// The unit around the current scope.
    fn unit(&self) -> ScopeId {
        let mut id = self.current;
        while self.scopes.all[id].kind == Kind::Comprehension {
            id = self.scopes.all[id].parent;
        }
        id
    }

    fn block(&mut self, body: &[Stmt]) -> Done {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn exprs(&mut self, list: &[Expr]) -> Done {
        list.iter().try_for_each(|e| self.expr(e))
    }

    fn optional(&mut self, e: Option<&Expr>) -> Done {
        e.map_or(Ok(()), |e| self.expr(e))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Done {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def)?,
            StmtKind::ClassDef(class) => {
                self.exprs(&class.decorators)?;
                self.exprs(&class.bases)?;
                class
                    .keywords
                    .iter()
                    .try_for_each(|k| self.expr(&k.value))?;
                self.add(&class.name.name, mark::ASSIGNED);
                let id = self.open(Kind::Class, Some(class.name.name.clone()));
                self.scopes.by_node.insert(address(&**class), id);
                self.block(&class.body)?;
                self.close();
            }
            StmtKind::Return(value) => self.optional(value.as_deref())?,
            StmtKind::Delete(targets) => targets
                .iter()
                .try_for_each(|t| self.target(t, mark::DELETED))?,
            StmtKind::Assign { targets, value } => {
                self.expr(value)?;
                targets.iter().try_for_each(|t| self.target(t, 0))?;
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target, mark::USED)?;
                self.expr(value)?;
            }
            StmtKind::AnnAssign(assign) => self.annotated(assign)?,
            StmtKind::For(f) => {
                self.expr(&f.iter)?;
                self.target(&f.target, 0)?;
                self.block(&f.body)?;
                self.block(&f.orelse)?;
            }
            StmtKind::While(w) => {
                self.expr(&w.test)?;
                self.block(&w.body)?;
                self.block(&w.orelse)?;
            }
            StmtKind::If { clauses, orelse } => {
                for clause in clauses {
                    self.expr(&clause.test)?;
                    self.block(&clause.body)?;
                }
                self.block(orelse)?;
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(&item.context)?;
                    item.target.as_ref().map_or(Ok(()), |t| self.target(t, 0))?;
                }
                self.block(body)?;
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard.as_ref())?;
                    self.block(&case.body)?;
                }
            }
            StmtKind::Raise { exception, cause } => {
                self.optional(exception.as_deref())?;
                self.optional(cause.as_deref())?;
            }
            StmtKind::Try(t) => {
                self.block(&t.body)?;
                for handler in &t.handlers {
                    self.optional(handler.class.as_ref())?;
                    if let Some(name) = &handler.name {
                        self.add(&name.name, mark::ASSIGNED | mark::DELETED);
                    }
                    self.block(&handler.body)?;
                }
                self.block(&t.orelse)?;
                self.block(&t.finalbody)?;
            }
            StmtKind::Assert { test, message } => {
                self.expr(test)?;
                self.optional(message.as_deref())?;
            }
            StmtKind::Import(aliases) => {
                for alias in aliases {
                    let bound = match &alias.asname {
                        Some(name) => name.clone(),
                        None => alias.name.split('.').next().unwrap_or_default().into(),
                    };
                    self.add(&bound, mark::ASSIGNED);
                }
            }
            StmtKind::ImportFrom(import) => {
                for alias in import.names.iter().filter(|alias| &*alias.name != "*") {
                    self.add(alias.asname.as_ref().unwrap_or(&alias.name), mark::ASSIGNED);
                }
            }
            StmtKind::Global(names) => names.iter().for_each(|n| self.declare(n, true, stmt.span)),
            StmtKind::Nonlocal(names) => {
                names.iter().for_each(|n| self.declare(n, false, stmt.span))
            }
            StmtKind::Expr(e) => self.expr(e)?,
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
        }
        Ok(())
    }

    /// `global` and `nonlocal`; the checker has refused what contradicts other uses in the scope.
    fn declare(&mut self, name: &Name, global: bool, span: Span) {
        self.add(name, if global { mark::GLOBAL } else { mark::NONLOCAL });
        if !global {
            let mangled = mangle(self.private().as_ref(), name);
            self.nonlocals.insert((self.current, mangled), span);
        }
    }

    fn annotated(&mut self, assign: &AnnAssign) -> Done {
        match &assign.target.kind {
            ExprKind::Name(name) if assign.simple => {
                let assigned = if assign.value.is_some() {
                    mark::ASSIGNED
                } else {
                    0
                };
                self.add(name, mark::ANNOTATED | assigned);
            }
            ExprKind::Name(name) if assign.value.is_some() => self.add(name, mark::ASSIGNED),
            ExprKind::Name(_) => {}
            _ => self.target(&assign.target, 0)?,
        }
        if !self.future_annotations && matches!(self.scope().kind, Kind::Module | Kind::Class) {
            self.expr(&assign.annotation)?;
        }
        self.optional(assign.value.as_ref())
    }

    fn function(&mut self, def: &FunctionDef) -> Done {
        self.exprs(&def.decorators)?;
        self.defaults(&def.params)?;
        if !self.future_annotations {
            let p = &def.params;
            for parameter in p.posonly.iter().chain(&p.args).chain(p.vararg.as_deref()) {
                self.optional(parameter.annotation.as_deref())?;
            }
            for parameter in p.kwonly.iter().chain(p.kwarg.as_deref()) {
                self.optional(parameter.annotation.as_deref())?;
            }
            self.optional(def.returns.as_ref())?;
        }
        self.add(&def.name.name, mark::ASSIGNED);
        let private = self.private();
        let id = self.open(Kind::Function, private);
        self.scopes.by_node.insert(address(def), id);
        self.scope().is_coroutine = def.is_async;
        self.parameters(&def.params);
        self.block(&def.body)?;
        self.close();
        Ok(())
    }

    fn defaults(&mut self, params: &Parameters) -> Done {
        for parameter in params
            .posonly
            .iter()
            .chain(&params.args)
            .chain(&params.kwonly)
        {
            self.optional(parameter.default.as_deref())?;
        }
        Ok(())
    }

    fn parameters(&mut self, params: &Parameters) {
        let order = params
            .posonly
            .iter()
            .chain(&params.args)
            .chain(&params.kwonly);
        for parameter in order
            .chain(params.vararg.as_deref())
            .chain(params.kwarg.as_deref())
        {
            self.add(&parameter.name, mark::PARAM);
        }
    }

    /// An assignment target; `extra` is added to the marks of the names it binds.
    fn target(&mut self, target: &Expr, extra: u16) -> Done {
        match &target.kind {
            ExprKind::Name(name) => self.add(name, mark::ASSIGNED | extra),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().try_for_each(|t| self.target(t, extra))?
            }
            ExprKind::Starred(inner) => self.target(inner, extra)?,
            _ => self.expr(target)?,
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Pattern) -> Done {
        match &pattern.kind {
            PatternKind::Value(e) => self.expr(e)?,
            PatternKind::Singleton(_) | PatternKind::Wildcard | PatternKind::Star(None) => {}
            PatternKind::Sequence(items) | PatternKind::Or(items) => {
                items.iter().try_for_each(|p| self.pattern(p))?
            }
            PatternKind::Mapping(m) => {
                self.exprs(&m.keys)?;
                m.patterns.iter().try_for_each(|p| self.pattern(p))?;
                if let Some(rest) = &m.rest {
                    self.add(rest, mark::ASSIGNED);
                }
            }
            PatternKind::Class(c) => {
                self.expr(&c.class)?;
                c.patterns.iter().try_for_each(|p| self.pattern(p))?;
                c.keywords.iter().try_for_each(|(_, p)| self.pattern(p))?;
            }
            PatternKind::Star(Some(name)) | PatternKind::Capture(name) => {
                self.add(name, mark::ASSIGNED)
            }
            PatternKind::As { pattern, name } => {
                self.pattern(pattern)?;
                self.add(name, mark::ASSIGNED);
            }
        }
        Ok(())
    }

    fn expr(&mut self, e: &Expr) -> Done {
        match &e.kind {
            ExprKind::Constant(_) => {}
            ExprKind::Name(name) => {
                self.add(name, mark::USED);
                let function = !matches!(
                    self.scopes.all[self.unit()].kind,
                    Kind::Module | Kind::Class
                );
                if &**name == "super" && function {
                    self.add_to(self.current, "__class__".into(), mark::USED);
                }
            }
            ExprKind::Attribute(a) => self.expr(&a.value)?,
            ExprKind::Subscript(s) => {
                self.expr(&s.value)?;
                self.expr(&s.index)?;
            }
            ExprKind::Call(c) => {
                self.expr(&c.func)?;
                self.exprs(&c.args)?;
                c.keywords.iter().try_for_each(|k| self.expr(&k.value))?;
            }
            ExprKind::BoolOp { values, .. } => self.exprs(values)?,
            ExprKind::BinOp(chain) => {
                self.expr(&chain.first)?;
                chain
                    .rest
                    .iter()
                    .try_for_each(|tail| self.expr(&tail.right))?;
            }
            ExprKind::UnaryOp { operand, .. } => self.expr(operand)?,
            ExprKind::Compare(c) => {
                self.expr(&c.left)?;
                c.rest.iter().try_for_each(|(_, right)| self.expr(right))?;
            }
            ExprKind::NamedExpr(n) => {
                self.expr(&n.value)?;
                self.walrus(&n.target.name);
            }
            ExprKind::Lambda(l) => {
                self.defaults(&l.params)?;
                let private = self.private();
                let id = self.open(Kind::Lambda, private);
                self.scopes.by_node.insert(address(&**l), id);
                self.parameters(&l.params);
                self.expr(&l.body)?;
                self.close();
            }
            ExprKind::IfExp(i) => {
                self.expr(&i.test)?;
                self.expr(&i.body)?;
                self.expr(&i.orelse)?;
            }
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                self.exprs(items)?
            }
            ExprKind::Dict(items) => {
                for item in items {
                    self.optional(item.key.as_ref())?;
                    self.expr(&item.value)?;
                }
            }
            ExprKind::ListComp(c) | ExprKind::SetComp(c) => {
                self.comprehension(
                    address(&**c),
                    Kind::Comprehension,
                    &c.generators,
                    &[&c.element],
                )?;
            }
            ExprKind::GeneratorExp(c) => {
                self.comprehension(address(&**c), Kind::Generator, &c.generators, &[&c.element])?;
            }
            ExprKind::DictComp(c) => {
                self.comprehension(
                    address(&**c),
                    Kind::Comprehension,
                    &c.generators,
                    &[&c.key, &c.value],
                )?;
            }
            ExprKind::Await(inner) => {
                self.mark_coroutine();
                self.expr(inner)?;
            }
            ExprKind::Yield(value) => {
                let unit = self.unit();
                self.scopes.all[unit].is_generator = true;
                self.optional(value.as_deref())?;
            }
            ExprKind::YieldFrom(value) => {
                let unit = self.unit();
                self.scopes.all[unit].is_generator = true;
                self.expr(value)?;
            }
            ExprKind::JoinedStr(parts) => self.parts(parts)?,
            ExprKind::Starred(inner) => self.expr(inner)?,
            ExprKind::Slice(s) => {
                self.optional(s.lower.as_ref())?;
                self.optional(s.upper.as_ref())?;
                self.optional(s.step.as_ref())?;
            }
        }
        Ok(())
    }

    fn parts(&mut self, parts: &[FStringPart]) -> Done {
        for part in parts {
            if let FStringPart::Value(value) = part {
                self.expr(&value.value)?;
                value
                    .spec
                    .as_ref()
                    .map_or(Ok(()), |spec| self.parts(spec))?;
            }
        }
        Ok(())
    }

    fn mark_coroutine(&mut self) {
        let unit = self.unit();
        self.scopes.all[unit].is_coroutine = true;
    }

    fn comprehension(
        &mut self,
        node: usize,
        kind: Kind,
        generators: &[Generator],
        elements: &[&Expr],
    ) -> Done {
        self.expr(&generators[0].iter)?;
        let private = self.private();
        let id = self.open(kind, private);
        self.scopes.by_node.insert(node, id);
        if kind == Kind::Generator {
            self.add_to(id, ".0".into(), mark::PARAM);
            self.scope().is_generator = true;
        }
        for (at, generator) in generators.iter().enumerate() {
            if generator.is_async {
                self.mark_coroutine();
            }
            if at > 0 {
                self.expr(&generator.iter)?;
            }
            self.target(&generator.target, 0)?;
            self.exprs(&generator.ifs)?;
        }
        elements.iter().try_for_each(|e| self.expr(e))?;
        self.close();
        Ok(())
    }

    /// `name := …` binds in the nearest scope that is no comprehension and no generator expression.
    fn walrus(&mut self, name: &Name) {
        let name = mangle(self.private().as_ref(), name);
        let mut path = Vec::new();
        let mut id = self.current;
        while matches!(
            self.scopes.all[id].kind,
            Kind::Comprehension | Kind::Generator
        ) {
            if self.scopes.all[id].kind == Kind::Generator {
                path.push(id);
            }
            id = self.scopes.all[id].parent;
        }
        self.add_to(id, name.clone(), mark::ASSIGNED | mark::WALRUS);
        let host = &self.scopes.all[id];
        let global = host.kind == Kind::Module || host.marks(&name) & mark::GLOBAL != 0;
        for generator in path {
            self.add_to(
                generator,
                name.clone(),
                if global { mark::GLOBAL } else { mark::NONLOCAL },
            );
        }
    }
}

/// Follows each name that a scope does not bind to the scope that does, and notes cells and free names on the way.
fn resolve(scopes: &mut Scopes, nonlocals: &FxHashMap<(ScopeId, Name), Span>) -> Done {
    for id in 1..scopes.all.len() {
        for at in 0..scopes.all[id].symbols.len() {
            let symbol = &scopes.all[id].symbols[at];
            let (name, marks) = (symbol.name.clone(), symbol.marks);
            if marks & mark::GLOBAL != 0 || scopes.all[id].binds(&name) {
                continue;
            }
            let found = capture(scopes, id, &name);
            if !found && marks & mark::NONLOCAL != 0 {
                let span = nonlocals
                    .get(&(id, name.clone()))
                    .copied()
                    .unwrap_or_default();
                let message = format!("no binding for nonlocal '{name}' found");
                return Err(CompileError { message, span });
            }
        }
    }
    for scope in &mut scopes.all {
        scope.free.sort();
    }
    Ok(())
}

/// Finds the enclosing function scope (or class, for `__class__`) that binds `name`; false if it is global.
fn capture(scopes: &mut Scopes, from: ScopeId, name: &Name) -> bool {
    let mut id = from;
    let mut path = Vec::new();
    loop {
        if scopes.all[id].kind != Kind::Comprehension {
            path.push(id);
        }
        id = scopes.all[id].parent;
        let scope = &scopes.all[id];
        match scope.kind {
            Kind::Module => return false,
            Kind::Class if &**name == "__class__" => {
                scopes.all[id].class_cell = true;
                break;
            }
            Kind::Class => {}
            _ if scope.marks(name) & mark::GLOBAL != 0 => return false,
            _ if scope.binds(name) => {
                if !path.is_empty() {
                    let at = scope.index[name];
                    scopes.all[id].symbols[at].marks |= mark::CELL;
                }
                break;
            }
            _ => {}
        }
    }
    for unit in path {
        let free = &mut scopes.all[unit].free;
        if !free.contains(name) {
            free.push(name.clone());
        }
    }
    true
}
