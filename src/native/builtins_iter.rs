//! The built-in iterator classes: `map`, `filter`, `reversed`, and what `iter(function, mark)` gives.
use crate::gil::GilCell;
use crate::native::itertools::iterator_classes;
use crate::native::payload::state;
use crate::native::special::SpecialMethod;
use crate::native::{Arguments, NativeClass};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use smallvec::SmallVec;
use std::cell::Cell;

crate::payload! {
    struct Map { function: Value, sources: Vec<Value> }
    struct Filter { predicate: Value, source: Value }
    struct Reversed { sequence: GilCell<Option<Value>>, next: Cell<i64> }
    struct CallableIterator { function: GilCell<Option<Value>>, mark: Value }
}

fn new_map(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "map")?;
    let [function, iterables @ ..] = arguments.positional() else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let mut sources = Vec::with_capacity(iterables.len());
    for iterable in iterables {
        sources.push(vm.iterate(iterable)?);
    }
    Ok(vm.new_native(
        class,
        Map {
            function: function.clone(),
            sources,
        },
    ))
}

fn next_map(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let map: &Map = state(vm, value)?;
    if let [source] = map.sources.as_slice() {
        let Some(item) = vm.next(source)? else {
            return Ok(None);
        };
        return vm
            .call(&map.function, std::slice::from_ref(&item))
            .map(Some);
    }
    let mut items: SmallVec<[Value; 4]> = SmallVec::new();
    for source in &map.sources {
        let Some(item) = vm.next(source)? else {
            return Ok(None);
        };
        items.push(item);
    }
    vm.call(&map.function, &items).map(Some)
}

fn new_filter(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "filter(function, iterable, /)")?;
    let mut predicate = bound[0].clone();
    // `bool` as predicate asks for nothing but the truth.
    if predicate.is(&vm.class(Builtin::Bool).to_value()) {
        predicate = Value::NONE;
    }
    let source = vm.iterate(&bound[1])?;
    Ok(vm.new_native(class, Filter { predicate, source }))
}

fn next_filter(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let filter: &Filter = state(vm, value)?;
    loop {
        let Some(item) = vm.next(&filter.source)? else {
            return Ok(None);
        };
        let keep = if filter.predicate.is_none() {
            vm.truth(&item)?
        } else {
            let answer = vm.call(&filter.predicate, std::slice::from_ref(&item))?;
            vm.truth(&answer)?
        };
        if keep {
            return Ok(Some(item));
        }
    }
}

fn new_reversed(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "reversed(sequence, /)")?;
    let sequence = &bound[0];
    let method = vm.find_special(sequence, SpecialMethod::Reversed);
    if let Some(method) = method
        && !method.is_none()
    {
        return vm.call_found(&method, sequence, &[]);
    }
    let items = vm.class_of(sequence).slots().get_item.is_some()
        || vm.overrides(sequence, SpecialMethod::GetItem);
    let is_dict = vm
        .class_of(sequence)
        .has(crate::object::class::flags::MAPPING);
    if !items || is_dict {
        let name = vm.type_name(sequence);
        return Err(vm.type_error(format!("'{name}' object is not reversible")));
    }
    let length = vm.length(sequence)? as i64;
    Ok(vm.new_native(
        class,
        Reversed {
            sequence: GilCell::new(Some(sequence.clone())),
            next: Cell::new(length - 1),
        },
    ))
}

fn next_reversed(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &Reversed = state(vm, value)?;
    let Some(sequence) = this.sequence.get(vm).clone() else {
        return Ok(None);
    };
    let at = this.next.get();
    if at >= 0 {
        let outcome = vm.get_item(&sequence, &Value::int(at));
        match outcome {
            Ok(item) => {
                this.next.set(at - 1);
                return Ok(Some(item));
            }
            Err(raised) => {
                if vm.catch(Exc::IndexError).is_none() && vm.catch(Exc::StopIteration).is_none() {
                    return Err(raised);
                }
            }
        }
    }
    drop(this.sequence.replace(vm, None));
    Ok(None)
}

crate::native_functions! { static REVERSED_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn reversed_reduce(vm, value: &Value) -> Value {
        let this: &Reversed = state(vm, value)?;
        let class = vm.class_of(value).to_value();
        let Some(sequence) = this.sequence.get(vm).clone() else {
            let nothing = vm.empty_tuple();
            let arguments = vm.new_tuple(vec![nothing]);
            return Ok(vm.new_pair(class, arguments));
        };
        let arguments = vm.new_tuple(vec![sequence]);
        Ok(vm.new_tuple(vec![class, arguments, Value::int(this.next.get())]))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn reversed_set_state(vm, value: &Value, at: i64) -> () {
        let this: &Reversed = state(vm, value)?;
        let Some(sequence) = this.sequence.get(vm).clone() else { return Ok(()) };
        let length = vm.length(&sequence)? as i64;
        this.next.set(at.clamp(-1, length - 1));
        Ok(())
    }
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn reversed_length_hint(vm, value: &Value) -> i64 {
        let this: &Reversed = state(vm, value)?;
        Ok(if this.sequence.get(vm).is_some() { this.next.get() + 1 } else { 0 })
    }
}

/// `iter(function, mark)`.
pub fn callable_iterator(vm: &mut Vm, function: &Value, mark: &Value) -> Outcome<Value> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("iter(v, w): v must be callable"));
    }
    let class = vm.native_class(&CALLABLE_ITERATOR)?;
    let function = GilCell::new(Some(function.clone()));
    Ok(vm.new_native(
        &class,
        CallableIterator {
            function,
            mark: mark.clone(),
        },
    ))
}

fn next_callable(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &CallableIterator = state(vm, value)?;
    let Some(function) = this.function.get(vm).clone() else {
        return Ok(None);
    };
    let outcome = vm.call(&function, &[]);
    let item = vm.unless(Exc::StopIteration, outcome)?;
    if let Some(item) = item
        && !vm.equal(&item, &this.mark)?
    {
        return Ok(Some(item));
    }
    drop(this.function.replace(vm, None));
    Ok(None)
}

crate::native_functions! { static MAP_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn map_reduce(vm, value: &Value) -> Value {
        let this: &Map = state(vm, value)?;
        let mut arguments = vec![this.function.clone()];
        arguments.extend_from_slice(&this.sources);
        let (class, arguments) = (vm.class_of(value).to_value(), vm.new_tuple(arguments));
        Ok(vm.new_pair(class, arguments))
    }
}

crate::native_functions! { static FILTER_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn filter_reduce(vm, value: &Value) -> Value {
        let this: &Filter = state(vm, value)?;
        let arguments = vm.new_pair(this.predicate.clone(), this.source.clone());
        let class = vm.class_of(value).to_value();
        Ok(vm.new_pair(class, arguments))
    }
}

crate::native_functions! { static CALLABLE_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn callable_reduce(vm, value: &Value) -> Value {
        let this: &CallableIterator = state(vm, value)?;
        let Some(function) = this.function.get(vm).clone() else {
            let nothing = vm.empty_tuple();
            return crate::native::types::containers::reduced_iterator(vm, nothing, None);
        };
        let arguments = vm.new_pair(function, this.mark.clone());
        let iter = crate::native::types::containers::builtin(vm, "iter")?;
        Ok(vm.new_pair(iter, arguments))
    }
}

iterator_classes! {
    /// Make an iterator that computes the function using arguments from each of the iterables.
    MAP "map" Some(new_map), next_map, MAP_METHODS;
    /// Return an iterator yielding those items of iterable for which function(item) is true.
    FILTER "filter" Some(new_filter), next_filter, FILTER_METHODS;
    /// Return a reverse iterator over the values of the given sequence.
    REVERSED "reversed" Some(new_reversed), next_reversed, REVERSED_METHODS;
    /// Calls a function until it gives the mark.
    CALLABLE_ITERATOR "callable_iterator" None, next_callable, CALLABLE_METHODS;
}

/// The classes that are names in `builtins`.
pub static CLASSES: &[&NativeClass] = &[&MAP, &FILTER, &REVERSED];
