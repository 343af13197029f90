//! When the lock changes hands. Each policy is a row of [`Rules`]; the lock knows only rules.
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// The policies that `-X gil=…` and `sys.setcheckinterval` choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// First come, first served, with direct hand-over; a thread that comes back from waiting goes ahead of preempted ones.
    #[default]
    Fair,
    /// A switch after exactly that many instructions when somebody waits.
    Ticks(u32),
    /// First come, first served, every slice that long.
    Interval(Duration),
    /// CPython 2: every 100 instructions the lock is released and asked for again; whoever is quicker has it.
    Py2,
    /// CPython 3.2 to 3.9: a waiter asks for the lock after 5 ms without a switch; a switch can happen at any instruction.
    Py39,
    /// CPython 3.10 and later: as before, but switches happen only at calls and backward jumps.
    Py310,
}

/// Where in the bytecode a switch may happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwitchPoints {
    /// Between any two instructions.
    All,
    /// At calls and backward jumps only.
    CallsAndLoops,
}

/// A policy taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Instructions between two offers.
    pub check_ticks: u32,
    /// Whether the spacing of offers varies a little, so that no loop is in step with it.
    pub jitter: bool,
    /// Whether an offer switches by instructions counted rather than by time.
    pub by_ticks: bool,
    /// How long a thread keeps the lock from threads that were preempted or are new.
    pub slice: Duration,
    /// What that grows to while the threads in line do nothing but compute (see `Queue::due`).
    pub longest_slice: Duration,
    /// How long it keeps the lock from threads that come back from waiting.
    pub minimum_slice: Duration,
    /// Whether the slice runs from the waiter's arrival if that is later than the holder's start.
    pub from_arrival: bool,
    /// Whether threads that come back from waiting have a queue of their own.
    pub io_first: bool,
    /// Whether a thread that gives the lock up leaves it to whoever is quickest, instead of handing it over.
    pub barging: bool,
    /// Whether a preempted thread may win that race at once.
    pub barging_offer: bool,
    /// Whether every call that may wait gives the lock up first, even where it turns out that it need not have waited.
    pub always_gives_up: bool,
}

/// The slice of threads that use the processor, as CPython has it since 3.2.
const SLICE: Duration = Duration::from_millis(5);
/// The slice of the policy `fair`, until threads have only computed for a while. A million rounds of `counter += 1` take about
/// 10 ms, so with slices of 5 ms two such threads met once or twice and lost nothing in 6 of 12 runs; with 1 ms they lost a tenth
/// to a half of the updates in every one of 100 runs. A hand-over wakes a sleeping processor, 20 to 50 us on a virtual one, so
/// while threads only compute the slice grows to [`SLICE`]: two threads then took 1.03 of the time of one, where slices of 1 ms
/// throughout took 1.055.
const FAIR_SLICE: Duration = Duration::from_millis(1);
/// How long a thread that came back from waiting is kept waiting for the lock. With 200 us the median of a round trip over UDP
/// beside a computing thread was 0.24 ms, with 100 us it is 0.14 ms, and the computing thread keeps 94 to 98 %.
const MINIMUM_SLICE: Duration = Duration::from_micros(100);
/// Instructions between two offers.
const CHECK_TICKS: u32 = 100;

impl Policy {
    /// The row of this policy.
    pub const fn rules(self) -> Rules {
        let fifo = Rules {
            check_ticks: CHECK_TICKS,
            jitter: true,
            by_ticks: false,
            slice: SLICE,
            longest_slice: SLICE,
            minimum_slice: SLICE,
            from_arrival: false,
            io_first: false,
            barging: false,
            barging_offer: false,
            always_gives_up: false,
        };
        let old = Rules {
            jitter: false,
            from_arrival: true,
            barging: true,
            always_gives_up: true,
            ..fifo
        };
        match self {
            Policy::Fair => Rules {
                slice: FAIR_SLICE,
                minimum_slice: MINIMUM_SLICE,
                io_first: true,
                ..fifo
            },
            Policy::Ticks(ticks) => Rules {
                check_ticks: if ticks == 0 { 1 } else { ticks },
                jitter: false,
                by_ticks: true,
                ..fifo
            },
            Policy::Interval(slice) => Rules {
                slice,
                longest_slice: slice,
                minimum_slice: slice,
                ..fifo
            },
            Policy::Py2 => Rules {
                by_ticks: true,
                barging_offer: true,
                ..old
            },
            Policy::Py39 | Policy::Py310 => old,
        }
    }

    /// Where a switch may happen under this policy.
    pub const fn switch_points(self) -> SwitchPoints {
        match self {
            Policy::Py310 => SwitchPoints::CallsAndLoops,
            _ => SwitchPoints::All,
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Policy::Fair => f.write_str("fair"),
            Policy::Ticks(ticks) => write!(f, "ticks:{ticks}"),
            Policy::Interval(slice) => write!(f, "interval:{}", slice.as_secs_f64() * 1e3),
            Policy::Py2 => f.write_str("py2"),
            Policy::Py39 => f.write_str("py39"),
            Policy::Py310 => f.write_str("py310"),
        }
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, argument) = text
            .split_once(':')
            .map_or((text, None), |(name, argument)| (name, Some(argument)));
        match (name, argument) {
            ("fair", None) => Ok(Policy::Fair),
            ("py2", None) => Ok(Policy::Py2),
            ("py39", None) => Ok(Policy::Py39),
            ("py310", None) => Ok(Policy::Py310),
            ("ticks", Some(ticks)) => match ticks.parse() {
                Ok(ticks) if ticks > 0 => Ok(Policy::Ticks(ticks)),
                _ => Err(format!("'{ticks}' is not a number of instructions")),
            },
            ("interval", Some(millis)) => match millis.parse::<f64>() {
                Ok(millis) if millis > 0.0 && millis < 1e9 => {
                    Ok(Policy::Interval(Duration::from_secs_f64(millis / 1e3)))
                }
                _ => Err(format!("'{millis}' is not a number of milliseconds")),
            },
            _ => Err(format!(
                "'{text}' is not one of fair, ticks:N, interval:MS, py2, py39, py310"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_read_as_they_are_written() {
        for text in ["fair", "ticks:7", "interval:0.5", "py2", "py39", "py310"] {
            assert_eq!(text.parse::<Policy>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "ticks",
            "ticks:0",
            "ticks:x",
            "interval:-1",
            "interval:nan",
            "fair:1",
            "py4",
        ] {
            assert!(text.parse::<Policy>().is_err(), "{text}");
        }
    }
}
