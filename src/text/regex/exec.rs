//! The matcher: backtracking over a program with a stack of its own, so that neither depth nor length can overflow the native one.
//!
//! What enters: a program, the subject's bytes and where to look. What leaves: the slots of a match. Only this folder uses it.
//!
//! The stack holds choices (where to go on after a failure) and records of what to undo on the way back to them. A look-around or
//! atomic group puts a mark on the stack; when it has matched, the choices above its mark go and the records stay.

use super::ast::{Category, Fold, Place, Taste, UNLIMITED};
use super::case;
use super::compile::{Program, Single, Step, is_full};
use crate::text::to_code_point;
use memchr::memmem;

/// No position.
pub const NONE: usize = usize::MAX;

/// How characters lie in the subject.
pub trait Layout {
    /// Bytes below this are characters by themselves.
    const PLAIN: u16;
    /// The character at `at`, which is before the end, and where the next one begins.
    fn next(bytes: &[u8], at: usize) -> (u32, usize);
    /// The character before `at`, which is after the start, and where it begins.
    fn previous(bytes: &[u8], at: usize) -> (u32, usize);
}

/// UTF-8.
pub struct Text;

/// A byte is a character.
pub struct Bytes;

impl Layout for Text {
    const PLAIN: u16 = 0x80;

    #[inline]
    fn next(bytes: &[u8], at: usize) -> (u32, usize) {
        let first = bytes[at];
        if first < 0x80 {
            return (u32::from(first), at + 1);
        }
        let size = if first < 0xE0 {
            2
        } else if first < 0xF0 {
            3
        } else {
            4
        };
        let end = (at + size).min(bytes.len());
        let lead = u32::from(first) & (0x7F >> size);
        let code = bytes[at + 1..end]
            .iter()
            .fold(lead, |code, b| code << 6 | u32::from(b & 0x3F));
        (char::from_u32(code).map_or(code, to_code_point), end)
    }

    #[inline]
    fn previous(bytes: &[u8], at: usize) -> (u32, usize) {
        let mut start = at - 1;
        while start > 0 && bytes[start] & 0xC0 == 0x80 {
            start -= 1;
        }
        (Self::next(bytes, start).0, start)
    }
}

impl Layout for Bytes {
    const PLAIN: u16 = 0x100;

    #[inline]
    fn next(bytes: &[u8], at: usize) -> (u32, usize) {
        (u32::from(bytes[at]), at + 1)
    }

    #[inline]
    fn previous(bytes: &[u8], at: usize) -> (u32, usize) {
        (u32::from(bytes[at - 1]), at - 1)
    }
}

/// What a match must satisfy besides the pattern.
#[derive(Clone, Copy, Default)]
pub struct Demand<'w> {
    /// It must reach the end of the subject.
    pub whole: bool,
    /// It must not be empty.
    pub nonempty: bool,
    /// Asked now and then during long searches whether to give up.
    pub watch: Option<&'w dyn Fn() -> bool>,
}

/// So many steps back lie between two questions to the watch.
const WATCH_INTERVAL: u32 = 1 << 14;

#[derive(Debug, Clone, Copy)]
struct Loop {
    /// Finished iterations; one less than none before the first test.
    count: u32,
    last: usize,
}

/// An entry of the stack.
#[derive(Debug, Clone, Copy)]
enum Frame {
    /// Go on at `step` from `at`.
    Choice { step: usize, at: usize },
    /// Give back characters of a greedy repetition, down to `least`.
    Greedy {
        step: usize,
        least: usize,
        at: usize,
    },
    /// Take one more character in a lazy repetition.
    Lazy { step: usize, at: usize, count: u32 },
    /// Do one more iteration of a lazy loop, whose end is `step`.
    LazyLoop { step: usize, at: usize, count: u32 },
    /// Undo a slot.
    Slot { slot: u32, old: usize },
    /// Undo which group closed last.
    LastGroup { old: u32 },
    /// Undo a loop's count.
    Loop { id: u32, old: Loop },
    /// A look-around or atomic group begins; `step` is its first step.
    Mark { step: usize, at: usize },
}

/// The matcher's memory, to be used again for the next match.
#[derive(Debug, Default)]
pub struct Memory {
    stack: Vec<Frame>,
    pub slots: Vec<usize>,
    loops: Vec<Loop>,
    pub last_group: u32,
    /// Steps back until the watch is asked again.
    patience: u32,
    /// The watch said to give up.
    pub interrupted: bool,
}

/// Looks for the first match that begins at `from` or later.
pub fn search<L: Layout>(
    program: &Program,
    subject: &[u8],
    from: usize,
    demand: Demand<'_>,
    memory: &mut Memory,
) -> bool {
    let mut demand = demand;
    let mut at = from;
    let finder = (program.prefix.len() > 1).then(|| memmem::Finder::new(&program.prefix));
    loop {
        if let Some(finder) = &finder {
            match finder.find(&subject[at..]) {
                Some(skip) => at += skip,
                None => return false,
            }
        } else if let [byte] = program.prefix[..] {
            match memchr::memchr(byte, &subject[at..]) {
                Some(skip) => at += skip,
                None => return false,
            }
        } else if let Some(first) = &program.first {
            match subject[at..].iter().position(|b| first[*b as usize]) {
                Some(skip) => at += skip,
                None => return false,
            }
        }
        // Only at the place where it was asked for must a match not be empty.
        demand.nonempty &= at == from;
        if matches_at::<L>(program, subject, at, demand, memory) {
            return true;
        }
        if at >= subject.len() || program.anchored || memory.interrupted {
            return false;
        }
        at = L::next(subject, at).1;
    }
}

/// Matches at exactly `start`.
pub fn matches_at<L: Layout>(
    program: &Program,
    subject: &[u8],
    start: usize,
    demand: Demand<'_>,
    memory: &mut Memory,
) -> bool {
    memory.stack.clear();
    memory.slots.clear();
    memory.slots.resize(program.slots, NONE);
    memory.loops.clear();
    memory.loops.resize(
        program.loops,
        Loop {
            count: 0,
            last: NONE,
        },
    );
    memory.last_group = 0;
    let mut machine = Machine::<L> {
        program,
        subject,
        memory,
        layout: std::marker::PhantomData,
    };
    let Some(end) = machine.run(start, demand) else {
        return false;
    };
    memory.slots[0] = start;
    memory.slots[1] = end;
    true
}

struct Machine<'a, L: Layout> {
    program: &'a Program,
    subject: &'a [u8],
    memory: &'a mut Memory,
    layout: std::marker::PhantomData<L>,
}

impl<L: Layout> Machine<'_, L> {
    /// The end of the match, or `None`.
    fn run(&mut self, start: usize, demand: Demand<'_>) -> Option<usize> {
        let program = self.program;
        let (mut step, mut at) = (0, start);
        loop {
            let went_on = match &program.steps[step] {
                Step::Accept => {
                    let end = self.subject.len();
                    if !(demand.whole && at != end || demand.nonempty && at == start) {
                        return Some(at);
                    }
                    None
                }
                Step::Single(single) => self.one(*single, at).map(|at| (step + 1, at)),
                Step::Bytes(bytes) => self.subject[at..]
                    .starts_with(bytes)
                    .then(|| (step + 1, at + bytes.len())),
                Step::Place(place) => self.is_at(*place, at).then_some((step + 1, at)),
                Step::Save(slot) => {
                    self.save(*slot, at);
                    Some((step + 1, at))
                }
                Step::Split { other } => {
                    self.push(Frame::Choice { step: *other, at });
                    Some((step + 1, at))
                }
                Step::Jump(to) => Some((*to, at)),
                Step::RepeatSingle {
                    single,
                    least,
                    most,
                    taste,
                } => self
                    .repeat_single(step, at, *single, (*least, *most), *taste)
                    .map(|at| (step + 1, at)),
                Step::LoopStart { id, end } => {
                    self.set_loop(
                        *id,
                        Loop {
                            count: u32::MAX,
                            last: NONE,
                        },
                    );
                    Some((*end, at))
                }
                Step::LoopEnd {
                    id,
                    body,
                    least,
                    most,
                    lazy,
                } => {
                    let now = self.memory.loops[*id as usize];
                    let count = now.count.wrapping_add(1);
                    Some(if count < *least {
                        self.set_loop(*id, Loop { count, ..now });
                        (*body, at)
                    } else if *lazy {
                        self.push(Frame::LazyLoop { step, at, count });
                        (step + 1, at)
                    } else if !is_full(count, *most) && at != now.last {
                        self.push(Frame::Choice { step: step + 1, at });
                        self.set_loop(*id, Loop { count, last: at });
                        (*body, at)
                    } else {
                        (step + 1, at)
                    })
                }
                Step::LookStart { negated, back, end } => {
                    self.push(Frame::Mark { step, at });
                    match self.step_back(at, *back) {
                        Some(before) => Some((step + 1, before)),
                        None if *negated => {
                            self.memory.stack.pop();
                            Some((*end, at))
                        }
                        None => None,
                    }
                }
                Step::LookEnd => self.end_look(),
                Step::AtomicStart => {
                    self.push(Frame::Mark { step, at });
                    Some((step + 1, at))
                }
                Step::AtomicEnd => {
                    self.drop_choices();
                    Some((step + 1, at))
                }
                Step::Reference { group, fold } => {
                    self.reference(*group, *fold, at).map(|at| (step + 1, at))
                }
                Step::Condition { group, otherwise } => {
                    let is_set = self
                        .memory
                        .slots
                        .get(*group as usize * 2 + 1)
                        .is_some_and(|end| *end != NONE);
                    Some((if is_set { step + 1 } else { *otherwise }, at))
                }
            };
            (step, at) = match went_on {
                Some(next) => next,
                None => {
                    if self.memory.patience == 0 {
                        self.memory.patience = WATCH_INTERVAL;
                        self.memory.interrupted = demand.watch.is_some_and(|watch| watch());
                        if self.memory.interrupted {
                            return None;
                        }
                    }
                    self.memory.patience -= 1;
                    self.backtrack()?
                }
            };
        }
    }

    #[inline]
    fn push(&mut self, frame: Frame) {
        self.memory.stack.push(frame);
    }

    fn save(&mut self, slot: u32, at: usize) {
        let old = std::mem::replace(&mut self.memory.slots[slot as usize], at);
        self.push(Frame::Slot { slot, old });
        if slot % 2 == 1 {
            let old = std::mem::replace(&mut self.memory.last_group, slot / 2);
            self.push(Frame::LastGroup { old });
        }
    }

    fn set_loop(&mut self, id: u32, new: Loop) {
        let old = std::mem::replace(&mut self.memory.loops[id as usize], new);
        self.push(Frame::Loop { id, old });
    }

    fn undo(&mut self, frame: Frame) {
        match frame {
            Frame::Slot { slot, old } => self.memory.slots[slot as usize] = old,
            Frame::LastGroup { old } => self.memory.last_group = old,
            Frame::Loop { id, old } => self.memory.loops[id as usize] = old,
            _ => {}
        }
    }

    /// Goes back to the latest choice; `None` when there is none left.
    fn backtrack(&mut self) -> Option<(usize, usize)> {
        let program = self.program;
        loop {
            match self.memory.stack.pop()? {
                Frame::Choice { step, at } => return Some((step, at)),
                Frame::Greedy { step, least, at } => {
                    if let Some(at) = self.give_back(step, least, at) {
                        return Some((step, at));
                    }
                }
                Frame::Lazy { step, at, count } => {
                    let Step::RepeatSingle { single, most, .. } = &program.steps[step] else {
                        continue;
                    };
                    if is_full(count, *most) {
                        continue;
                    }
                    if let Some(at) = self.one(*single, at) {
                        self.push(Frame::Lazy {
                            step,
                            at,
                            count: count.saturating_add(1),
                        });
                        return Some((step + 1, at));
                    }
                }
                Frame::LazyLoop { step, at, count } => {
                    let Step::LoopEnd { id, body, most, .. } = &program.steps[step] else {
                        continue;
                    };
                    if !is_full(count, *most) && self.memory.loops[*id as usize].last != at {
                        self.set_loop(*id, Loop { count, last: at });
                        return Some((*body, at));
                    }
                }
                Frame::Mark { step, at } => {
                    // What must not match did not.
                    if let Step::LookStart {
                        negated: true, end, ..
                    } = &program.steps[step]
                    {
                        return Some((*end, at));
                    }
                }
                undone => self.undo(undone),
            }
        }
    }

    /// Steps back through a greedy repetition to where what follows can begin.
    fn give_back(&mut self, step: usize, least: usize, mut at: usize) -> Option<usize> {
        let program = self.program;
        let wanted = match &program.steps[step] {
            Step::Bytes(bytes) => Some(bytes[0]),
            Step::Single(Single::Char(code)) if *code < 0x80 => Some(*code as u8),
            _ => None,
        };
        if at > least {
            at = match wanted {
                // The first byte of a character is no byte inside another one.
                Some(byte) => least + memchr::memrchr(byte, &self.subject[least..at])?,
                None => L::previous(self.subject, at).1,
            };
            if at > least {
                self.push(Frame::Greedy { step, least, at });
            }
            return Some(at);
        }
        None
    }

    /// The latest mark, with the choices above it dropped and the records kept (without the mark itself).
    fn drop_choices(&mut self) -> Option<(usize, usize)> {
        let stack = &mut self.memory.stack;
        let mark = stack
            .iter()
            .rposition(|frame| matches!(frame, Frame::Mark { .. }))?;
        let Frame::Mark { step, at } = stack[mark] else {
            return None;
        };
        let mut kept = mark;
        for from in mark + 1..stack.len() {
            let frame = stack[from];
            if matches!(
                frame,
                Frame::Slot { .. } | Frame::LastGroup { .. } | Frame::Loop { .. }
            ) {
                stack[kept] = frame;
                kept += 1;
            }
        }
        stack.truncate(kept);
        Some((step, at))
    }

    /// A look-around's inside has matched.
    fn end_look(&mut self) -> Option<(usize, usize)> {
        let stack = &self.memory.stack;
        let mark = stack
            .iter()
            .rposition(|frame| matches!(frame, Frame::Mark { .. }))?;
        let Frame::Mark { step, at } = stack[mark] else {
            return None;
        };
        let Step::LookStart { negated, end, .. } = &self.program.steps[step] else {
            return None;
        };
        if !negated {
            self.drop_choices();
            return Some((*end, at));
        }
        while self.memory.stack.len() > mark {
            if let Some(frame) = self.memory.stack.pop() {
                self.undo(frame);
            }
        }
        None
    }

    fn step_back(&self, mut at: usize, count: u32) -> Option<usize> {
        for _ in 0..count {
            if at == 0 {
                return None;
            }
            at = L::previous(self.subject, at).1;
        }
        Some(at)
    }

    /// Matches one character at `at`; where the next one begins.
    #[inline]
    fn one(&self, single: Single, at: usize) -> Option<usize> {
        if at >= self.subject.len() {
            return None;
        }
        let (code, next) = L::next(self.subject, at);
        let fits = match single {
            Single::Char(wanted) => code == wanted,
            Single::Any => code != 10,
            Single::AnyOrNewline => true,
            Single::Set(row) => self.program.sets[row as usize].contains(code),
        };
        fits.then_some(next)
    }

    /// The end of the longest run from `at` on.
    fn run_of(&self, single: Single, mut at: usize) -> usize {
        let end = self.subject.len();
        let set = match single {
            Single::AnyOrNewline => return end,
            Single::Any => {
                return memchr::memchr(b'\n', &self.subject[at..]).map_or(end, |found| at + found);
            }
            Single::Set(row) => Some(&self.program.sets[row as usize]),
            Single::Char(_) => None,
        };
        while at < end {
            let byte = self.subject[at];
            match set {
                Some(set) if u16::from(byte) < L::PLAIN => {
                    if !set.contains(u32::from(byte)) {
                        break;
                    }
                    at += 1;
                }
                _ => match self.one(single, at) {
                    Some(next) => at = next,
                    None => break,
                },
            }
        }
        at
    }

    fn repeat_single(
        &mut self,
        step: usize,
        start: usize,
        single: Single,
        (least, most): (u32, u32),
        taste: Taste,
    ) -> Option<usize> {
        let mut at = start;
        let mut count = 0;
        while count < least {
            at = self.one(single, at)?;
            count += 1;
        }
        if taste == Taste::Lazy {
            self.push(Frame::Lazy { step, at, count });
            return Some(at);
        }
        let enough = at;
        if most == UNLIMITED {
            at = self.run_of(single, at);
        } else {
            while count < most {
                let Some(next) = self.one(single, at) else {
                    break;
                };
                at = next;
                count += 1;
            }
        }
        if taste == Taste::Greedy && at > enough {
            self.push(Frame::Greedy {
                step: step + 1,
                least: enough,
                at,
            });
        }
        Some(at)
    }

    fn reference(&self, group: u32, fold: Fold, at: usize) -> Option<usize> {
        let (start, end) = (
            self.memory.slots[group as usize * 2],
            self.memory.slots[group as usize * 2 + 1],
        );
        if start == NONE || end == NONE || start > end {
            return None;
        }
        let wanted = &self.subject[start..end];
        if fold == Fold::Exact {
            return self.subject[at..]
                .starts_with(wanted)
                .then(|| at + wanted.len());
        }
        let (mut here, mut there) = (at, start);
        while there < end {
            if here >= self.subject.len() {
                return None;
            }
            let (a, next_there) = L::next(self.subject, there);
            let (b, next_here) = L::next(self.subject, here);
            if !case::alike(a, b, fold) {
                return None;
            }
            (here, there) = (next_here, next_there);
        }
        Some(here)
    }

    fn is_at(&self, place: Place, at: usize) -> bool {
        let end = self.subject.len();
        match place {
            Place::TextStart => at == 0,
            Place::LineStart => at == 0 || self.subject[at - 1] == b'\n',
            Place::TextEnd => at == end,
            Place::TextEndOrNewline => at == end || at + 1 == end && self.subject[at] == b'\n',
            Place::LineEnd => at == end || self.subject[at] == b'\n',
            Place::WordEdge { ascii, negated } => {
                // Nothing has no edges, nor anything that is none.
                if end == 0 {
                    return false;
                }
                let word = |code: u32| Category::Word.contains(code, ascii);
                let before = at > 0 && word(L::previous(self.subject, at).0);
                let after = at < end && word(L::next(self.subject, at).0);
                (before != after) != negated
            }
        }
    }
}
