//! Disassembly: code objects as readable text beside their source lines.
//!
//! In: a code object. Out: lines of text, the inner code objects after their outer one. A `*` marks instructions in the
//! middle of which other code or another thread may run; between any two instructions a switch is possible anyway.

use super::{CONSTANT_FIRST, Code, Const, Effect, Ins, Op};
use rustc_hash::FxHashSet;
use std::fmt::Write;

/// The text of a constant.
pub fn show_constant(constant: &Const) -> String {
    let list = |items: &[Const]| {
        items
            .iter()
            .map(show_constant)
            .collect::<Vec<_>>()
            .join(", ")
    };
    match constant {
        Const::None => "None".into(),
        Const::Bool(true) => "True".into(),
        Const::Bool(false) => "False".into(),
        Const::Ellipsis => "...".into(),
        Const::Int(i) => i.to_string(),
        Const::BigInt(big) => big.to_string(),
        Const::Float(f) => format!("{f:?}"),
        Const::Complex(re, im) => format!("({re:?}+{im:?}j)"),
        Const::Str(text) => format!("{text:?}"),
        Const::WideStr(_) => "<text with surrogates>".into(),
        Const::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
        Const::Tuple(items) if items.len() == 1 => format!("({},)", list(items)),
        Const::Tuple(items) => format!("({})", list(items)),
        Const::FrozenSet(items) => format!("frozenset({{{}}})", list(items)),
        Const::Code(code) => format!("<code {}>", code.qualified_name),
    }
}

/// The name of a register: that of its variable, or `t` and its number among the temporaries.
pub fn register_name(code: &Code, register: u8) -> String {
    Printer { code }.register(register)
}

struct Printer<'a> {
    code: &'a Code,
}

impl Printer<'_> {
    /// A register: the name of its variable, or `t` and its number among the temporaries.
    fn register(&self, register: u8) -> String {
        match self.code.local_names.get(register as usize) {
            Some(name) => name.to_string(),
            None => format!("t{}", register as usize - self.code.local_names.len()),
        }
    }

    fn row(&self, first: u8, count: usize) -> String {
        let names: Vec<String> = (0..count)
            .map(|at| self.register(first.wrapping_add(at as u8)))
            .collect();
        names.join(", ")
    }

    fn constant(&self, index: usize) -> String {
        self.code
            .constants
            .get(index)
            .map_or_else(|| "?".into(), show_constant)
    }

    fn name(&self, index: i32) -> &str {
        self.code.names.get(index as usize).map_or("?", |name| name)
    }

    fn cached(&self, index: i32) -> &str {
        self.code
            .cache_names
            .get(index as usize)
            .map_or("?", |&name| self.name(name as i32))
    }

    /// A register with a mark if it dies here.
    fn dying(&self, register: u8, dies: bool) -> String {
        self.register(register) + if dies { "†" } else { "" }
    }

    /// What an instruction does, in the notation of the opcode table with names for numbers.
    fn operands(&self, at: usize, ins: Ins, op: Op) -> String {
        let Ins { a, b, c, d, .. } = ins;
        let r = |register: u8| self.register(register);
        let target = || format!("→ {}", at as i64 + 1 + i64::from(d));
        match op {
            Op::Nop | Op::PopHandled | Op::SetupAnnotations => String::new(),
            Op::LoadConst => format!("{} = {}", r(a), self.constant(d as usize)),
            Op::ReturnConst => self.constant(d as usize),
            Op::Move => format!("{} = {}", r(a), r(b)),
            Op::Take => format!("{} = {}†", r(a), r(b)),
            Op::Clear
            | Op::MakeCell
            | Op::LoadLocals
            | Op::LoadBuildClass
            | Op::LoadAssertionError => r(a),
            Op::PushHandled | Op::Reraise => r(a),
            Op::CheckLocal => r(a),
            Op::LoadGlobal | Op::LoadGlobalCached | Op::LoadBuiltinCached => {
                format!("{} = {}", r(a), self.cached(d))
            }
            Op::StoreGlobal => format!("{} = {}", self.cached(d), self.dying(a, c & 1 != 0)),
            Op::LoadName => format!("{} = {}", r(a), self.name(d)),
            Op::StoreName => format!("{} = {}", self.name(d), self.dying(a, c & 1 != 0)),
            Op::DeleteGlobal | Op::DeleteName => self.name(d).into(),
            Op::LoadDeref | Op::LoadClassDeref => format!("{} = cell {}", r(a), self.name(d)),
            Op::StoreDeref => format!("cell {} = {}", r(b), self.dying(a, c & 1 != 0)),
            Op::DeleteDeref => format!("cell {}", r(b)),
            Op::LoadSpilled => format!("{} = spilled {}", r(a), self.name(d)),
            Op::StoreSpilled => format!("spilled {} = {}", self.name(d), self.dying(a, c & 1 != 0)),
            Op::DeleteSpilled => format!("spilled {}", self.name(d)),
            Op::CopyFree => self.row(a, c as usize),
            Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => {
                format!("{} {}", self.dying(b, a & 1 != 0), target())
            }
            Op::JumpLt | Op::JumpLe | Op::JumpGt | Op::JumpGe | Op::JumpEq | Op::JumpNe => {
                let (left, right) = (self.dying(b, a & 1 != 0), self.dying(c, a & 2 != 0));
                format!(
                    "{}{left}, {right} {}",
                    if a & 4 != 0 { "not " } else { "" },
                    target()
                )
            }
            Op::JumpLtK | Op::JumpLeK | Op::JumpGtK | Op::JumpGeK | Op::JumpEqK | Op::JumpNeK => {
                let (left, right) = (self.dying(b, a & 1 != 0), self.constant(c as usize));
                format!(
                    "{}{left}, {right} {}",
                    if a & 4 != 0 { "not " } else { "" },
                    target()
                )
            }
            Op::SplitGroup => format!("{}, {} = {}†", r(a), r(b), r(c)),
            Op::RejoinGroup => format!("{}, {}†, {}†", r(a), r(b), r(c)),
            Op::JumpIfNoMatch => format!("{}, {} {}", r(b), self.dying(c, a & 2 != 0), target()),
            Op::Jump | Op::JumpBack => target(),
            Op::ForIter => {
                format!("{} = next {} {}", r(a), r(b), target())
            }
            Op::Send => format!("{} = {}.send({}†) {}", r(a), r(b), r(c), target()),
            Op::EndAsyncFor => format!("{}†, {}† {}", r(a), r(b), target()),
            Op::GetAttr
            | Op::GetAttrSlot
            | Op::GetAttrSlots
            | Op::GetAttrClass
            | Op::GetAttrModule
            | Op::GetAttrOfClass
            | Op::GetAttrSite => {
                format!(
                    "{} = {}.{}",
                    r(a),
                    self.dying(b, c & 1 != 0),
                    self.cached(d)
                )
            }
            Op::SetAttr | Op::SetAttrSlot | Op::SetAttrSlots | Op::SetAttrAdd | Op::SetAttrSite => {
                format!(
                    "{}.{} = {}",
                    self.dying(b, a & 1 != 0),
                    self.cached(d),
                    self.dying(c, a & 2 != 0)
                )
            }
            Op::DelAttr => format!("{}.{}", self.dying(b, a & 1 != 0), self.name(d)),
            Op::LoadMethod
            | Op::LoadMethodCached
            | Op::LoadMethodModule
            | Op::LoadMethodOfClass
            | Op::LoadMethodSite => {
                format!(
                    "{} = {}.{}",
                    self.row(a, 2),
                    self.dying(b, c & 1 != 0),
                    self.cached(d)
                )
            }
            Op::LoadSuperMethod => {
                format!(
                    "{} = {}†({}, {}).{}",
                    self.row(a, 2),
                    r(a),
                    r(c),
                    r(b),
                    self.cached(d)
                )
            }
            Op::GetItem => {
                format!(
                    "{} = {}[{}]",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.dying(c, d & 2 != 0)
                )
            }
            Op::GetItemK => format!(
                "{} = {}[{}]",
                r(a),
                self.dying(b, d & 1 != 0),
                self.constant(c as usize)
            ),
            Op::SetItem => {
                let (base, index) = (self.dying(a, d & 1 != 0), self.dying(b, d & 2 != 0));
                format!("{base}[{index}] = {}", self.dying(c, d & 4 != 0))
            }
            Op::DelItem => format!(
                "{}[{}]",
                self.dying(a, d & 1 != 0),
                self.dying(b, d & 2 != 0)
            ),
            Op::BuildSlice | Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString => {
                format!("{} = {}", r(a), self.row(b, c as usize))
            }
            Op::BuildDict => format!("{} = {}", r(a), self.row(b, 2 * c as usize)),
            Op::Call => format!(
                "{} = {}({})",
                r(a),
                r(b),
                self.row(b.wrapping_add(1), c as usize)
            ),
            Op::CallMethod => {
                format!(
                    "{} = {}({})",
                    r(a),
                    r(b),
                    self.row(b.wrapping_add(1), c as usize + 1)
                )
            }
            Op::CallKw => {
                let names = self.constant(d as usize);
                format!(
                    "{} = {}({}; {names})",
                    r(a),
                    r(b),
                    self.row(b.wrapping_add(1), c as usize + 1)
                )
            }
            Op::CallEx => format!(
                "{} = {}(*{}, **{})",
                r(a),
                r(b),
                r(b.wrapping_add(1)),
                r(b.wrapping_add(2))
            ),
            Op::Return | Op::ImportStar | Op::PrintExpr => r(b),
            Op::MakeFunction => {
                let parts = ["defaults", "keyword defaults", "annotations", "closure"];
                let with: Vec<&str> = (0..4)
                    .filter(|bit| c >> bit & 1 != 0)
                    .map(|bit| parts[bit as usize])
                    .collect();
                let with = if with.is_empty() {
                    String::new()
                } else {
                    format!(" with {}", with.join(", "))
                };
                format!("{} = {}{with}", r(a), self.constant(d as usize))
            }
            Op::FormatValue => {
                let conversion = if c == 0 {
                    String::new()
                } else {
                    format!("!{}", c as char)
                };
                let spec = if d & 2 != 0 {
                    format!(":{}", r(b.wrapping_add(1)))
                } else {
                    String::new()
                };
                format!("{} = {}{conversion}{spec}", r(a), self.dying(b, d & 3 != 0))
            }
            Op::ListAppend | Op::SetAdd | Op::ListExtend | Op::SetUpdate | Op::DictUpdate => {
                format!("{}, {}", r(a), self.dying(b, c & 1 != 0))
            }
            Op::MapAdd => format!(
                "{}, {}: {}",
                r(a),
                self.dying(b, d & 1 != 0),
                self.dying(c, d & 2 != 0)
            ),
            Op::DictMerge => format!("{}, {}", r(a), self.dying(b, d & 1 != 0)),
            Op::UnpackSequence => format!(
                "{} = {}",
                self.row(a, c as usize),
                self.dying(b, d & 1 != 0)
            ),
            Op::UnpackEx => {
                let (before, after) = (c as usize, (d >> 1) as usize);
                let rest = a.wrapping_add(c);
                let mut names = vec![
                    self.row(a, before),
                    format!("*{}", r(rest)),
                    self.row(rest.wrapping_add(1), after),
                ];
                names.retain(|name| !name.is_empty());
                format!("{} = {}", names.join(", "), self.dying(b, d & 1 != 0))
            }
            Op::Yield => format!("{} = yield {}†", r(a), r(b)),
            Op::Raise => match a {
                0 => String::new(),
                1 => format!("{}†", r(b)),
                _ => format!("{}† from {}†", r(b), r(c)),
            },
            Op::SetupWith => format!("{} = {}", self.row(a, 4), self.dying(b, d & 1 != 0)),
            Op::LoadExcInfo => format!("{} = {}", self.row(a, 3), r(b)),
            Op::ImportName => format!(
                "{} = {}{} for {}†",
                r(a),
                ".".repeat(c as usize),
                self.name(d),
                r(b)
            ),
            Op::ImportFrom => format!("{} = {} of {}", r(a), self.name(d), r(b)),
            Op::MatchKeys | Op::MatchRest => format!("{} = {}, {}", r(a), r(b), r(c)),
            Op::MatchClass => format!("{} = {} ({c} by position)", r(a), self.row(b, 3)),
            Op::Is | Op::In => {
                let (left, right) = (self.dying(b, d & 1 != 0), self.dying(c, d & 2 != 0));
                format!(
                    "{} = {left}{}, {right}",
                    r(a),
                    if d & 4 != 0 { " not" } else { "" }
                )
            }
            Op::Negative
            | Op::Positive
            | Op::Invert
            | Op::Not
            | Op::GetIter
            | Op::GetYieldFromIter => {
                format!("{} = {}", r(a), self.dying(b, d & 1 != 0))
            }
            Op::GetAwaitable | Op::GetAIter => format!("{} = {}", r(a), self.dying(b, d & 1 != 0)),
            Op::ListToTuple => format!("{} = {}†", r(a), r(b)),
            Op::GetANext | Op::MatchSequence | Op::MatchMapping | Op::GetLen => {
                format!("{} = {}", r(a), r(b))
            }
            Op::AddK | Op::MulK if d & CONSTANT_FIRST != 0 => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.constant(c as usize),
                    self.dying(b, d & 1 != 0)
                )
            }
            Op::AddK | Op::SubK | Op::MulK | Op::TrueDivK | Op::FloorDivK | Op::ModK | Op::PowK => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.constant(c as usize)
                )
            }
            Op::LeftShiftK | Op::RightShiftK | Op::BitAndK | Op::BitOrK | Op::BitXorK => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.constant(c as usize)
                )
            }
            Op::Add
            | Op::Sub
            | Op::Mul
            | Op::TrueDiv
            | Op::FloorDiv
            | Op::Mod
            | Op::Pow
            | Op::MatMul => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.dying(c, d & 2 != 0)
                )
            }
            Op::LeftShift | Op::RightShift | Op::BitAnd | Op::BitOr | Op::BitXor => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.dying(c, d & 2 != 0)
                )
            }
            Op::CmpLt | Op::CmpLe | Op::CmpGt | Op::CmpGe | Op::CmpEq | Op::CmpNe => {
                format!(
                    "{} = {}, {}",
                    r(a),
                    self.dying(b, d & 1 != 0),
                    self.dying(c, d & 2 != 0)
                )
            }
        }
    }
}

/// An instruction as it is shown.
pub struct Shown {
    /// Its number.
    pub at: usize,
    /// Its line in the source, from 1.
    pub line: u32,
    /// The name of its opcode.
    pub name: &'static str,
    /// What it does, with names for numbers.
    pub operands: String,
    /// Other code or another thread may run in its middle.
    pub switches: bool,
    /// Some jump or handler leads here.
    pub is_target: bool,
    /// Where it jumps to.
    pub jump: Option<usize>,
}

/// The instructions of a code.
pub fn instructions(code: &Code) -> Vec<Shown> {
    let printer = Printer { code };
    let jump = |at: usize, ins: Ins| {
        let jumps = Op::from_u8(ins.op).is_some_and(Op::jumps);
        jumps.then(|| (at as i64 + 1 + i64::from(ins.d)) as usize)
    };
    let all = code.instructions.iter().copied().enumerate();
    let targets: FxHashSet<usize> = all
        .clone()
        .filter_map(|(at, ins)| jump(at, ins))
        .chain(code.handlers.iter().map(|handler| handler.target as usize))
        .collect();
    let shown = all.filter_map(|(at, ins)| {
        let op = Op::from_u8(ins.op)?;
        Some(Shown {
            at,
            line: code.line_of(at),
            name: op.name(),
            operands: printer.operands(at, ins, op),
            switches: op.effect() == Effect::Switch,
            is_target: targets.contains(&at),
            jump: jump(at, ins),
        })
    });
    shown.collect()
}

/// This code, then the codes among its constants, and so on.
pub fn all_codes<'a>(code: &'a Code, found: &mut Vec<&'a Code>) {
    found.push(code);
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            all_codes(inner, found);
        }
    }
}

/// The text of this code and all inside it.
pub fn disassemble(code: &Code) -> String {
    let mut codes = Vec::new();
    all_codes(code, &mut codes);
    let texts: Vec<String> = codes.into_iter().map(text_of).collect();
    texts.join("\n")
}

fn text_of(code: &Code) -> String {
    let printer = Printer { code };
    let mut text = format!(
        "{} ({}, line {})\n",
        code.qualified_name, code.source.name, code.first_line
    );
    // Writing to a String cannot fail.
    let mut line = 0;
    for shown in instructions(code) {
        if shown.line != line {
            line = shown.line;
            let _ = writeln!(text, "{line:>5} │ {}", code.source.line(line).trim());
        }
        let mark = if shown.switches { '*' } else { ' ' };
        let arrow = if shown.is_target { '»' } else { ' ' };
        let Shown {
            at, name, operands, ..
        } = shown;
        let row = format!("      {arrow}{at:>4} {mark} {name:<18} {operands}");
        let _ = writeln!(text, "{}", row.trim_end());
    }
    for handler in &code.handlers {
        let register = printer.register(handler.register);
        let _ = writeln!(
            text,
            "      {}..{} → {} ({register})",
            handler.start, handler.end, handler.target
        );
    }
    text
}
