//! Processors, priorities and scheduling policies of processes.
#![allow(unsafe_code)] // System calls that fill C structures.

use crate::native::{NativeClass, structure};
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};

/// `os.sched_param`.
pub static PARAMETER: structure::Structure = structure::Structure {
    class: &PARAMETER_CLASS,
    items: &["sched_priority"],
    hidden: &[],
};

/// `os.sched_param`.
pub static PARAMETER_CLASS: NativeClass = NativeClass {
    name: "posix.sched_param",
    doc: "What a scheduling policy wants to know.",
    base: Some(&crate::native::types::tuple::TUPLE),
    layout: Layout::Tuple,
    slots: crate::native::Slots {
        repr: Some(|vm, value| structure::repr(vm, value, &PARAMETER)),
        ..crate::native::types::tuple::TUPLE.slots
    },
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "sched_param(sched_priority)")?;
        Ok(vm
            .new_tuple_of_shape(class.root_shape.get(), vec![bound[0].clone()])
            .into_value())
    }),
    getset: &[crate::native::GetSetDefinition {
        name: "sched_priority",
        doc: "the scheduling priority",
        get: |_, value| Ok(structure::item(value, 0)),
        set: None,
    }],
    methods: METHODS,
    flags: flags::HAS_DICT | flags::SEQUENCE,
    ..NativeClass::EMPTY
};

native_functions! { static METHODS;
    /// Helper of pickle.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let class = vm.class_of(value).to_value();
        let arguments = vm.new_tuple(vec![structure::item(value, 0)]);
        Ok(vm.new_pair(class, arguments))
    }
}

/// The parameters of a `sched_param`.
pub fn parameters(vm: &mut Vm, value: &Value) -> Outcome<libc::sched_param> {
    let class = vm.native_class(&PARAMETER_CLASS)?;
    if !std::ptr::eq(&raw const **vm.class_of(value), &raw const *class) {
        raise!(vm, TypeError, "must have a sched_param object");
    }
    let number = vm.index_i64(&structure::item(value, 0))?;
    let Ok(sched_priority) = number.try_into() else {
        raise!(vm, OverflowError, "sched_priority out of range")
    };
    Ok(libc::sched_param { sched_priority })
}

fn check(vm: &mut Vm, result: i32) -> Outcome<i64> {
    if result == -1 {
        Err(vm.raise_last_errno(None))
    } else {
        Ok(i64::from(result))
    }
}

native_functions! { pub static FUNCTIONS;
    /// The number of processors, or None.
    "cpu_count()" fn cpu_count(vm) -> Option<i64> {
        if vm.is_seeded() {
            return Ok(Some(crate::seeded::PROCESSORS.into()));
        }
        let count = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
        Ok((count > 0).then_some(count))
    }
    /// The processors a process may use.
    "sched_getaffinity(pid, /)" fn sched_getaffinity(vm, pid: i32) -> Value {
        // SAFETY: the set is filled by the call.
        let numbers: Vec<i64> = unsafe {
            let mut set: libc::cpu_set_t = std::mem::zeroed();
            if libc::sched_getaffinity(vm.real_process(pid), size_of::<libc::cpu_set_t>(), &mut set) != 0 {
                return Err(vm.raise_last_errno(None));
            }
            (0..libc::CPU_SETSIZE as usize).filter(|&cpu| libc::CPU_ISSET(cpu, &set)).map(|cpu| cpu as i64).collect()
        };
        let numbers = match &vm.interp().seeded {
            Some(seeded) => seeded.processors(),
            None => numbers,
        };
        let result = vm.new_set_from(Default::default(), false);
        for number in numbers {
            vm.set_add(&result, &Value::int(number))?;
        }
        Ok(result.into_value())
    }
    /// Let other processes run.
    "sched_yield()" fn sched_yield(vm) -> () {
        vm.detach(Wait::Sleep(0), std::thread::yield_now);
        Ok(())
    }
    /// The load of the system over 1, 5 and 15 minutes.
    "getloadavg()" fn getloadavg(vm) -> Value {
        let mut loads = [0f64; 3];
        // SAFETY: room for three.
        if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } != 3 {
            return Err(vm.raise(Exc::OSError, "Load averages are unobtainable"));
        }
        Ok(vm.new_tuple(loads.map(Value::float).to_vec()))
    }
    /// Change the priority of the process; the new one.
    "nice(increment, /)" fn nice(vm, increment: i32) -> i64 {
        // SAFETY: errno is this thread's; -1 is a priority, too.
        let (priority, number) = unsafe {
            *libc::__errno_location() = 0;
            (libc::nice(increment), *libc::__errno_location())
        };
        if priority == -1 && number != 0 { Err(vm.raise_errno(number, None)) } else { Ok(i64::from(priority)) }
    }
    /// Choose the processors a process may use.
    "sched_setaffinity(pid, mask, /)" fn sched_setaffinity(vm, pid: i32, mask: &Value) -> () {
        let mut words = [0u64; 128];
        for item in vm.collect(mask)? {
            if !crate::vm::numbers::is_int(&item) {
                let class = vm.class_of(&item).to_value();
                let class = vm.repr_text(&class)?;
                raise!(vm, TypeError, "expected an iterator of ints, but iterator yielded {class}");
            }
            match vm.index_i64(&item)? {
                ..0 => raise!(vm, ValueError, "negative CPU number"),
                cpu @ 0..8192 => words[cpu as usize / 64] |= 1 << (cpu % 64),
                _ => raise!(vm, OverflowError, "CPU number too large"),
            }
        }
        if let Some(seeded) = &vm.interp().seeded {
            return match seeded.choose_processors(words[0]) {
                true => Ok(()),
                false => Err(vm.raise_errno(libc::EINVAL, None)),
            };
        }
        // SAFETY: the call reads as many bytes as said.
        let result = unsafe { libc::sched_setaffinity(vm.real_process(pid), size_of_val(&words), words.as_ptr().cast()) };
        check(vm, result).map(drop)
    }
    /// The highest priority of a policy.
    "sched_get_priority_max(policy)" fn sched_get_priority_max(vm, policy: i32) -> i64 {
        let result = unsafe { libc::sched_get_priority_max(policy) };
        check(vm, result)
    }
    /// The lowest priority of a policy.
    "sched_get_priority_min(policy)" fn sched_get_priority_min(vm, policy: i32) -> i64 {
        let result = unsafe { libc::sched_get_priority_min(policy) };
        check(vm, result)
    }
    /// The policy of a process.
    "sched_getscheduler(pid, /)" fn sched_getscheduler(vm, pid: i32) -> i64 {
        let result = unsafe { libc::sched_getscheduler(vm.real_process(pid)) };
        check(vm, result)
    }
    /// Set the policy of a process.
    "sched_setscheduler(pid, policy, param, /)" fn sched_setscheduler(vm, pid: i32, policy: i32, value: &Value) -> () {
        let parameters = parameters(vm, value)?;
        // SAFETY: the call reads the structure.
        let result = unsafe { libc::sched_setscheduler(vm.real_process(pid), policy, &parameters) };
        check(vm, result).map(drop)
    }
    /// The parameters of a process's policy.
    "sched_getparam(pid, /)" fn sched_getparam(vm, pid: i32) -> Value {
        let mut parameters = libc::sched_param { sched_priority: 0 };
        // SAFETY: the call fills the structure.
        let result = unsafe { libc::sched_getparam(vm.real_process(pid), &mut parameters) };
        check(vm, result)?;
        structure::make(vm, &PARAMETER, vec![Value::int(i64::from(parameters.sched_priority))], Vec::new())
    }
    /// Set the parameters of a process's policy.
    "sched_setparam(pid, param, /)" fn sched_setparam(vm, pid: i32, value: &Value) -> () {
        let parameters = parameters(vm, value)?;
        // SAFETY: the call reads the structure.
        let result = unsafe { libc::sched_setparam(vm.real_process(pid), &parameters) };
        check(vm, result).map(drop)
    }
    /// The slice of the round robin policy in seconds.
    "sched_rr_get_interval(pid, /)" fn sched_rr_get_interval(vm, pid: i32) -> f64 {
        let mut slice = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the call fills the structure.
        let result = unsafe { libc::sched_rr_get_interval(vm.real_process(pid), &mut slice) };
        check(vm, result)?;
        Ok(slice.tv_sec as f64 + slice.tv_nsec as f64 * 1e-9)
    }
    /// The priority of processes.
    "getpriority(which, who)" fn getpriority(vm, which: i32, who: i32) -> i64 {
        // SAFETY: errno is this thread's; -1 is a priority, too.
        let (priority, number) = unsafe {
            *libc::__errno_location() = 0;
            (libc::getpriority(which as u32, vm.real_process(who) as u32), *libc::__errno_location())
        };
        if number != 0 { Err(vm.raise_errno(number, None)) } else { Ok(i64::from(priority)) }
    }
    /// Set the priority of processes.
    "setpriority(which, who, priority)" fn setpriority(vm, which: i32, who: i32, priority: i32) -> () {
        let result = unsafe { libc::setpriority(which as u32, vm.real_process(who) as u32, priority) };
        check(vm, result).map(drop)
    }
}
