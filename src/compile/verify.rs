//! The verifier: proves of a code object that every index is in range and every temporary has exactly one owner.
//!
//! In: a code object. Out: the first rule it breaks. An abstract interpreter follows all paths, exception edges
//! included, and keeps for each temporary whether it is dead, live or either. Debug builds and tests call it.

use crate::code::{Code, Const, Ins, Op};

/// What an instruction does to registers.
#[derive(Default, Debug)]
pub struct Uses {
    /// Read, still owned afterwards.
    pub borrows: Vec<u8>,
    /// Read and given up: killed or moved out.
    pub kills: Vec<u8>,
    /// Given up whether or not they hold anything.
    pub drops: Vec<u8>,
    /// Written.
    pub writes: Vec<u8>,
    /// Written, perhaps with nothing.
    pub perhaps: Vec<u8>,
    /// The last register of a call's window.
    pub window: Option<u8>,
}

fn range(first: u8, count: usize) -> impl Iterator<Item = u8> {
    (0..count).map(move |at| first.wrapping_add(at as u8))
}

/// The registers an instruction reads and writes when it goes on with the next instruction.
pub fn uses(ins: Ins, code: &Code) -> Uses {
    let Some(op) = Op::from_u8(ins.op) else {
        return Uses::default();
    };
    let Ins { a, b, c, d, .. } = ins;
    let mut uses = Uses::default();
    // An operand that dies if `bit` is set, or by being overwritten.
    let read = |uses: &mut Uses, register: u8, kill: bool| {
        if kill {
            uses.kills.push(register)
        } else {
            uses.borrows.push(register)
        }
    };
    match op {
        Op::Nop
        | Op::DeleteGlobal
        | Op::DeleteName
        | Op::SetupAnnotations
        | Op::Jump
        | Op::JumpBack => {}
        Op::ReturnConst | Op::PopHandled => {}
        Op::LoadConst | Op::LoadGlobal | Op::LoadName | Op::LoadLocals | Op::LoadBuildClass => {
            uses.writes.push(a)
        }
        Op::LoadAssertionError => uses.writes.push(a),
        Op::LoadGlobalCached | Op::LoadBuiltinCached => uses.writes.push(a),
        Op::Move => {
            uses.borrows.push(b);
            uses.writes.push(a);
        }
        Op::Take => {
            uses.drops.push(b);
            uses.perhaps.push(a);
        }
        Op::Clear => uses.drops.push(a),
        Op::CheckLocal => {}
        Op::StoreGlobal | Op::StoreName => read(&mut uses, a, c & 1 != 0),
        Op::LoadDeref | Op::LoadClassDeref => {
            uses.borrows.push(b);
            uses.writes.push(a);
        }
        Op::StoreDeref => {
            uses.borrows.push(b);
            read(&mut uses, a, c & 1 != 0);
        }
        Op::LoadSpilled => {
            uses.borrows.push(b);
            uses.writes.push(a);
        }
        Op::StoreSpilled => {
            uses.borrows.push(b);
            read(&mut uses, a, c & 1 != 0);
        }
        Op::DeleteDeref | Op::DeleteSpilled => uses.borrows.push(b),
        Op::MakeCell => {
            uses.drops.push(a);
            uses.writes.push(a);
        }
        Op::CopyFree => uses.writes.extend(range(a, c as usize)),
        Op::Add
        | Op::Sub
        | Op::Mul
        | Op::TrueDiv
        | Op::FloorDiv
        | Op::Mod
        | Op::Pow
        | Op::MatMul => {
            read(&mut uses, b, d & 1 != 0);
            read(&mut uses, c, d & 2 != 0);
            uses.writes.push(a);
        }
        Op::LeftShift | Op::RightShift | Op::BitAnd | Op::BitOr | Op::BitXor => {
            read(&mut uses, b, d & 1 != 0);
            read(&mut uses, c, d & 2 != 0);
            uses.writes.push(a);
        }
        Op::CmpLt
        | Op::CmpLe
        | Op::CmpGt
        | Op::CmpGe
        | Op::CmpEq
        | Op::CmpNe
        | Op::Is
        | Op::In
        | Op::GetItem => {
            read(&mut uses, b, d & 1 != 0);
            read(&mut uses, c, d & 2 != 0);
            uses.writes.push(a);
        }
        Op::AddK
        | Op::SubK
        | Op::MulK
        | Op::TrueDivK
        | Op::FloorDivK
        | Op::ModK
        | Op::PowK
        | Op::GetItemK => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.push(a);
        }
        Op::LeftShiftK | Op::RightShiftK | Op::BitAndK | Op::BitOrK | Op::BitXorK => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.push(a);
        }
        Op::Negative | Op::Positive | Op::Invert | Op::Not | Op::GetIter | Op::GetYieldFromIter => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.push(a);
        }
        Op::GetAwaitable | Op::GetAIter => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.push(a);
        }
        Op::JumpIfTrue | Op::JumpIfFalse | Op::JumpIfNone | Op::JumpIfNotNone => {
            read(&mut uses, b, a & 1 != 0)
        }
        Op::JumpLt | Op::JumpLe | Op::JumpGt | Op::JumpGe | Op::JumpEq | Op::JumpNe => {
            read(&mut uses, b, a & 1 != 0);
            read(&mut uses, c, a & 2 != 0);
        }
        Op::JumpLtK | Op::JumpLeK | Op::JumpGtK | Op::JumpGeK | Op::JumpEqK | Op::JumpNeK => {
            read(&mut uses, b, a & 1 != 0);
        }
        Op::GetAttr
        | Op::GetAttrSlot
        | Op::GetAttrSlots
        | Op::GetAttrClass
        | Op::GetAttrModule
        | Op::GetAttrOfClass
        | Op::GetAttrSite => {
            read(&mut uses, b, c & 1 != 0);
            uses.writes.push(a);
        }
        Op::SetAttr | Op::SetAttrSlot | Op::SetAttrSlots | Op::SetAttrAdd | Op::SetAttrSite => {
            read(&mut uses, b, a & 1 != 0);
            read(&mut uses, c, a & 2 != 0);
        }
        Op::DelAttr => read(&mut uses, b, a & 1 != 0),
        Op::LoadMethod
        | Op::LoadMethodCached
        | Op::LoadMethodModule
        | Op::LoadMethodOfClass
        | Op::LoadMethodSite => {
            read(&mut uses, b, c & 1 != 0);
            uses.writes.push(a);
            uses.perhaps.push(a.wrapping_add(1));
        }
        Op::LoadSuperMethod => {
            uses.kills.push(a);
            uses.borrows.extend([b, c]);
            uses.writes.push(a);
            uses.perhaps.push(a.wrapping_add(1));
        }
        Op::SetItem => {
            read(&mut uses, a, d & 1 != 0);
            read(&mut uses, b, d & 2 != 0);
            read(&mut uses, c, d & 4 != 0);
        }
        Op::DelItem => {
            read(&mut uses, a, d & 1 != 0);
            read(&mut uses, b, d & 2 != 0);
        }
        Op::BuildSlice => {
            uses.kills.extend(range(b, c as usize));
            uses.writes.push(a);
        }
        Op::Call => {
            uses.kills.extend(range(b, c as usize + 1));
            uses.window = Some(b.wrapping_add(c));
            uses.writes.push(a);
        }
        Op::CallMethod | Op::CallKw => {
            let names = match code.constants.get(d as usize) {
                Some(Const::Tuple(names)) if op == Op::CallKw => names.len(),
                _ => 0,
            };
            uses.kills.push(b);
            uses.drops.push(b.wrapping_add(1));
            uses.kills
                .extend(range(b.wrapping_add(2), c as usize + names));
            uses.window = Some(b.wrapping_add(1).wrapping_add(c).wrapping_add(names as u8));
            uses.writes.push(a);
        }
        Op::CallEx => {
            uses.kills.extend([b, b.wrapping_add(1)]);
            uses.drops.push(b.wrapping_add(2));
            uses.window = Some(b.wrapping_add(2));
            uses.writes.push(a);
        }
        Op::Return => uses.kills.push(b),
        Op::MakeFunction => {
            let given = (0..4u8).filter(|bit| c >> bit & 1 != 0);
            uses.kills.extend(given.map(|bit| b.wrapping_add(bit)));
            uses.writes.push(a);
        }
        Op::BuildTuple | Op::BuildList | Op::BuildSet | Op::BuildString => {
            uses.kills.extend(range(b, c as usize));
            uses.writes.push(a);
        }
        Op::BuildDict => {
            uses.kills.extend(range(b, 2 * c as usize));
            uses.writes.push(a);
        }
        Op::FormatValue => {
            read(&mut uses, b, d & 3 != 0);
            if d & 2 != 0 {
                uses.kills.push(b.wrapping_add(1));
            }
            uses.writes.push(a);
        }
        Op::ListAppend | Op::SetAdd | Op::ListExtend | Op::SetUpdate | Op::DictUpdate => {
            uses.borrows.push(a);
            read(&mut uses, b, c & 1 != 0);
        }
        Op::MapAdd => {
            uses.borrows.push(a);
            read(&mut uses, b, d & 1 != 0);
            read(&mut uses, c, d & 2 != 0);
        }
        Op::DictMerge => {
            uses.borrows.extend([a, c]);
            read(&mut uses, b, d & 1 != 0);
        }
        Op::ListToTuple => {
            uses.kills.push(b);
            uses.writes.push(a);
        }
        Op::ForIter => {
            uses.borrows.push(b);
            uses.writes.push(a);
        }
        Op::UnpackSequence => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.extend(range(a, c as usize));
        }
        Op::UnpackEx => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes
                .extend(range(a, c as usize + 1 + (d >> 1) as usize));
        }
        Op::Yield => {
            uses.kills.push(b);
            if c == 1 {
                uses.borrows.push(d as u8);
            }
            uses.writes.push(a);
        }
        Op::Send => {
            uses.borrows.push(b);
            uses.kills.push(c);
            uses.writes.push(a);
        }
        Op::GetANext | Op::MatchSequence | Op::MatchMapping | Op::GetLen | Op::ImportFrom => {
            uses.borrows.push(b);
            uses.writes.push(a);
        }
        Op::EndAsyncFor => uses.kills.extend([a, b]),
        Op::Raise => {
            uses.kills.extend((a > 0).then_some(b));
            uses.kills.extend((a > 1).then_some(c));
        }
        Op::Reraise => uses.kills.push(a),
        Op::PushHandled => uses.borrows.push(a),
        Op::JumpIfNoMatch => {
            uses.borrows.push(b);
            read(&mut uses, c, a & 2 != 0);
        }
        Op::SplitGroup => {
            uses.borrows.push(b);
            uses.kills.push(c);
            uses.writes.extend([a, b]);
        }
        Op::RejoinGroup => {
            uses.borrows.push(a);
            uses.kills.extend([b, c]);
            uses.writes.push(a);
        }
        Op::LoadExcInfo => {
            uses.borrows.push(b);
            uses.writes.extend(range(a, 3));
        }
        Op::SetupWith => {
            read(&mut uses, b, d & 1 != 0);
            uses.writes.extend([a, a.wrapping_add(2)]);
            uses.perhaps.extend([a.wrapping_add(1), a.wrapping_add(3)]);
        }
        Op::ImportName => {
            uses.kills.push(b);
            uses.writes.push(a);
        }
        Op::ImportStar | Op::PrintExpr => uses.kills.push(b),
        Op::MatchKeys | Op::MatchRest => {
            uses.borrows.extend([b, c]);
            uses.writes.push(a);
        }
        Op::MatchClass => {
            uses.borrows.push(b);
            uses.kills.extend(range(b.wrapping_add(1), 2));
            uses.writes.push(a);
        }
    }
    uses
}

/// What a temporary holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Holds {
    Nothing,
    Value,
    Either,
}

/// The state of all temporaries before an instruction.
type State = Vec<Holds>;

struct Verifier<'a> {
    code: &'a Code,
    named: usize,
    states: Vec<Option<State>>,
    work: Vec<usize>,
}

/// Checks a code object (not those among its constants: each was checked when it was made).
pub fn verify(code: &Code) -> Result<(), String> {
    let named = code.local_names.len();
    if code.registers > 256 || named > code.registers as usize {
        return Err(format!("{} registers, {named} named", code.registers));
    }
    if code.spans.len() != code.instructions.len() {
        return Err("spans and instructions differ in number".into());
    }
    let count = code.instructions.len();
    for handler in &code.handlers {
        let ordered = handler.start < handler.end && handler.end as usize <= count;
        if !ordered || handler.target as usize >= count || (handler.register as usize) < named {
            return Err(format!("bad handler {handler:?}"));
        }
    }
    let mut verifier = Verifier {
        code,
        named,
        states: vec![None; count],
        work: Vec::new(),
    };
    verifier.flow(0, &vec![Holds::Nothing; code.registers as usize])?;
    while let Some(at) = verifier.work.pop() {
        verifier
            .step(at)
            .map_err(|problem| format!("{} at {at}: {problem}", code.qualified_name))?;
    }
    Ok(())
}

impl Verifier<'_> {
    /// Control may reach `at` with this state.
    fn flow(&mut self, at: usize, state: &[Holds]) -> Result<(), String> {
        let Some(slot) = self.states.get_mut(at) else {
            return Err(format!("control runs off to {at}"));
        };
        match slot {
            None => {
                *slot = Some(state.to_vec());
                self.work.push(at);
            }
            Some(known) => {
                let mut changed = false;
                for (old, new) in known.iter_mut().zip(state) {
                    if *old != *new && *old != Holds::Either {
                        *old = Holds::Either;
                        changed = true;
                    }
                }
                if changed {
                    self.work.push(at);
                }
            }
        }
        Ok(())
    }

    fn is_temporary(&self, register: u8) -> bool {
        register as usize >= self.named
    }

    fn indices(&self, ins: Ins, op: Op) -> Result<(), String> {
        let code = self.code;
        let d = ins.d as usize;
        let ok = match op {
            Op::LoadConst | Op::ReturnConst | Op::CallKw => d < code.constants.len(),
            Op::MakeFunction => matches!(code.constants.get(d), Some(Const::Code(_))),
            Op::AddK | Op::SubK | Op::MulK | Op::TrueDivK | Op::FloorDivK | Op::ModK | Op::PowK => {
                (ins.c as usize) < code.constants.len()
            }
            Op::LeftShiftK
            | Op::RightShiftK
            | Op::BitAndK
            | Op::BitOrK
            | Op::BitXorK
            | Op::GetItemK => (ins.c as usize) < code.constants.len(),
            Op::JumpLtK | Op::JumpLeK | Op::JumpGtK | Op::JumpGeK | Op::JumpEqK | Op::JumpNeK => {
                (ins.c as usize) < code.constants.len()
            }
            Op::LoadGlobal
            | Op::StoreGlobal
            | Op::GetAttr
            | Op::SetAttr
            | Op::LoadMethod
            | Op::LoadSuperMethod => code
                .cache_names
                .get(d)
                .is_some_and(|&name| (name as usize) < code.names.len()),
            Op::CheckLocal
            | Op::DeleteGlobal
            | Op::LoadName
            | Op::StoreName
            | Op::DeleteName
            | Op::LoadSpilled
            | Op::StoreSpilled
            | Op::DeleteSpilled
            | Op::LoadDeref => d < code.names.len(),
            Op::DeleteDeref
            | Op::LoadClassDeref
            | Op::DelAttr
            | Op::ImportName
            | Op::ImportFrom => d < code.names.len(),
            _ => true,
        };
        if ok {
            Ok(())
        } else {
            Err(format!("index {d} of {} is out of range", op.name()))
        }
    }

    fn step(&mut self, at: usize) -> Result<(), String> {
        let code = self.code;
        let ins = code.instructions[at];
        let op = Op::from_u8(ins.op).ok_or("bad opcode")?;
        self.indices(ins, op)?;
        let before = self.states[at].clone().ok_or("no state")?;
        let uses = uses(ins, code);
        let all = [
            &uses.borrows,
            &uses.kills,
            &uses.drops,
            &uses.writes,
            &uses.perhaps,
        ];
        if let Some(register) = all
            .into_iter()
            .flatten()
            .find(|r| u32::from(**r) >= code.registers)
        {
            return Err(format!(
                "{} uses register {register} of {}",
                op.name(),
                code.registers
            ));
        }
        for &register in uses.borrows.iter().chain(&uses.kills) {
            if self.is_temporary(register) && before[register as usize] != Holds::Value {
                return Err(format!(
                    "{} reads temporary {register}: {:?}",
                    op.name(),
                    before[register as usize]
                ));
            }
        }
        for &register in &uses.kills {
            if !self.is_temporary(register) && !matches!(op, Op::Return | Op::EndAsyncFor) {
                return Err(format!("{} kills the named register {register}", op.name()));
            }
        }
        let mut after = before.clone();
        for &register in uses.kills.iter().chain(&uses.drops) {
            after[register as usize] = Holds::Nothing;
        }
        if let Some(last) = uses.window
            && let Some(above) =
                (last as usize + 1..after.len()).find(|r| after[*r] != Holds::Nothing)
        {
            return Err(format!(
                "{}: temporary {above} is live above the window",
                op.name()
            ));
        }
        let taken = if op == Op::Take && self.is_temporary(ins.b) {
            before[ins.b as usize]
        } else {
            Holds::Value
        };
        for &register in &uses.writes {
            if self.is_temporary(register) {
                after[register as usize] = Holds::Value;
            }
        }
        for &register in &uses.perhaps {
            if self.is_temporary(register) {
                after[register as usize] = if op == Op::Take { taken } else { Holds::Either };
            }
        }
        if op == Op::CheckLocal && self.is_temporary(ins.a) {
            // The target of a comprehension: bound if the check passes.
            after[ins.a as usize] = Holds::Value;
        }
        // An exception or an interrupt may go to the innermost handler.
        let covers = |h: &&crate::code::Handler| (h.start as usize..h.end as usize).contains(&at);
        if let Some(handler) = code.handlers.iter().find(covers) {
            let register = handler.register as usize;
            if (self.named..register).any(|r| before[r] != after[r]) {
                return Err(format!(
                    "{} changes a temporary below its handler's register {register}",
                    op.name()
                ));
            }
            let mut caught = before.clone();
            caught[register..].fill(Holds::Nothing);
            caught[register] = Holds::Value;
            self.flow(handler.target as usize, &caught)?;
        }
        let ends = matches!(
            op,
            Op::Return
                | Op::ReturnConst
                | Op::Raise
                | Op::Reraise
                | Op::Jump
                | Op::JumpBack
                | Op::EndAsyncFor
        );
        if matches!(op, Op::Return | Op::ReturnConst)
            && let Some(live) = (self.named..after.len()).find(|r| after[*r] != Holds::Nothing)
        {
            return Err(format!("returns with the live temporary {live}"));
        }
        if op.jumps() {
            let target = at as i64 + 1 + i64::from(ins.d);
            if (ins.d < 0) != (op == Op::JumpBack) {
                return Err(format!("{} jumps the wrong way", op.name()));
            }
            let mut there = after.clone();
            if matches!(op, Op::ForIter) {
                there = before.clone();
                if self.is_temporary(ins.b) {
                    there[ins.b as usize] = Holds::Nothing;
                }
            }
            self.flow(
                usize::try_from(target).map_err(|_| "jump before the start")?,
                &there,
            )?;
        }
        if !ends {
            self.flow(at + 1, &after)?;
        }
        Ok(())
    }
}
