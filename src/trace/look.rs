//! How what a thread does is told apart in tables and pictures: a word, a letter, and a group that is a column of tables and shares a
//! colour and a pattern.
//!
//! Enters: [`Doing`]. Leaves: its row of the table. The text, the page, the picture and the JSON read it.

use crate::sched::Reason;
use crate::trace::model::{Doing, End, MarkKind};

/// Kinds of doing that share a colour and a pattern, and are one column of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Group {
    Hold,
    Want,
    Lock,
    Queue,
    Io,
    Sleep,
    Join,
    Compute,
}

/// A group's row: what legends and tables call it, and its letter.
pub struct GroupLook {
    pub name: &'static str,
    /// One or two words for the head of a column.
    pub short: &'static str,
    /// Its key in `tick.trace().totals`.
    pub key: &'static str,
    pub letter: char,
    /// Ink on a light ground; the patterns are drawn with it.
    pub ink: &'static str,
    /// The ground below the pattern, light scheme.
    pub ground: &'static str,
    /// Both in the dark scheme.
    pub dark_ink: &'static str,
    pub dark_ground: &'static str,
}

/// How many groups there are.
pub const GROUPS: usize = 8;

/// One row per [`Group`], in its order. The hues are Okabe and Ito's, which colour-blind people tell apart; letters and patterns
/// tell the rest.
pub const GROUP_LOOKS: [GroupLook; GROUPS] = [
    GroupLook {
        name: "runs, has the interpreter's lock",
        short: "runs",
        key: "hold_ns",
        letter: '#',
        ink: "#0b5fa5",
        ground: "#0b5fa5",
        dark_ink: "#4ea3e0",
        dark_ground: "#4ea3e0",
    },
    GroupLook {
        name: "wants the interpreter's lock",
        short: "wants",
        key: "want_ns",
        letter: '.',
        ink: "#d55e00",
        ground: "#fdebdc",
        dark_ink: "#f08a3c",
        dark_ground: "#4a2a12",
    },
    GroupLook {
        name: "waits for a lock or a signal of the script",
        short: "lock",
        key: "lock_ns",
        letter: 'L',
        ink: "#a8437f",
        ground: "#f7e3ee",
        dark_ink: "#e08bbb",
        dark_ground: "#45203a",
    },
    GroupLook {
        name: "waits for a queue or a result",
        short: "queue",
        key: "queue_ns",
        letter: 'Q',
        ink: "#00805c",
        ground: "#dcf3ea",
        dark_ink: "#3cc79c",
        dark_ground: "#123b2f",
    },
    GroupLook {
        name: "input or output",
        short: "IO",
        key: "io_ns",
        letter: '~',
        ink: "#2f8fc4",
        ground: "#e2f2fb",
        dark_ink: "#7cc4ee",
        dark_ground: "#15364a",
    },
    GroupLook {
        name: "sleeps",
        short: "sleeps",
        key: "sleep_ns",
        letter: 'z',
        ink: "#8a8f98",
        ground: "#f3f4f6",
        dark_ink: "#7d8590",
        dark_ground: "#23272e",
    },
    GroupLook {
        name: "waits for a thread or a process to end",
        short: "join",
        key: "join_ns",
        letter: 'J',
        ink: "#5b626d",
        ground: "#e9ebee",
        dark_ink: "#a9b1bc",
        dark_ground: "#31363e",
    },
    GroupLook {
        name: "computes without the interpreter's lock",
        short: "free",
        key: "compute_ns",
        letter: 'X',
        ink: "#8a7400",
        ground: "#f7efb0",
        dark_ink: "#e6d44c",
        dark_ground: "#423c10",
    },
];

/// One kind of doing.
pub struct Look {
    /// To be read after the thread's name.
    pub word: &'static str,
    pub letter: char,
    pub group: Group,
}

const fn look(word: &'static str, letter: char, group: Group) -> Look {
    Look {
        word,
        letter,
        group,
    }
}

/// The row of what a thread does.
pub const fn of(doing: Doing) -> Look {
    match doing {
        Doing::Hold => look("runs", '#', Group::Hold),
        Doing::Want => look("wants the interpreter's lock", '.', Group::Want),
        Doing::Wait(reason) => match reason {
            Reason::Sleep => look("sleeps", 'z', Group::Sleep),
            Reason::Lock => look("waits for a lock", 'L', Group::Lock),
            Reason::RLock => look("waits for a re-entrant lock", 'R', Group::Lock),
            Reason::Condition => look("waits to be notified", 'C', Group::Lock),
            Reason::Semaphore => look("waits for a semaphore", 'S', Group::Lock),
            Reason::Event => look("waits for an event", 'E', Group::Lock),
            Reason::Barrier => look("waits at a barrier", 'B', Group::Lock),
            Reason::Process => look("waits for another process", 'P', Group::Lock),
            Reason::Queue => look("waits for a queue", 'Q', Group::Queue),
            Reason::Executor => look("waits for a result", 'F', Group::Queue),
            Reason::Io => look("reads or writes", '~', Group::Io),
            Reason::Input => look("waits for input", 'I', Group::Io),
            Reason::Join => look("waits for a thread to end", 'J', Group::Join),
            Reason::Child => look("waits for a child process", 'K', Group::Join),
            Reason::Import => look("waits for an import", 'M', Group::Join),
            Reason::Compute => look("computes without the lock", 'X', Group::Compute),
        },
    }
}

/// The number of a doing in the page's columns: 0, 1, then 2 and the number of the reason.
pub const fn number(doing: Doing) -> u8 {
    match doing {
        Doing::Hold => 0,
        Doing::Want => 1,
        Doing::Wait(reason) => 2 + reason as u8,
    }
}

/// Every doing, in the order of its number.
pub fn all() -> impl Iterator<Item = Doing> {
    [Doing::Hold, Doing::Want]
        .into_iter()
        .chain(Reason::ALL.iter().map(|&reason| Doing::Wait(reason)))
}

/// How a span ended, for people; by the number that the page's columns have.
pub const ENDS: [&str; 4] = [
    "by itself",
    "forced: its time was over",
    "was handed the lock",
    "end of the thread or of the trace",
];

/// The row of [`ENDS`].
pub const fn end_number(end: End) -> u8 {
    match end {
        End::Own => 0,
        End::Forced => 1,
        End::Granted => 2,
        End::Ended => 3,
    }
}

/// What a mark says, by the number that the page's columns have: a word, and a sign for the picture.
pub const MARKS: [(&str, &str); 7] = [
    ("prints", "p"),
    ("puts an item", "+"),
    ("gets an item", "−"),
    ("wakes a thread", "w"),
    ("serves a signal", "!"),
    ("forks", "F"),
    ("starts a child", "C"),
];

/// The row of [`MARKS`].
pub const fn mark_number(kind: MarkKind) -> u8 {
    match kind {
        MarkKind::Print => 0,
        MarkKind::Put => 1,
        MarkKind::Get => 2,
        MarkKind::Wake => 3,
        MarkKind::Signal => 4,
        MarkKind::Fork => 5,
        MarkKind::Child => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_apart_and_groups_have_one_of_their_own() {
        let letters: std::collections::BTreeSet<char> =
            all().map(|doing| of(doing).letter).collect();
        assert_eq!(letters.len(), all().count());
        for (number, group) in GROUP_LOOKS.iter().enumerate() {
            assert!(
                all()
                    .any(|doing| of(doing).letter == group.letter
                        && of(doing).group as usize == number),
                "{} has a letter of another group",
                group.name
            );
        }
        for (at, doing) in all().enumerate() {
            assert_eq!(usize::from(number(doing)), at);
        }
    }
}
