//! Exception groups: `BaseExceptionGroup` and `ExceptionGroup`.
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

fn matches(vm: &mut Vm, value: &Value, condition: &Value) -> Outcome<bool> {
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
    condition: &Value,
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
        let (inside, outside) = split_by(vm, this, matcher_value)?;
        Ok(vm.new_pair(inside.unwrap_or(Value::NONE), outside.unwrap_or(Value::NONE)))
    }
    /// The part of the group whose exceptions meet the condition, or None.
    "subgroup(self, matcher_value, /)" fn subgroup(vm, this: &Value, matcher_value: &Value) -> Option<Value> {
        check_condition(vm, matcher_value)?;
        Ok(split_by(vm, this, matcher_value)?.0)
    }
    /// The class itself: `ExceptionGroup[ValueError]` is for annotations.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        Ok(class.clone())
    }
}
