//! Sums of a recorded run as dicts and lists.
//!
//! Enters: a [`Trace`]. Leaves: values. Times are whole nanoseconds, so that the parts of a thread's life add up exactly.
use crate::object::value::Value;
use crate::trace::look::GROUP_LOOKS;
use crate::trace::model::{Object, Process, Trace};
use crate::trace::totals::{ObjectTotals, ThreadTotals, objects, worst_first};
use crate::vm::Vm;

fn dict(vm: &mut Vm, entries: Vec<(&str, Value)>) -> Value {
    let dict = vm.new_dict();
    for (name, value) in entries {
        vm.dict_set_str(&dict, name, value);
    }
    dict.into_value()
}

fn number(number: u64) -> Value {
    Value::int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The sums of a run.
pub fn of(vm: &mut Vm, trace: &Trace) -> Value {
    let processes = trace
        .processes
        .iter()
        .map(|process| of_process(vm, trace, process))
        .collect();
    let processes = vm.new_list(processes);
    let policy = vm.new_str(&trace.policy);
    dict(
        vm,
        vec![
            ("duration_ns", number(trace.duration_ns)),
            ("policy", policy),
            ("lost", number(trace.lost)),
            ("processes", processes),
        ],
    )
}

fn of_process(vm: &mut Vm, trace: &Trace, process: &Process) -> Value {
    let threads: Vec<Value> = process
        .threads
        .iter()
        .map(|thread| {
            let totals = ThreadTotals::of(thread);
            let name = vm.new_str(&thread.name);
            of_thread(vm, name, thread.ticks, &totals)
        })
        .collect();
    let threads = vm.new_list(threads);
    let totals = objects(trace, process.threads.iter());
    let all: Vec<Value> = worst_first(&totals)
        .into_iter()
        .filter(|&object| totals[object].taken > 0)
        .map(|object| of_lock(vm, &trace.objects[object], &totals[object]))
        .collect();
    let all = vm.new_list(all);
    let name = vm.new_str(&process.name);
    let forced = process.handovers.iter().filter(|one| one.forced).count();
    dict(
        vm,
        vec![
            ("name", name),
            ("pid", number(process.pid.into())),
            ("life_ns", number(process.end_ns - process.start_ns)),
            ("handovers", number(process.handovers.len() as u64)),
            ("forced", number(forced as u64)),
            ("threads", threads),
            ("locks", all),
        ],
    )
}

fn of_thread(vm: &mut Vm, name: Value, ticks: u64, totals: &ThreadTotals) -> Value {
    let mut entries = vec![
        ("name", name),
        ("ticks", number(ticks)),
        ("life_ns", number(totals.times.life())),
    ];
    let groups = GROUP_LOOKS.iter().zip(totals.times.0);
    entries.extend(groups.map(|(look, time)| (look.key, number(time))));
    entries.extend([
        ("turns", number(totals.holds)),
        ("forced", number(totals.forced)),
        ("voluntary", number(totals.voluntary)),
        ("waits", number(totals.wants.len() as u64)),
        ("wait_median_ns", number(totals.quantile(0.5))),
        ("wait_99_ns", number(totals.quantile(0.99))),
        ("wait_longest_ns", number(totals.quantile(1.0))),
    ]);
    dict(vm, entries)
}

fn of_lock(vm: &mut Vm, object: &Object, lock: &ObjectTotals) -> Value {
    let name = vm.new_str(&object.name);
    let kind = vm.new_str(&object.kind);
    dict(
        vm,
        vec![
            ("name", name),
            ("kind", kind),
            ("taken", number(lock.taken)),
            ("contended", number(lock.contended)),
            ("wait_ns", number(lock.waited)),
            ("longest_wait_ns", number(lock.longest)),
            ("held_ns", number(lock.held)),
        ],
    )
}
