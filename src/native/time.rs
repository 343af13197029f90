//! The module `time`: clocks, sleeping, calendar time.
//!
//! Enters: seconds, tuples of calendar fields. Leaves: seconds, `struct_time`s, texts. Sleeping lets other threads run and is
//! interrupted by signals.
#![allow(unsafe_code)] // C's calendar functions and clocks fill C structures.

use crate::native::NativeModule;
use crate::native::os_error::add_constants;
use crate::native::structure;
use crate::native::time_text::strftime;
use crate::object::builtin::Exc;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{libc_constants, native_functions, structure};
use num_bigint::BigInt;
use std::time::Duration;

structure! {
    /// `time.struct_time`.
    pub static STRUCT_TIME, STRUCT_TIME_CLASS = "time.struct_time",
    "The time value as returned by gmtime(), localtime(), and strptime(), and accepted by asctime(), mktime() and strftime().",
    [0 tm_year 1 tm_mon 2 tm_mday 3 tm_hour 4 tm_min 5 tm_sec 6 tm_wday 7 tm_yday 8 tm_isdst], [], [tm_zone tm_gmtoff]
}

/// Nanoseconds of a system clock.
pub fn clock_nanos(clock: libc::clockid_t) -> Result<i128, i32> {
    // SAFETY: the structure is filled by the call, which says whether it succeeded.
    unsafe {
        let mut time: libc::timespec = std::mem::zeroed();
        if libc::clock_gettime(clock, &mut time) != 0 {
            return Err(super::os_error::last_errno());
        }
        Ok(time.tv_sec as i128 * 1_000_000_000 + time.tv_nsec as i128)
    }
}

/// Nanoseconds of a clock as the program sees it.
fn clock_of(vm: &mut Vm, clock: libc::clockid_t) -> Result<i128, i32> {
    match vm.virtual_clock(clock) {
        Some(nanos) => Ok(nanos),
        None => clock_nanos(clock),
    }
}

fn nanos_of(vm: &mut Vm, clock: libc::clockid_t) -> Outcome<Value> {
    match clock_of(vm, clock) {
        Ok(nanos) => Ok(match i64::try_from(nanos) {
            Ok(small) => Value::int(small),
            Err(_) => vm.new_int(BigInt::from(nanos)),
        }),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

fn seconds_of(vm: &mut Vm, clock: libc::clockid_t) -> Outcome<f64> {
    match clock_of(vm, clock) {
        Ok(nanos) => Ok(nanos as f64 / 1e9),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

/// A number of seconds as nanoseconds, rounded up; ValueError and OverflowError as the clock functions raise them.
pub fn seconds_argument(vm: &mut Vm, value: &Value) -> Outcome<i64> {
    let too_large = |vm: &mut Vm| {
        vm.raise(
            Exc::OverflowError,
            "timestamp too large to convert to C PyTime_t",
        )
    };
    if let Some(seconds) = crate::vm::numbers::float_of(value) {
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let nanos = (seconds * 1e9).abs().ceil().copysign(seconds);
        if nanos.abs() >= 9.2e18 {
            return Err(too_large(vm));
        }
        return Ok(nanos as i64);
    }
    match vm
        .index_big(value)?
        .try_into()
        .ok()
        .and_then(|seconds: i64| seconds.checked_mul(1_000_000_000))
    {
        Some(nanos) => Ok(nanos),
        None => Err(too_large(vm)),
    }
}

/// A timestamp as whole seconds, rounded down; the present time for None.
fn timestamp(vm: &mut Vm, value: Option<&Value>) -> Outcome<i64> {
    let Some(value) = value.filter(|value| !value.is_none()) else {
        return Ok(clock_of(vm, libc::CLOCK_REALTIME)
            .unwrap_or(0)
            .div_euclid(1_000_000_000) as i64);
    };
    if let Some(seconds) = crate::vm::numbers::float_of(value) {
        if seconds.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        if seconds.abs() >= 9.2e18 {
            return Err(vm.raise(
                Exc::OverflowError,
                "timestamp out of range for platform time_t",
            ));
        }
        return Ok(seconds.floor() as i64);
    }
    match vm.index_big(value)?.try_into() {
        Ok(seconds) => Ok(seconds),
        Err(_) => Err(vm.raise(
            Exc::OverflowError,
            "timestamp out of range for platform time_t",
        )),
    }
}

/// Calendar fields of a timestamp.
fn fields_of(seconds: i64, local: bool) -> Result<libc::tm, i32> {
    // SAFETY: the structure is filled by the call, which answers null when it fails.
    unsafe {
        let mut fields: libc::tm = std::mem::zeroed();
        let done = if local {
            libc::localtime_r(&seconds, &mut fields)
        } else {
            libc::gmtime_r(&seconds, &mut fields)
        };
        if done.is_null() {
            Err(super::os_error::last_errno().max(libc::EOVERFLOW))
        } else {
            Ok(fields)
        }
    }
}

fn zone_of(fields: &libc::tm) -> String {
    if fields.tm_zone.is_null() {
        return String::new();
    }
    // SAFETY: the pointer is to a text of the C library that lives as long as the zone is in use.
    unsafe { std::ffi::CStr::from_ptr(fields.tm_zone) }
        .to_string_lossy()
        .into_owned()
}

fn broken_down(vm: &mut Vm, seconds: Option<&Value>, local: bool) -> Outcome<Value> {
    let seconds = timestamp(vm, seconds)?;
    let fields = match fields_of(seconds, local) {
        Ok(fields) => fields,
        Err(number) => return Err(vm.raise_errno(number, None)),
    };
    let items = [
        fields.tm_year as i64 + 1900,
        fields.tm_mon as i64 + 1,
        fields.tm_mday as i64,
        fields.tm_hour as i64,
        fields.tm_min as i64,
        fields.tm_sec as i64,
        (fields.tm_wday as i64 + 6) % 7,
        fields.tm_yday as i64 + 1,
        fields.tm_isdst as i64,
    ];
    let zone = if local {
        zone_of(&fields)
    } else {
        "UTC".to_string()
    };
    let zone = vm.new_str(&zone);
    let items = items.into_iter().map(Value::int).collect();
    structure::make(
        vm,
        &STRUCT_TIME,
        items,
        vec![zone, Value::int(fields.tm_gmtoff)],
    )
}

/// Calendar fields from a tuple or struct_time.
fn fields_from(vm: &mut Vm, value: &Value, function: &str) -> Outcome<libc::tm> {
    let Some(tuple) = value.to_ref::<TupleObject>() else {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    };
    if tuple.items().len() != 9 {
        return Err(vm.type_error(format!("{function}(): illegal time tuple argument")));
    }
    let mut numbers = [0i32; 9];
    for (at, item) in tuple.items().iter().enumerate() {
        let number = vm.index_i64(item)?;
        numbers[at] = match i32::try_from(number) {
            Ok(number) => number,
            Err(_) => {
                return Err(vm.raise(
                    Exc::OverflowError,
                    "Python int too large to convert to C int",
                ));
            }
        };
    }
    // SAFETY: a C structure of numbers and a pointer that may be null.
    let mut fields: libc::tm = unsafe { std::mem::zeroed() };
    let Some(year) = numbers[0].checked_sub(1900) else {
        return Err(vm.raise(Exc::OverflowError, "year out of range"));
    };
    fields.tm_year = year;
    fields.tm_mon = numbers[1].wrapping_sub(1);
    fields.tm_mday = numbers[2];
    fields.tm_hour = numbers[3];
    fields.tm_min = numbers[4];
    fields.tm_sec = numbers[5];
    fields.tm_wday = (numbers[6].wrapping_add(1)).rem_euclid(7);
    if numbers[6] < -1 {
        fields.tm_wday = -1;
    }
    fields.tm_yday = numbers[7].wrapping_sub(1);
    fields.tm_isdst = numbers[8];
    if let Some(dict) = vm.attribute_dict(value)
        && let Some(offset) = vm
            .dict_get_str(&dict, "tm_gmtoff")
            .and_then(|offset| offset.as_int())
    {
        fields.tm_gmtoff = offset;
    }
    Ok(fields)
}

/// Refuses fields that no text can be made of; zeros that mean "first" are made so.
fn check_fields(vm: &mut Vm, fields: &mut libc::tm) -> Outcome<()> {
    if fields.tm_mon == -1 {
        fields.tm_mon = 0;
    }
    if fields.tm_mday == 0 {
        fields.tm_mday = 1;
    }
    if fields.tm_yday == -1 {
        fields.tm_yday = 0;
    }
    let wrong = [
        (!(0..=11).contains(&fields.tm_mon), "month out of range"),
        (
            !(1..=31).contains(&fields.tm_mday),
            "day of month out of range",
        ),
        (!(0..=23).contains(&fields.tm_hour), "hour out of range"),
        (!(0..=59).contains(&fields.tm_min), "minute out of range"),
        (!(0..=61).contains(&fields.tm_sec), "seconds out of range"),
        (fields.tm_wday < 0, "day of week out of range"),
        (
            !(0..=365).contains(&fields.tm_yday),
            "day of year out of range",
        ),
    ];
    match wrong.iter().find(|row| row.0) {
        Some((_, message)) => Err(vm.value_error(message)),
        None => Ok(()),
    }
}

fn text_fields(vm: &mut Vm, value: Option<&Value>, function: &str) -> Outcome<libc::tm> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => {
            let mut fields = fields_from(vm, value, function)?;
            check_fields(vm, &mut fields)?;
            Ok(fields)
        }
        None => {
            let seconds = timestamp(vm, None)?;
            fields_of(seconds, true).map_err(|number| vm.raise_errno(number, None))
        }
    }
}

/// `Thu Jan  1 00:00:00 1970`.
fn classic_text(fields: &libc::tm) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    format!(
        "{} {} {:2} {:02}:{:02}:{:02} {}",
        DAYS[fields.tm_wday.rem_euclid(7) as usize],
        MONTHS[fields.tm_mon.rem_euclid(12) as usize],
        fields.tm_mday,
        fields.tm_hour,
        fields.tm_min,
        fields.tm_sec,
        fields.tm_year as i64 + 1900
    )
}

/// The local zone: `(timezone, altzone, daylight, names)`.
fn zone() -> (i64, i64, bool, [String; 2]) {
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let begin = clock_nanos(libc::CLOCK_REALTIME).unwrap_or(0) as i64 / 1_000_000_000 / YEAR * YEAR;
    let look = |seconds: i64| match fields_of(seconds, true) {
        Ok(fields) => (-fields.tm_gmtoff, zone_of(&fields)),
        Err(_) => (0, "UTC".to_string()),
    };
    let (january, july) = (look(begin), look(begin + YEAR / 2));
    // Where July is the standard time, January is the daylight saving one.
    let (standard, daylight) = if january.0 < july.0 {
        (july, january)
    } else {
        (january, july)
    };
    (
        standard.0,
        daylight.0,
        standard.0 != daylight.0,
        [standard.1, daylight.1],
    )
}

fn set_zone(vm: &mut Vm) -> Outcome<()> {
    let Some(module) = vm.dict_get_str(&vm.modules(), "time") else {
        return Ok(());
    };
    let (standard, daylight, differs, names) = zone();
    let names = names.iter().map(|name| vm.new_str(name)).collect();
    let names = vm.new_tuple(names);
    vm.set_attribute_str(&module, "timezone", Value::int(standard))?;
    vm.set_attribute_str(&module, "altzone", Value::int(daylight))?;
    vm.set_attribute_str(&module, "daylight", Value::int(differs as i64))?;
    vm.set_attribute_str(&module, "tzname", names)
}

/// Name, clock, implementation, adjustable.
const CLOCKS: &[(&str, libc::clockid_t, &str, bool)] = &[
    (
        "monotonic",
        libc::CLOCK_MONOTONIC,
        "clock_gettime(CLOCK_MONOTONIC)",
        false,
    ),
    (
        "perf_counter",
        libc::CLOCK_MONOTONIC,
        "clock_gettime(CLOCK_MONOTONIC)",
        false,
    ),
    (
        "process_time",
        libc::CLOCK_PROCESS_CPUTIME_ID,
        "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)",
        false,
    ),
    (
        "thread_time",
        libc::CLOCK_THREAD_CPUTIME_ID,
        "clock_gettime(CLOCK_THREAD_CPUTIME_ID)",
        false,
    ),
    (
        "time",
        libc::CLOCK_REALTIME,
        "clock_gettime(CLOCK_REALTIME)",
        true,
    ),
];

native_functions! { static FUNCTIONS;
    /// Seconds since the epoch.
    "time()" fn time(vm) -> f64 { seconds_of(vm, libc::CLOCK_REALTIME) }
    /// Nanoseconds since the epoch.
    "time_ns()" fn time_ns(vm) -> Value { nanos_of(vm, libc::CLOCK_REALTIME) }
    /// Seconds of a clock that never goes back.
    "monotonic()" fn monotonic(vm) -> f64 { Ok(vm.now().as_nanos() as f64 / 1e9) }
    /// Nanoseconds of a clock that never goes back.
    "monotonic_ns()" fn monotonic_ns(vm) -> i64 { Ok(vm.now().as_nanos() as i64) }
    /// Seconds of the clock with the highest resolution.
    "perf_counter()" fn perf_counter(vm) -> f64 { Ok(vm.now().as_nanos() as f64 / 1e9) }
    /// Nanoseconds of the clock with the highest resolution.
    "perf_counter_ns()" fn perf_counter_ns(vm) -> i64 { Ok(vm.now().as_nanos() as i64) }
    /// Seconds of processor time of the process.
    "process_time()" fn process_time(vm) -> f64 { seconds_of(vm, libc::CLOCK_PROCESS_CPUTIME_ID) }
    /// Nanoseconds of processor time of the process.
    "process_time_ns()" fn process_time_ns(vm) -> Value { nanos_of(vm, libc::CLOCK_PROCESS_CPUTIME_ID) }
    /// Seconds of processor time of the thread.
    "thread_time()" fn thread_time(vm) -> f64 { seconds_of(vm, libc::CLOCK_THREAD_CPUTIME_ID) }
    /// Nanoseconds of processor time of the thread.
    "thread_time_ns()" fn thread_time_ns(vm) -> Value { nanos_of(vm, libc::CLOCK_THREAD_CPUTIME_ID) }
    /// Seconds of a system clock.
    "clock_gettime(clk_id, /)" fn clock_gettime(vm, clock: i32) -> f64 { seconds_of(vm, clock) }
    /// Nanoseconds of a system clock.
    "clock_gettime_ns(clk_id, /)" fn clock_gettime_ns(vm, clock: i32) -> Value { nanos_of(vm, clock) }
    /// The resolution of a system clock in seconds.
    "clock_getres(clk_id, /)" fn clock_getres(vm, clock: i32) -> f64 { resolution(vm, clock) }
    /// Wait for a number of seconds; other threads run meanwhile.
    "sleep(seconds, /)" fn sleep(vm, seconds: &Value) -> () {
        let nanos = seconds_argument(vm, seconds)?;
        if nanos < 0 {
            return Err(vm.value_error("sleep length must be non-negative"));
        }
        if nanos == 0 {
            vm.detach(Wait::Sleep(0), || ());
            return Ok(());
        }
        let deadline = vm.now() + Duration::from_nanos(nanos as u64);
        while vm.now() < deadline {
            let why = Wait::Sleep(0);
            if vm.block(why, Some(deadline)) == crate::gil::lock::Blocked::Interrupted {
                crate::native::signals::serve_waiting(vm, &why)?;
            }
        }
        Ok(())
    }
    /// The fields of a timestamp in UTC.
    "gmtime(seconds=None, /)" fn gmtime(vm, seconds: Option<&Value>) -> Value { broken_down(vm, seconds, false) }
    /// The fields of a timestamp in the local zone.
    "localtime(seconds=None, /)" fn localtime(vm, seconds: Option<&Value>) -> Value { broken_down(vm, seconds, true) }
    /// The timestamp of fields in the local zone.
    "mktime(time_tuple, /)" fn mktime(vm, value: &Value) -> f64 {
        let mut fields = fields_from(vm, value, "mktime")?;
        fields.tm_wday = -1;
        // SAFETY: a valid structure.
        let seconds = unsafe { libc::mktime(&mut fields) };
        if seconds == -1 && fields.tm_wday == -1 {
            return Err(vm.raise(Exc::OverflowError, "mktime argument out of range"));
        }
        Ok(seconds as f64)
    }
    /// Fields as text by a format.
    "strftime(format, time_tuple=None, /)" fn format_time(vm, format: &str, value: Option<&Value>) -> Value {
        let fields = text_fields(vm, value, "strftime")?;
        Ok(vm.new_str(&strftime(format, &fields)))
    }
    /// Text to fields by a format.
    "strptime(data_string, format='%a %b %d %H:%M:%S %Y', /)" fn strptime(vm, text: &Value, format: &Value) -> Value {
        vm.call_module_function("_strptime", "_strptime_time", &[text.clone(), format.clone()])
    }
    /// Fields as text of the form 'Sat Jun 06 16:26:11 1998'.
    "asctime(time_tuple=None, /)" fn asctime(vm, value: Option<&Value>) -> String {
        Ok(classic_text(&text_fields(vm, value, "asctime")?))
    }
    /// A timestamp as text in the local zone.
    "ctime(seconds=None, /)" fn ctime(vm, seconds: Option<&Value>) -> String {
        let seconds = timestamp(vm, seconds)?;
        let fields = fields_of(seconds, true).map_err(|number| vm.raise_errno(number, None))?;
        Ok(classic_text(&fields))
    }
    /// Read the local zone anew from the environment.
    "tzset()" fn tzset(vm) -> () {
        // SAFETY: reads the environment; the lock keeps other threads of this interpreter from changing it.
        unsafe { tzset_of_c() };
        set_zone(vm)
    }
    /// What is known of a clock by name.
    "get_clock_info(name, /)" fn get_clock_info(vm, name: &str) -> Value {
        let Some(&(_, clock, implementation, adjustable)) = CLOCKS.iter().find(|row| row.0 == name) else {
            return Err(vm.value_error("unknown clock"));
        };
        let resolution = resolution(vm, clock)?;
        let types = vm.import_module("types")?;
        let class = vm.get_attribute_str(&types, "SimpleNamespace")?;
        let implementation = vm.new_str(implementation);
        vm.call_keywords(&class, &[], &[
            ("implementation", implementation),
            ("monotonic", Value::bool(!adjustable)),
            ("adjustable", Value::bool(adjustable)),
            ("resolution", Value::float(resolution)),
        ])
    }
}

unsafe extern "C" {
    #[link_name = "tzset"]
    fn tzset_of_c();
}

fn resolution(vm: &mut Vm, clock: libc::clockid_t) -> Outcome<f64> {
    // SAFETY: the structure is filled by the call.
    let (failed, time) = unsafe {
        let mut time: libc::timespec = std::mem::zeroed();
        (libc::clock_getres(clock, &mut time) != 0, time)
    };
    if failed {
        return Err(vm.raise_last_errno(None));
    }
    Ok(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}

/// `time`.
pub static MODULE: NativeModule = NativeModule {
    name: "time",
    doc: "Clocks, sleeping and calendar time.",
    functions: &[FUNCTIONS],
    classes: &[&STRUCT_TIME_CLASS],
    init: Some(|vm, module| {
        structure::describe(vm, &STRUCT_TIME)?;
        let constants = libc_constants! {
            CLOCK_REALTIME CLOCK_MONOTONIC CLOCK_PROCESS_CPUTIME_ID CLOCK_THREAD_CPUTIME_ID CLOCK_MONOTONIC_RAW CLOCK_BOOTTIME
            CLOCK_TAI
        };
        add_constants(vm, &module.dict, constants);
        // SAFETY: as in `tzset`.
        unsafe { tzset_of_c() };
        set_zone(vm)
    }),
};
