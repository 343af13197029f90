//! The syntax tree of Python 3.12's core: plain owned data that any thread may hold.
//!
//! In: what the grammar's actions build. Out: what `check`, the scope analysis and the compiler read. Node names and
//! fields follow CPython's `ast` module; the differences keep the tree shallow, so that plain recursion over it is
//! safe:
//!
//! * a chain of binary operators of one precedence is one [`ExprKind::BinOp`] with a tail for each operator;
//! * `if … elif … else` is one [`StmtKind::If`] with a clause for each test;
//! * load, store and delete contexts follow from the place of a node and are not stored.
//!
//! An expression is at most [`MAX_DEPTH`] nodes deep and a statement at most 100 blocks; the parser refuses more, so
//! dropping or walking a tree never needs more stack than that. Spans are those of CPython: parentheses around an
//! expression are outside its span, except those of a tuple and of a generator expression.

use std::sync::Arc;

use num_bigint::BigInt;

pub use super::span::Span;

/// The most nodes on a path from an expression's root to a leaf.
pub const MAX_DEPTH: u16 = 500;

/// A name, shared by all its uses in one source, already in NFKC form.
pub type Name = Arc<str>;

/// A name with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Identifier {
    /// The name itself.
    pub name: Name,
    /// Where it stands.
    pub span: Span,
}

/// What a parse yields.
#[derive(Clone, PartialEq, Debug)]
pub enum Ast {
    /// A file, or the text of `exec`.
    Module(Vec<Stmt>),
    /// One statement of the prompt (several when joined by `;`): the values of expressions are shown.
    Interactive(Vec<Stmt>),
    /// The text of `eval`.
    Expression(Box<Expr>),
}

/// A sequence of statements; a block is never empty.
pub type Block = Vec<Stmt>;

/// A statement.
#[derive(Clone, PartialEq, Debug)]
pub struct Stmt {
    /// Which statement.
    pub kind: StmtKind,
    /// From its first keyword (`def`, not its decorators) to the end of its last line's text.
    pub span: Span,
}

/// The kinds of statement.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // Fields are those of Python's grammar.
pub enum StmtKind {
    /// `def` and `async def`.
    FunctionDef(Box<FunctionDef>),
    ClassDef(Box<ClassDef>),
    Return(Option<Box<Expr>>),
    Delete(Vec<Expr>),
    /// `a = b = value`; each target is a name, attribute, subscript, starred, list or tuple.
    Assign {
        targets: Vec<Expr>,
        value: Box<Expr>,
    },
    AugAssign {
        target: Box<Expr>,
        op: BinaryOp,
        value: Box<Expr>,
    },
    /// `target: annotation = value`; `simple` when the target is a name without parentheses.
    AnnAssign(Box<AnnAssign>),
    /// `for` and `async for`.
    For(Box<For>),
    While(Box<While>),
    /// `if`, its `elif`s, its `else`.
    If {
        clauses: Vec<IfClause>,
        orelse: Vec<Stmt>,
    },
    /// `with` and `async with`.
    With {
        items: Vec<WithItem>,
        body: Block,
        is_async: bool,
    },
    Match {
        subject: Box<Expr>,
        cases: Vec<MatchCase>,
    },
    Raise {
        exception: Option<Box<Expr>>,
        cause: Option<Box<Expr>>,
    },
    Try(Box<Try>),
    Assert {
        test: Box<Expr>,
        message: Option<Box<Expr>>,
    },
    Import(Vec<Alias>),
    ImportFrom(Box<ImportFrom>),
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    Expr(Box<Expr>),
    Pass,
    Break,
    Continue,
}

/// A function definition.
#[derive(Clone, PartialEq, Debug)]
pub struct FunctionDef {
    /// Its name and where it stands.
    pub name: Identifier,
    /// Its parameters.
    pub params: Parameters,
    /// Its statements; the first is the docstring when it is a `Constant::Str` expression.
    pub body: Block,
    /// Decorators, outermost first; each expression has its own span, after the `@`.
    pub decorators: Vec<Expr>,
    /// The annotation after `->`.
    pub returns: Option<Expr>,
    /// `async def`.
    pub is_async: bool,
}

/// A class definition.
#[derive(Clone, PartialEq, Debug)]
pub struct ClassDef {
    /// Its name and where it stands.
    pub name: Identifier,
    /// Positional bases, `Starred` among them.
    pub bases: Vec<Expr>,
    /// `metaclass=…` and the others.
    pub keywords: Vec<Keyword>,
    /// Its statements.
    pub body: Block,
    /// Decorators, outermost first.
    pub decorators: Vec<Expr>,
}

/// The parameters of a function or lambda.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Parameters {
    /// Before `/`.
    pub posonly: Vec<Parameter>,
    /// The usual ones.
    pub args: Vec<Parameter>,
    /// `*args`.
    pub vararg: Option<Box<Parameter>>,
    /// After `*` or `*args`.
    pub kwonly: Vec<Parameter>,
    /// `**kwargs`.
    pub kwarg: Option<Box<Parameter>>,
}

/// One parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its annotation (`Starred` is allowed for `*args`).
    pub annotation: Option<Box<Expr>>,
    /// Its default value.
    pub default: Option<Box<Expr>>,
    /// Name and annotation.
    pub span: Span,
}

/// `target: annotation = value`.
#[derive(Clone, PartialEq, Debug)]
pub struct AnnAssign {
    /// Name, attribute or subscript.
    pub target: Expr,
    /// After the colon.
    pub annotation: Expr,
    /// After the equals sign.
    pub value: Option<Expr>,
    /// The target is a name without parentheses.
    pub simple: bool,
}

/// `for target in iter: body else: orelse`.
#[derive(Clone, PartialEq, Debug)]
pub struct For {
    /// Assigned in every round.
    pub target: Expr,
    /// What is gone through.
    pub iter: Expr,
    /// The loop's body.
    pub body: Block,
    /// Run when no `break` ended the loop.
    pub orelse: Vec<Stmt>,
    /// `async for`.
    pub is_async: bool,
}

/// `while test: body else: orelse`.
#[derive(Clone, PartialEq, Debug)]
pub struct While {
    /// The condition.
    pub test: Expr,
    /// The loop's body.
    pub body: Block,
    /// Run when no `break` ended the loop.
    pub orelse: Vec<Stmt>,
}

/// One `if` or `elif`.
#[derive(Clone, PartialEq, Debug)]
pub struct IfClause {
    /// The condition.
    pub test: Expr,
    /// Its block.
    pub body: Block,
    /// From its keyword to the end of the whole statement (the span CPython gives the nested `If`).
    pub span: Span,
}

/// One context manager of a `with`.
#[derive(Clone, PartialEq, Debug)]
pub struct WithItem {
    /// The manager.
    pub context: Expr,
    /// After `as`.
    pub target: Option<Expr>,
}

/// One `case` of a `match`.
#[derive(Clone, PartialEq, Debug)]
pub struct MatchCase {
    /// What must fit.
    pub pattern: Pattern,
    /// After `if`.
    pub guard: Option<Expr>,
    /// Its block.
    pub body: Block,
}

/// A pattern of `match`.
#[derive(Clone, PartialEq, Debug)]
pub struct Pattern {
    /// Which pattern.
    pub kind: PatternKind,
    /// Its place.
    pub span: Span,
}

/// The kinds of pattern.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // Fields are those of Python's grammar.
pub enum PatternKind {
    /// A number, text or dotted name, compared with `==`; a number may be `-1` or `1+2j`.
    Value(Box<Expr>),
    /// `None`, `True`, `False`, compared with `is`.
    Singleton(Constant),
    /// `[a, *rest]`, `(a, b)`, `a, b`.
    Sequence(Vec<Pattern>),
    /// `{key: pattern, **rest}`.
    Mapping(Box<MappingPattern>),
    /// `Point(x, y=0)`.
    Class(Box<ClassPattern>),
    /// `*rest` or `*_` (no name), inside a sequence.
    Star(Option<Name>),
    /// `pattern as name`.
    As { pattern: Box<Pattern>, name: Name },
    /// A bare name.
    Capture(Name),
    /// `_`.
    Wildcard,
    /// `a | b`.
    Or(Vec<Pattern>),
}

/// `{key: pattern, **rest}`.
#[derive(Clone, PartialEq, Debug)]
pub struct MappingPattern {
    /// Literals or dotted names.
    pub keys: Vec<Expr>,
    /// One for each key.
    pub patterns: Vec<Pattern>,
    /// After `**`.
    pub rest: Option<Name>,
}

/// `Class(a, b, name=c)`.
#[derive(Clone, PartialEq, Debug)]
pub struct ClassPattern {
    /// A name or attribute.
    pub class: Expr,
    /// Positional patterns.
    pub patterns: Vec<Pattern>,
    /// Patterns by attribute.
    pub keywords: Vec<(Identifier, Pattern)>,
}

/// `try`.
#[derive(Clone, PartialEq, Debug)]
pub struct Try {
    /// The guarded block.
    pub body: Block,
    /// Its `except` clauses.
    pub handlers: Vec<ExceptHandler>,
    /// Run when nothing was raised.
    pub orelse: Vec<Stmt>,
    /// Run always.
    pub finalbody: Vec<Stmt>,
    /// `except*`.
    pub is_star: bool,
}

/// One `except` clause.
#[derive(Clone, PartialEq, Debug)]
pub struct ExceptHandler {
    /// The class or tuple of classes; none catches everything.
    pub class: Option<Expr>,
    /// After `as`.
    pub name: Option<Identifier>,
    /// Its block.
    pub body: Block,
    /// From `except` on.
    pub span: Span,
}

/// `name as asname` of an import.
#[derive(Clone, PartialEq, Debug)]
pub struct Alias {
    /// A dotted name, a name, or `*`.
    pub name: Name,
    /// After `as`.
    pub asname: Option<Name>,
    /// Its place.
    pub span: Span,
}

/// `from …module import names`.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportFrom {
    /// The dotted name; none for `from . import a`.
    pub module: Option<Name>,
    /// What is imported; one alias named `*` for everything.
    pub names: Vec<Alias>,
    /// How many leading dots.
    pub level: u32,
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    /// Which expression.
    pub kind: ExprKind,
    /// Its place, without parentheses around it.
    pub span: Span,
    /// Nodes on the longest path down from here; kept below [`MAX_DEPTH`] by the parser.
    pub(super) depth: u16,
}

/// The kinds of expression.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // Fields are those of Python's grammar.
pub enum ExprKind {
    Constant(Constant),
    Name(Name),
    Attribute(Box<Attribute>),
    Subscript(Box<Subscript>),
    Call(Box<Call>),
    /// `a and b and c`: two values or more.
    BoolOp {
        op: BoolOp,
        values: Box<[Expr]>,
    },
    /// A chain of operators of one precedence, taken from left to right.
    BinOp(Box<BinOpChain>),
    UnaryOp {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Compare(Box<Compare>),
    /// `target := value`; the target is a `Name`.
    NamedExpr(Box<NamedExpr>),
    Lambda(Box<Lambda>),
    IfExp(Box<IfExp>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    /// A missing key is `**value`.
    Dict(Vec<DictItem>),
    ListComp(Box<Comprehension>),
    SetComp(Box<Comprehension>),
    GeneratorExp(Box<Comprehension>),
    /// The element is the key; `value` is the value.
    DictComp(Box<DictComprehension>),
    Await(Box<Expr>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    /// An f-string with the plain strings beside it.
    JoinedStr(Vec<FStringPart>),
    /// `*value` in a display, call, subscript or target.
    Starred(Box<Expr>),
    /// `lower:upper:step`, only inside a subscript.
    Slice(Box<Slice>),
}

/// A literal.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // Named after what they hold.
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// An integer beyond `i64`.
    BigInt(Box<BigInt>),
    Float(f64),
    /// `2j`: the imaginary part.
    Imaginary(f64),
    Str(Arc<str>),
    /// A string with lone surrogates, which UTF-8 cannot hold: its code points.
    WideStr(Arc<[u32]>),
    Bytes(Arc<[u8]>),
}

/// `value.attr`.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// Before the dot.
    pub value: Expr,
    /// After the dot.
    pub attr: Identifier,
}

/// `value[index]`.
#[derive(Clone, PartialEq, Debug)]
pub struct Subscript {
    /// Before the bracket.
    pub value: Expr,
    /// Inside: any expression, a `Slice`, or a `Tuple` of them (with `Starred`).
    pub index: Expr,
}

/// `func(args, keywords)`.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// What is called.
    pub func: Expr,
    /// Positional arguments, `Starred` among them.
    pub args: Vec<Expr>,
    /// Keyword arguments, `**mapping` among them, in order.
    pub keywords: Vec<Keyword>,
}

/// `name=value` or `**value` (no name) in a call or class.
#[derive(Clone, PartialEq, Debug)]
pub struct Keyword {
    /// The parameter; none for `**value`.
    pub name: Option<Name>,
    /// Its argument.
    pub value: Expr,
    /// The whole argument.
    pub span: Span,
}

/// `first op right op right …`, all of one precedence: `a - b + c` is `(a - b) + c`.
#[derive(Clone, PartialEq, Debug)]
pub struct BinOpChain {
    /// The leftmost operand.
    pub first: Expr,
    /// One for each operator, never empty.
    pub rest: Vec<BinOpTail>,
}

/// One step of a [`BinOpChain`].
#[derive(Clone, PartialEq, Debug)]
pub struct BinOpTail {
    /// The operator.
    pub op: BinaryOp,
    /// Its right operand.
    pub right: Expr,
    /// Where the operator stands.
    pub op_span: Span,
    /// From the chain's start to this operand's end, parentheses included: the span of this step.
    pub span: Span,
}

/// `left op right op right …`.
#[derive(Clone, PartialEq, Debug)]
pub struct Compare {
    /// The leftmost operand.
    pub left: Expr,
    /// One for each operator, never empty.
    pub rest: Vec<(CompareOp, Expr)>,
}

/// `target := value`.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedExpr {
    /// A name.
    pub target: Identifier,
    /// Its value.
    pub value: Expr,
}

/// `lambda params: body`.
#[derive(Clone, PartialEq, Debug)]
pub struct Lambda {
    /// Its parameters, without annotations.
    pub params: Parameters,
    /// Its value.
    pub body: Expr,
}

/// `body if test else orelse`.
#[derive(Clone, PartialEq, Debug)]
pub struct IfExp {
    /// The condition.
    pub test: Expr,
    /// When true.
    pub body: Expr,
    /// When false.
    pub orelse: Expr,
}

/// `key: value`, or `**value` without a key.
#[derive(Clone, PartialEq, Debug)]
pub struct DictItem {
    /// The key, none for `**value`.
    pub key: Option<Expr>,
    /// The value.
    pub value: Expr,
}

/// `element for …`.
#[derive(Clone, PartialEq, Debug)]
pub struct Comprehension {
    /// What each round yields.
    pub element: Expr,
    /// The `for` clauses, outermost first.
    pub generators: Vec<Generator>,
}

/// `{key: value for …}`.
#[derive(Clone, PartialEq, Debug)]
pub struct DictComprehension {
    /// The key of each round.
    pub key: Expr,
    /// The value of each round.
    pub value: Expr,
    /// The `for` clauses, outermost first.
    pub generators: Vec<Generator>,
}

/// `for target in iter if test …`.
#[derive(Clone, PartialEq, Debug)]
pub struct Generator {
    /// Assigned in every round.
    pub target: Expr,
    /// What is gone through.
    pub iter: Expr,
    /// The conditions.
    pub ifs: Vec<Expr>,
    /// `async for`.
    pub is_async: bool,
}

/// A piece of an f-string.
#[derive(Clone, PartialEq, Debug)]
pub enum FStringPart {
    /// Text: `Constant::Str` or `Constant::WideStr`, never empty; neighbours are already joined.
    Literal(Constant, Span),
    /// `{value!r:spec}`.
    Value(Box<FormattedValue>),
}

/// `{value!r:spec}`. The text that `=` shows is a [`FStringPart::Literal`] before it.
#[derive(Clone, PartialEq, Debug)]
pub struct FormattedValue {
    /// What is formatted.
    pub value: Expr,
    /// After `!`; `=` without a specification means `!r`.
    pub conversion: Conversion,
    /// After `:`.
    pub spec: Option<Vec<FStringPart>>,
    /// The format specification's place, when there is one.
    pub spec_span: Span,
    /// Braces included.
    pub span: Span,
}

/// What `!` asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conversion {
    /// Nothing.
    None,
    /// `!s`
    Str,
    /// `!r`
    Repr,
    /// `!a`
    Ascii,
}

/// `lower:upper:step`.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)] // Named after what they hold.
pub struct Slice {
    pub lower: Option<Expr>,
    pub upper: Option<Expr>,
    pub step: Option<Expr>,
}

/// `and`, `or`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named after the operators.
pub enum BoolOp {
    And,
    Or,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named after the operators.
pub enum BinaryOp {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

/// Unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named after the operators.
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

/// Comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // Named after the operators.
pub enum CompareOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}
