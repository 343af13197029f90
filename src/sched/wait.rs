//! Why a thread waits. One row per reason: whoever blocks names one, whoever explains waiting (timelines, deadlock reports,
//! `tick trace`) reads the same table.

/// Writes [`Reason`] and [`Wait`] from one table: `Name(payload) = "text"`.
macro_rules! waits {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// Why a thread waits, without the object: what tables and records are keyed by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Reason {
            $($(#[$doc])* $name,)*
            /// A descriptor becoming ready, or a system call on one.
            Io,
        }

        impl Reason {
            /// Every reason, in numeric order.
            pub const ALL: &[Reason] = &[$(Reason::$name,)* Reason::Io];

            /// What the thread does meanwhile, to be read after "thread T is".
            pub const fn text(self) -> &'static str {
                match self {
                    $(Reason::$name => $text,)*
                    Reason::Io => "doing input or output",
                }
            }
        }

        /// Why a thread waits, and for which object. The object is the identity of the language object waited for (its address or
        /// whatever stands for it), 0 when there is none; it is only compared and shown, never followed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Wait {
            $($(#[$doc])* $name(u64),)*
            /// A descriptor becoming ready, or a system call on one; `what` names the call (`"read"`, `"accept"` …).
            Io { fd: i32, what: &'static str },
        }

        impl Wait {
            /// The reason alone.
            #[inline]
            pub const fn reason(self) -> Reason {
                match self { $(Wait::$name(_) => Reason::$name,)* Wait::Io { .. } => Reason::Io }
            }

            /// The object waited for, or the descriptor; 0 when there is none.
            #[inline]
            pub const fn object(self) -> u64 {
                match self { $(Wait::$name(object) => object,)* Wait::Io { fd, .. } => fd as u64 }
            }

            /// What the thread does meanwhile: `"read"` for IO that says so, else the text of the reason.
            pub const fn text(self) -> &'static str {
                match self { Wait::Io { what, .. } => what, other => other.reason().text() }
            }
        }
    };
}

waits! {
    /// `time.sleep`: only the deadline ends it.
    Sleep = "sleeping";
    /// A plain lock.
    Lock = "waiting for a lock";
    /// A re-entrant lock.
    RLock = "waiting for a re-entrant lock";
    /// A condition's notification.
    Condition = "waiting to be notified";
    /// A semaphore's counter.
    Semaphore = "waiting for a semaphore";
    /// An event's flag.
    Event = "waiting for an event";
    /// The other parties of a barrier.
    Barrier = "waiting at a barrier";
    /// An item in, or room in, a queue.
    Queue = "waiting for a queue";
    /// The end of a thread.
    Join = "waiting for a thread to end";
    /// A child process.
    Child = "waiting for a child process";
    /// A line from the terminal.
    Input = "waiting for input";
    /// A module that another thread is importing.
    Import = "waiting for an import";
    /// A future's result.
    Executor = "waiting for a result";
    /// A lock or counter shared with other processes.
    Process = "waiting for another process";
    /// A long native computation that needs no language value.
    Compute = "computing without the lock";
}

impl Reason {
    /// The reason of that number.
    pub fn from_u8(number: u8) -> Option<Reason> {
        Reason::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_name_their_reasons() {
        for &reason in Reason::ALL {
            assert_eq!(Reason::from_u8(reason as u8), Some(reason));
        }
        assert_eq!(Reason::from_u8(Reason::ALL.len() as u8), None);
    }

    #[test]
    fn a_wait_knows_its_object_and_text() {
        let read = Wait::Io {
            fd: 3,
            what: "read",
        };
        assert_eq!(
            (read.reason(), read.object(), read.text()),
            (Reason::Io, 3, "read")
        );
        assert_eq!(Wait::Lock(7).object(), 7);
        assert_eq!(Wait::Sleep(0).text(), "sleeping");
    }
}
