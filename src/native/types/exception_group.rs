//! Exception groups: `BaseExceptionGroup` and `ExceptionGroup`.
use std::collections::HashSet;

use super::exception::{exception, field};
use super::exception_fields::number::{EXCEPTIONS, GROUP_MESSAGE};
use crate::native::Arguments;
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::exception::ExceptionObject;
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// `BaseExceptionGroup.__new__(class, message, exceptions)`.
pub fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let [message, exceptions] = arguments.positional() else {
        let given = arguments.positional().len();
        crate::raise!(
            vm,
            TypeError,
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({given} given)"
        );
    };
    if message.layout() != Some(Layout::Str) {
        let name = vm.class_name(message);
        crate::raise!(
            vm,
            TypeError,
            "BaseExceptionGroup.__new__() argument 1 must be str, not {name}"
        );
    }
    let is_sequence = exceptions.downcast::<ListObject>().is_some()
        || exceptions.downcast::<TupleObject>().is_some()
        || vm
            .class_of(exceptions)
            .has(crate::object::class::flags::SEQUENCE);
    if !is_sequence {
        crate::raise!(
            vm,
            TypeError,
            "second argument (exceptions) must be a sequence"
        );
    }
    let items = vm.collect(exceptions)?;
    if items.is_empty() {
        crate::raise!(
            vm,
            ValueError,
            "second argument (exceptions) must be a non-empty sequence"
        );
    }
    let plain = vm.exception_class(Exc::Exception).clone();
    let mut all_plain = true;
    for (at, item) in items.iter().enumerate() {
        if item.layout() != Some(Layout::Exception) {
            crate::raise!(
                vm,
                ValueError,
                "Item {at} of second argument (exceptions) is not an exception"
            );
        }
        all_plain &= vm.is_instance(item, &plain);
    }
    let (base, narrow) = (
        vm.exception_class(Exc::BaseExceptionGroup).clone(),
        vm.exception_class(Exc::ExceptionGroup).clone(),
    );
    let mut class = class.clone();
    if class.is(&base) {
        if all_plain {
            class = narrow;
        }
    } else if !all_plain && class.is(&narrow) {
        crate::raise!(
            vm,
            TypeError,
            "Cannot nest BaseExceptions in an ExceptionGroup"
        );
    } else if !all_plain && class.is_subclass_of(vm, &plain) {
        let name = vm.name_of_class(&class);
        crate::raise!(vm, TypeError, "Cannot nest BaseExceptions in '{name}'");
    }
    let args = vm.new_pair(message.clone(), exceptions.clone());
    let items = vm.new_tuple(items);
    Ok(vm
        .allocate_exception(&class, args, vec![message.clone(), items])
        .into_value())
}

/// `__init__`: everything is done in `__new__`.
pub fn init(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let object = exception(vm, this)?;
    if !arguments.names().is_empty() {
        let name = vm.class_name(this);
        crate::raise!(vm, TypeError, "{name}() takes no keyword arguments");
    }
    let args = vm.new_tuple(arguments.positional().to_vec());
    drop(object.args.replace(vm.gil(), args));
    Ok(())
}

/// The exceptions in a group; none for any other exception.
pub fn members(vm: &Vm, group: &ExceptionObject) -> Vec<Value> {
    let class = vm.class_of_header(&group.header);
    if !class.is_subclass_of(vm, vm.exception_class(Exc::BaseExceptionGroup)) {
        return Vec::new();
    }
    field(vm, group, EXCEPTIONS)
        .and_then(|all| Some(all.downcast::<TupleObject>()?.items().to_vec()))
        .unwrap_or_default()
}

fn is_group(vm: &Vm, value: &Value) -> bool {
    vm.is_instance(value, vm.exception_class(Exc::BaseExceptionGroup))
}

/// A condition: an exception class, a tuple of them, or a function.
fn check_condition(vm: &mut Vm, condition: &Value) -> Outcome<()> {
    let fits = match condition.downcast::<TupleObject>() {
        Some(tuple) => tuple.items().iter().all(|item| vm.is_exception_class(item)),
        None if condition.layout() == Some(Layout::Class) => vm.is_exception_class(condition),
        None => vm.is_callable(condition),
    };
    if fits {
        return Ok(());
    }
    crate::raise!(
        vm,
        TypeError,
        "expected an exception type, a tuple of exception types, or a callable (other than a class)"
    );
}

/// What an exception has to meet to be in a part.
enum Condition<'c> {
    /// A class, a tuple of classes, or a function.
    Given(&'c Value),
    /// To be one of these objects, and no group.
    OneOf(&'c HashSet<u64>),
}

fn matches(vm: &mut Vm, value: &Value, condition: &Condition) -> Outcome<bool> {
    let condition = match condition {
        Condition::Given(condition) => *condition,
        Condition::OneOf(leaves) => return Ok(leaves.contains(&value.identity())),
    };
    if matches!(condition.layout(), Some(Layout::Class | Layout::Tuple)) {
        return vm.isinstance(value, condition);
    }
    let answer = vm.call(condition, std::slice::from_ref(value))?;
    vm.truth(&answer)
}

/// A group like `group` around other exceptions, made by its `derive`, with its place in chains and its notes.
fn derived(vm: &mut Vm, group: &Value, members: Vec<Value>) -> Outcome<Value> {
    let list = vm.new_list(members);
    let made = vm.call_method(group, "derive", &[list])?;
    if !is_group(vm, &made) {
        crate::raise!(
            vm,
            TypeError,
            "derive must return an instance of BaseExceptionGroup"
        );
    }
    let (old, new) = (exception(vm, group)?, exception(vm, &made)?);
    for (from, to) in [
        (&old.cause, &new.cause),
        (&old.context, &new.context),
        (&old.traceback, &new.traceback),
    ] {
        let value = from.get(vm).clone();
        drop(to.replace(vm.gil(), value));
    }
    new.suppress_context.set(old.suppress_context.get());
    if let Some(notes) = vm.get_attribute_opt(group, "__notes__")? {
        let notes = vm.collect(&notes)?;
        let notes = vm.new_list(notes);
        vm.set_attribute_str(&made, "__notes__", notes)?;
    }
    Ok(made)
}

/// The part of an exception that meets the condition, and the rest.
fn split_by(
    vm: &mut Vm,
    value: &Value,
    condition: &Condition,
) -> Outcome<(Option<Value>, Option<Value>)> {
    vm.check_native_stack()?;
    if matches(vm, value, condition)? {
        return Ok((Some(value.clone()), None));
    }
    if !is_group(vm, value) {
        return Ok((None, Some(value.clone())));
    }
    let object = exception(vm, value)?;
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    for member in members(vm, &object) {
        let (matching, rest) = split_by(vm, &member, condition)?;
        inside.extend(matching);
        outside.extend(rest);
    }
    let part = |vm: &mut Vm, members: Vec<Value>| match members.is_empty() {
        true => Ok(None),
        false => derived(vm, value, members).map(Some),
    };
    Ok((part(vm, inside)?, part(vm, outside)?))
}

/// A group without a message around these exceptions.
fn group_of(vm: &mut Vm, members: Vec<Value>) -> Outcome<Value> {
    let class = vm.exception_class(Exc::BaseExceptionGroup).to_value();
    let (message, members) = (vm.new_str(""), vm.new_list(members));
    vm.call(&class, &[message, members])
}

/// What an `except*` clause for `classes` takes of an exception (None: nothing is left), as a group, and what remains; None for
/// each that is empty. The caller is at the clause.
pub fn split_for_clause(
    vm: &mut Vm,
    exception: &Value,
    classes: &Value,
) -> Outcome<(Value, Value)> {
    let group = vm.exception_class(Exc::BaseExceptionGroup).clone();
    for class in vm.classes_to_catch(classes)? {
        if class
            .downcast::<ClassObject>()
            .is_some_and(|class| class.is_subclass_of(vm, &group))
        {
            crate::raise!(
                vm,
                TypeError,
                "catching ExceptionGroup with except* is not allowed. Use except instead."
            );
        }
    }
    if exception.is_none() {
        return Ok((Value::NONE, Value::NONE));
    }
    if vm.exception_matches(exception, classes)? {
        if is_group(vm, exception) {
            return Ok((exception.clone(), Value::NONE));
        }
        let wrapped = group_of(vm, vec![exception.clone()])?;
        return Ok((wrapped, Value::NONE));
    }
    if !is_group(vm, exception) {
        return Ok((Value::NONE, exception.clone()));
    }
    let pair = vm.call_method(exception, "split", std::slice::from_ref(classes))?;
    let Some(parts) = pair.downcast::<TupleObject>() else {
        let (class, given) = (vm.class_name(exception), vm.class_name(&pair));
        crate::raise!(
            vm,
            TypeError,
            "{class}.split must return a tuple, not {given}"
        );
    };
    match parts.items() {
        [part, rest, ..] => Ok((part.clone(), rest.clone())),
        short => {
            let (class, size) = (vm.class_name(exception), short.len());
            crate::raise!(
                vm,
                TypeError,
                "{class}.split must return a 2-tuple, got tuple of size {size}"
            );
        }
    }
}

/// True if `part` was split from `whole` and raised again as it was: it has the same place in chains.
fn is_part_of(vm: &mut Vm, part: &Value, whole: &Value) -> Outcome<bool> {
    if !is_group(vm, part) {
        return Ok(false);
    }
    let (a, b) = (exception(vm, part)?, exception(vm, whole)?);
    Ok([
        (&a.cause, &b.cause),
        (&a.context, &b.context),
        (&a.traceback, &b.traceback),
    ]
    .into_iter()
    .all(|(a, b)| a.get(vm).is(b.get(vm))))
}

/// Adds the exceptions in a group that are no groups.
fn add_leaves(vm: &mut Vm, value: &Value, leaves: &mut HashSet<u64>) -> Outcome<()> {
    vm.check_native_stack()?;
    if !is_group(vm, value) {
        leaves.insert(value.identity());
        return Ok(());
    }
    let object = exception(vm, value)?;
    for member in members(vm, &object) {
        add_leaves(vm, &member, leaves)?;
    }
    Ok(())
}

/// What goes on after the `except*` clauses for `caught`: of `rest`, which none of them took (or None), and the list of exceptions
/// that came out of them. What is raised as it was caught keeps its place in the group it came from. None if nothing is left.
pub fn rejoin(vm: &mut Vm, caught: &Value, rest: Value, raised: &Value) -> Outcome<Value> {
    let mut all = raised
        .downcast::<ListObject>()
        .map(|list| list.items.get(vm).to_vec())
        .unwrap_or_default();
    if !rest.is_none() {
        all.push(rest);
    }
    if !is_group(vm, caught) {
        // One clause at most took it, wrapped.
        return Ok(all.into_iter().next().unwrap_or(Value::NONE));
    }
    let (mut new, mut leaves) = (Vec::new(), HashSet::new());
    for value in all {
        if is_part_of(vm, &value, caught)? {
            add_leaves(vm, &value, &mut leaves)?;
        } else {
            new.push(value);
        }
    }
    let again = match leaves.is_empty() {
        true => None,
        false => split_by(vm, caught, &Condition::OneOf(&leaves))?.0,
    };
    if new.is_empty() {
        return Ok(again.unwrap_or(Value::NONE));
    }
    new.extend(again);
    match <[Value; 1]>::try_from(new) {
        Ok([only]) => Ok(only),
        Err(many) => group_of(vm, many),
    }
}

crate::native_functions! { pub static TABLE;
    /// A group of the same kind around other exceptions; subclasses override it.
    "derive(self, excs, /)" fn derive(vm, this: &Value, excs: &Value) -> Value {
        let object = exception(vm, this)?;
        let message = field(vm, &object, GROUP_MESSAGE).unwrap_or(Value::NONE);
        let class = vm.exception_class(Exc::BaseExceptionGroup).to_value();
        vm.call(&class, &[message, excs.clone()])
    }
    /// The part of the group whose exceptions meet the condition, and the rest: a pair of groups or None.
    "split(self, matcher_value, /)" fn split(vm, this: &Value, matcher_value: &Value) -> Value {
        check_condition(vm, matcher_value)?;
        let (inside, outside) = split_by(vm, this, &Condition::Given(matcher_value))?;
        Ok(vm.new_pair(inside.unwrap_or(Value::NONE), outside.unwrap_or(Value::NONE)))
    }
    /// The part of the group whose exceptions meet the condition, or None.
    "subgroup(self, matcher_value, /)" fn subgroup(vm, this: &Value, matcher_value: &Value) -> Option<Value> {
        check_condition(vm, matcher_value)?;
        Ok(split_by(vm, this, &Condition::Given(matcher_value))?.0)
    }
    /// The class itself: `ExceptionGroup[ValueError]` is for annotations.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        Ok(class.clone())
    }
}
