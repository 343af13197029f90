//! The module `itertools`: iterators made of iterators. Those that combine pools are in `combinatoric`, `tee` and `groupby`
//! in `shared`.
mod combinatoric;
mod shared;

use crate::gil::GilCell;
use crate::native::payload::state;
use crate::native::special::{BinaryOp, Conversion};
use crate::native::{Arguments, NativeModule};
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::numbers::{float_of, is_int};
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// Defines classes of iterators: name, constructor, step, methods.
macro_rules! iterator_classes {
    ($( $(#[doc = $doc:literal])* $static:ident $name:literal $new:expr, $next:ident, $methods:expr $(, $slot:ident : $value:expr)*; )*) => { $(
        $(#[doc = $doc])*
        pub(in $crate::native) static $static: $crate::native::NativeClass = $crate::native::NativeClass {
            name: $name,
            doc: concat!($($doc, "\n"),*),
            layout: $crate::object::heap::Layout::Native,
            slots: $crate::native::Slots {
                iterate: Some(|_, value| Ok(value.clone())),
                next: Some($next),
                $($slot: $value,)*
                ..$crate::native::Slots::NONE
            },
            new: $new,
            methods: $methods,
            ..$crate::native::NativeClass::EMPTY
        };
    )* };
}
pub(in crate::native) use iterator_classes;

crate::payload! {
    struct Count { next: GilCell<Value>, step: Value }
    struct Cycle { source: GilCell<Option<Value>>, saved: GilCell<Vec<Value>>, at: Cell<usize> }
    struct Repeat { object: Value, times: Cell<i64> }
    struct Accumulate {
        source: Value,
        function: Value,
        total: GilCell<Option<Value>>,
        initial: GilCell<Option<Value>>,
    }
    struct Chain { sources: GilCell<Option<Value>>, active: GilCell<Option<Value>> }
    struct Compress { data: Value, selectors: Value }
    struct Test { predicate: Value, source: Value, done: Cell<bool> }
    struct Slice {
        source: GilCell<Option<Value>>,
        next: Cell<i64>,
        stop: i64,
        step: i64,
        count: Cell<i64>,
    }
    struct Pairwise { source: GilCell<Option<Value>>, old: GilCell<Option<Value>> }
    struct ZipLongest { sources: GilCell<Vec<Option<Value>>>, active: Cell<usize>, fill: Value }
    struct Batched { source: GilCell<Option<Value>>, size: usize }
}

fn is_number(vm: &Vm, value: &Value) -> bool {
    let is = |conversion: Conversion| {
        vm.overrides(value, conversion.method())
            || vm.class_of(value).slots().conversions.contains(&conversion)
    };
    is_int(value)
        || float_of(value).is_some()
        || is(Conversion::Index)
        || is(Conversion::Float)
        || is(Conversion::Complex)
}

fn new_count(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "count(start=0, step=1)")?;
    if !is_number(vm, &bound[0]) || !is_number(vm, &bound[1]) {
        return Err(vm.type_error("a number is required"));
    }
    Ok(vm.new_native(
        class,
        Count {
            next: GilCell::new(bound[0].clone()),
            step: bound[1].clone(),
        },
    ))
}

fn next_count(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let count: &Count = state(vm, value)?;
    let item = count.next.get(vm).clone();
    let small = item
        .as_int()
        .zip(count.step.as_int())
        .and_then(|(item, step)| item.checked_add(step));
    let next = match small {
        Some(next) => Value::int(next),
        None => vm.binary(BinaryOp::Add, &item, &count.step)?,
    };
    drop(count.next.replace(vm, next));
    Ok(Some(item))
}

fn repr_count(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let count: &Count = state(vm, value)?;
    let next = count.next.get(vm).clone();
    let next = vm.repr_text(&next)?;
    if count.step.as_int() == Some(1) {
        return Ok(vm.new_str(&format!("count({next})")));
    }
    let step = vm.repr_text(&count.step)?;
    Ok(vm.new_str(&format!("count({next}, {step})")))
}

fn new_cycle(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "cycle(iterable, /)")?;
    let source = vm.iterate(&bound[0])?;
    Ok(vm.new_native(
        class,
        Cycle {
            source: GilCell::new(Some(source)),
            saved: GilCell::new(Vec::new()),
            at: Cell::new(0),
        },
    ))
}

fn next_cycle(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let cycle: &Cycle = state(vm, value)?;
    if let Some(source) = cycle.source.get(vm).clone() {
        if let Some(item) = vm.next(&source)? {
            let copy = item.clone();
            cycle.saved.get_mut(vm).push(copy);
            return Ok(Some(item));
        }
        drop(cycle.source.replace(vm, None));
    }
    let saved = cycle.saved.get(vm);
    let at = cycle.at.get();
    let item = saved.get(at).cloned();
    cycle.at.set(if at + 1 >= saved.len() { 0 } else { at + 1 });
    Ok(item)
}

fn new_repeat(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "repeat(object, times=<unlimited>)")?;
    let times = if bound[1].is_missing() {
        -1
    } else {
        vm.index_i64(&bound[1])?.max(0)
    };
    Ok(vm.new_native(
        class,
        Repeat {
            object: bound[0].clone(),
            times: Cell::new(times),
        },
    ))
}

fn next_repeat(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let repeat: &Repeat = state(vm, value)?;
    match repeat.times.get() {
        0 => return Ok(None),
        times if times > 0 => repeat.times.set(times - 1),
        _ => {}
    }
    Ok(Some(repeat.object.clone()))
}

fn repr_repeat(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let repeat: &Repeat = state(vm, value)?;
    let object = vm.repr_text(&repeat.object)?;
    Ok(vm.new_str(&match repeat.times.get() {
        -1 => format!("repeat({object})"),
        times => format!("repeat({object}, {times})"),
    }))
}

crate::native_functions! { static REPEAT_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn repeat_length_hint(vm, value: &Value) -> i64 {
        let repeat: &Repeat = state(vm, value)?;
        match repeat.times.get() {
            -1 => Err(vm.type_error("len() of unsized object")),
            times => Ok(times),
        }
    }
}

fn new_accumulate(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "accumulate(iterable, func=None, *, initial=None)")?;
    let source = vm.iterate(&bound[0])?;
    let initial = (!bound[2].is_none()).then(|| bound[2].clone());
    Ok(vm.new_native(
        class,
        Accumulate {
            source,
            function: bound[1].clone(),
            total: GilCell::new(None),
            initial: GilCell::new(initial),
        },
    ))
}

fn next_accumulate(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let accumulate: &Accumulate = state(vm, value)?;
    if let Some(initial) = accumulate.initial.replace(vm, None) {
        accumulate.total.replace(vm, Some(initial.clone()));
        return Ok(Some(initial));
    }
    let Some(item) = vm.next(&accumulate.source)? else {
        return Ok(None);
    };
    let total = match accumulate.total.get(vm).clone() {
        None => item,
        Some(total) if accumulate.function.is_none() => vm.binary(BinaryOp::Add, &total, &item)?,
        Some(total) => vm.call(&accumulate.function, &[total, item])?,
    };
    drop(accumulate.total.replace(vm, Some(total.clone())));
    Ok(Some(total))
}

fn new_chain(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "chain")?;
    let sources = vm.new_tuple(arguments.positional().to_vec());
    chain_of(vm, class, &sources)
}

fn chain_of(vm: &mut Vm, class: &ClassObject, sources: &Value) -> Outcome<Value> {
    let sources = vm.iterate(sources)?;
    Ok(vm.new_native(
        class,
        Chain {
            sources: GilCell::new(Some(sources)),
            active: GilCell::new(None),
        },
    ))
}

fn next_chain(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let chain: &Chain = state(vm, value)?;
    loop {
        if let Some(active) = chain.active.get(vm).clone() {
            if let Some(item) = vm.next(&active)? {
                return Ok(Some(item));
            }
            drop(chain.active.replace(vm, None));
        }
        let Some(sources) = chain.sources.get(vm).clone() else {
            return Ok(None);
        };
        let Some(source) = vm.next(&sources)? else {
            drop(chain.sources.replace(vm, None));
            return Ok(None);
        };
        let iterator = vm.iterate(&source)?;
        drop(chain.active.replace(vm, Some(iterator)));
    }
}

crate::native_functions! { static CHAIN_METHODS;
    /// Alternative chain() constructor taking a single iterable argument that evaluates lazily.
    [class] "from_iterable(cls, iterable, /)" fn from_iterable(vm, class: &ClassObject, iterable: &Value) -> Value {
        chain_of(vm, class, iterable)
    }
}

fn new_compress(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "compress(data, selectors)")?;
    let (data, selectors) = (vm.iterate(&bound[0])?, vm.iterate(&bound[1])?);
    Ok(vm.new_native(class, Compress { data, selectors }))
}

fn next_compress(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let compress: &Compress = state(vm, value)?;
    loop {
        let Some(item) = vm.next(&compress.data)? else {
            return Ok(None);
        };
        let Some(selector) = vm.next(&compress.selectors)? else {
            return Ok(None);
        };
        if vm.truth(&selector)? {
            return Ok(Some(item));
        }
    }
}

/// The constructor of the iterators that have a function and a source.
fn new_test(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    arguments: Arguments,
    signature: &str,
) -> Outcome<Value> {
    let bound = arguments.bind(vm, signature)?;
    let source = vm.iterate(&bound[1])?;
    Ok(vm.new_native(
        class,
        Test {
            predicate: bound[0].clone(),
            source,
            done: Cell::new(false),
        },
    ))
}

fn test(vm: &mut Vm, predicate: &Value, item: &Value) -> Outcome<bool> {
    if predicate.is_none() {
        return vm.truth(item);
    }
    let answer = vm.call(predicate, std::slice::from_ref(item))?;
    vm.truth(&answer)
}

fn next_dropwhile(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &Test = state(vm, value)?;
    loop {
        let Some(item) = vm.next(&this.source)? else {
            return Ok(None);
        };
        if this.done.get() {
            return Ok(Some(item));
        }
        let answer = vm.call(&this.predicate, std::slice::from_ref(&item))?;
        if !vm.truth(&answer)? {
            this.done.set(true);
            return Ok(Some(item));
        }
    }
}

fn next_takewhile(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &Test = state(vm, value)?;
    if this.done.get() {
        return Ok(None);
    }
    let Some(item) = vm.next(&this.source)? else {
        return Ok(None);
    };
    let answer = vm.call(&this.predicate, std::slice::from_ref(&item))?;
    if vm.truth(&answer)? {
        return Ok(Some(item));
    }
    this.done.set(true);
    Ok(None)
}

fn next_filterfalse(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &Test = state(vm, value)?;
    loop {
        let Some(item) = vm.next(&this.source)? else {
            return Ok(None);
        };
        if !test(vm, &this.predicate, &item)? {
            return Ok(Some(item));
        }
    }
}

fn next_starmap(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &Test = state(vm, value)?;
    let Some(item) = vm.next(&this.source)? else {
        return Ok(None);
    };
    let arguments = vm.collect(&item)?;
    vm.call(&this.predicate, &arguments).map(Some)
}

fn new_islice(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "islice")?;
    let (iterable, start, stop, step) = match arguments.positional() {
        [iterable, stop] => (iterable, &Value::NONE, stop, &Value::NONE),
        [iterable, start, stop] => (iterable, start, stop, &Value::NONE),
        [iterable, start, stop, step] => (iterable, start, stop, step),
        few @ ([] | [_]) => {
            return Err(vm.type_error(format!(
                "islice expected at least 2 arguments, got {}",
                few.len()
            )));
        }
        more => {
            return Err(vm.type_error(format!(
                "islice expected at most 4 arguments, got {}",
                more.len()
            )));
        }
    };
    let only_stop = arguments.positional().len() == 2;
    let bound = |vm: &mut Vm, value: &Value, default: i64| -> Outcome<i64> {
        if value.is_none() {
            return Ok(default);
        }
        let outcome = vm.index_i64(value);
        match outcome {
            Ok(number) if number >= 0 => Ok(number),
            Ok(_) => Ok(-2),
            Err(_)
                if vm.catch(Exc::TypeError).is_some() || vm.catch(Exc::OverflowError).is_some() =>
            {
                Ok(-2)
            }
            Err(raised) => Err(raised),
        }
    };
    let (stop, start, step) = (
        bound(vm, stop, -1)?,
        bound(vm, start, 0)?,
        bound(vm, step, 1)?,
    );
    if stop == -2 {
        return Err(vm.value_error(if only_stop {
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        } else {
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        }));
    }
    if start < 0 {
        return Err(vm.value_error(
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.",
        ));
    }
    if step < 1 {
        return Err(vm.value_error("Step for islice() must be a positive integer or None."));
    }
    let source = vm.iterate(iterable)?;
    Ok(vm.new_native(
        class,
        Slice {
            source: GilCell::new(Some(source)),
            next: Cell::new(start),
            stop,
            step,
            count: Cell::new(0),
        },
    ))
}

fn next_islice(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let slice: &Slice = state(vm, value)?;
    let Some(source) = slice.source.get(vm).clone() else {
        return Ok(None);
    };
    while slice.count.get() < slice.next.get() {
        if vm.next(&source)?.is_none() {
            drop(slice.source.replace(vm, None));
            return Ok(None);
        }
        slice.count.set(slice.count.get() + 1);
    }
    let item = if slice.stop >= 0 && slice.count.get() >= slice.stop {
        None
    } else {
        vm.next(&source)?
    };
    if item.is_none() {
        drop(slice.source.replace(vm, None));
        return Ok(None);
    }
    slice.count.set(slice.count.get() + 1);
    let next = slice.next.get().saturating_add(slice.step);
    slice.next.set(if slice.stop >= 0 {
        next.min(slice.stop)
    } else {
        next
    });
    Ok(item)
}

fn new_pairwise(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "pairwise(iterable, /)")?;
    let source = vm.iterate(&bound[0])?;
    Ok(vm.new_native(
        class,
        Pairwise {
            source: GilCell::new(Some(source)),
            old: GilCell::new(None),
        },
    ))
}

fn next_pairwise(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let pairwise: &Pairwise = state(vm, value)?;
    let Some(source) = pairwise.source.get(vm).clone() else {
        return Ok(None);
    };
    let old = match pairwise.old.get(vm).clone() {
        Some(old) => Some(old),
        None => {
            let first = vm.next(&source)?;
            pairwise.old.replace(vm, first.clone());
            first
        }
    };
    let new = if old.is_some() {
        vm.next(&source)?
    } else {
        None
    };
    let (Some(old), Some(new)) = (old, new) else {
        drop((
            pairwise.source.replace(vm, None),
            pairwise.old.replace(vm, None),
        ));
        return Ok(None);
    };
    drop(pairwise.old.replace(vm, Some(new.clone())));
    Ok(Some(vm.new_pair(old, new)))
}

fn new_zip_longest(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let mut fill = Value::NONE;
    for (name, value) in arguments.keywords() {
        if vm.string(name)? != "fillvalue" {
            return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
        }
        fill = value.clone();
    }
    let mut sources = Vec::new();
    for iterable in arguments.positional() {
        sources.push(Some(vm.iterate(iterable)?));
    }
    let active = Cell::new(sources.len());
    Ok(vm.new_native(
        class,
        ZipLongest {
            sources: GilCell::new(sources),
            active,
            fill,
        },
    ))
}

fn next_zip_longest(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let zip: &ZipLongest = state(vm, value)?;
    if zip.active.get() == 0 {
        return Ok(None);
    }
    let count = zip.sources.get(vm).len();
    let mut items = Vec::with_capacity(count);
    for at in 0..count {
        let Some(source) = zip.sources.get(vm)[at].clone() else {
            items.push(zip.fill.clone());
            continue;
        };
        let outcome = vm.next(&source);
        if outcome.is_err() {
            zip.active.set(0);
        }
        match outcome? {
            Some(item) => items.push(item),
            None => {
                zip.active.set(zip.active.get().saturating_sub(1));
                if zip.active.get() == 0 {
                    return Ok(None);
                }
                drop(zip.sources.get_mut(vm)[at].take());
                items.push(zip.fill.clone());
            }
        }
    }
    Ok(Some(vm.new_tuple(items)))
}

fn new_batched(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "batched(iterable, n)")?;
    let size = vm.index_i64(&bound[1])?;
    if size < 1 {
        return Err(vm.value_error("n must be at least one"));
    }
    let source = vm.iterate(&bound[0])?;
    Ok(vm.new_native(
        class,
        Batched {
            source: GilCell::new(Some(source)),
            size: size as usize,
        },
    ))
}

fn next_batched(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let batched: &Batched = state(vm, value)?;
    let Some(source) = batched.source.get(vm).clone() else {
        return Ok(None);
    };
    let mut items = Vec::with_capacity(batched.size.min(64));
    while items.len() < batched.size {
        match vm.next(&source)? {
            Some(item) => items.push(item),
            None => {
                drop(batched.source.replace(vm, None));
                break;
            }
        }
    }
    Ok((!items.is_empty()).then(|| vm.new_tuple(items)))
}

crate::native_functions! { static COUNT_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn count_reduce(vm, value: &Value) -> Value {
        let count: &Count = state(vm, value)?;
        let next = count.next.get(vm).clone();
        let arguments = match count.step.as_int() {
            Some(1) => vec![next],
            _ => vec![next, count.step.clone()],
        };
        let (class, arguments) = (vm.class_of(value).to_value(), vm.new_tuple(arguments));
        Ok(vm.new_pair(class, arguments))
    }
}

iterator_classes! {
    /// Return a count object whose .__next__() method returns consecutive values.
    COUNT "itertools.count" Some(new_count), next_count, COUNT_METHODS, repr: Some(repr_count);
    /// Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.
    CYCLE "itertools.cycle" Some(new_cycle), next_cycle, &[];
    /// Return the object for the specified number of times, or endlessly.
    REPEAT "itertools.repeat" Some(new_repeat), next_repeat, REPEAT_METHODS, repr: Some(repr_repeat);
    /// Return series of accumulated sums (or other binary function results).
    ACCUMULATE "itertools.accumulate" Some(new_accumulate), next_accumulate, &[];
    /// Return elements from the first iterable until it is exhausted, then from the next one, until all are exhausted.
    CHAIN "itertools.chain" Some(new_chain), next_chain, CHAIN_METHODS;
    /// Return data elements corresponding to true selector elements.
    COMPRESS "itertools.compress" Some(new_compress), next_compress, &[];
    /// Drop items from the iterable while predicate(item) is true. Afterwards, return every element.
    DROPWHILE "itertools.dropwhile"
        Some(|vm, class, arguments| new_test(vm, class, arguments, "dropwhile(predicate, iterable, /)")), next_dropwhile, &[];
    /// Return successive entries from an iterable as long as the predicate evaluates to true for each entry.
    TAKEWHILE "itertools.takewhile"
        Some(|vm, class, arguments| new_test(vm, class, arguments, "takewhile(predicate, iterable, /)")), next_takewhile, &[];
    /// Return those items of iterable for which function(item) is false.
    FILTERFALSE "itertools.filterfalse"
        Some(|vm, class, arguments| new_test(vm, class, arguments, "filterfalse(function, iterable, /)")), next_filterfalse, &[];
    /// Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the
    /// given sequence.
    STARMAP "itertools.starmap"
        Some(|vm, class, arguments| new_test(vm, class, arguments, "starmap(function, iterable, /)")), next_starmap, &[];
    /// Return an iterator whose next() method returns selected values from an iterable.
    ISLICE "itertools.islice" Some(new_islice), next_islice, &[];
    /// Return an iterator of overlapping pairs taken from the input iterator.
    PAIRWISE "itertools.pairwise" Some(new_pairwise), next_pairwise, &[];
    /// Return a zip_longest object whose .__next__() method returns a tuple, with shorter sources filled up.
    ZIP_LONGEST "itertools.zip_longest" Some(new_zip_longest), next_zip_longest, &[];
    /// Batch data into tuples of length n. The last batch may be shorter than n.
    BATCHED "itertools.batched" Some(new_batched), next_batched, &[];
}

/// `itertools`.
pub static MODULE: NativeModule = NativeModule {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.",
    functions: &[shared::FUNCTIONS],
    classes: &[
        &COUNT,
        &CYCLE,
        &REPEAT,
        &ACCUMULATE,
        &CHAIN,
        &COMPRESS,
        &DROPWHILE,
        &TAKEWHILE,
        &FILTERFALSE,
        &STARMAP,
        &ISLICE,
        &PAIRWISE,
        &ZIP_LONGEST,
        &BATCHED,
        &shared::GROUPBY,
        &shared::TEE,
        &combinatoric::PRODUCT,
        &combinatoric::PERMUTATIONS,
        &combinatoric::COMBINATIONS,
        &combinatoric::COMBINATIONS_WITH_REPLACEMENT,
    ],
    init: None,
};
