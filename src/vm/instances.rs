//! Instances: making them, the number of their slots, and the questions whether a value is an instance of a class and a class
//! a subclass of another.
#![allow(unsafe_code)] // Reading instructions and caches of a code object.

use crate::code::Op;
use crate::native::Arguments;
use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::function::FunctionObject;
use crate::object::heap::{KIND_FINALIZER, Layout, Ref};
use crate::object::instance::{InstanceObject, MOST_INLINE};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::classes::root_shape;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// `Class.__new__` of native classes.
    pub fn native_new(&mut self, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
        match class.native.new {
            Some(new) => new(self, class, arguments),
            None if class.layout == Layout::Instance => self.new_instance(class, arguments),
            None => {
                let name = self.dotted_name(class);
                Err(self.type_error(format!("cannot create '{name}' instances")))
            }
        }
    }

    /// `object.__new__`.
    pub fn new_instance(
        &mut self,
        class: &Ref<ClassObject>,
        arguments: Arguments,
    ) -> Outcome<Value> {
        if !arguments.is_empty() {
            let overrides = class.overrides.get();
            let name = self.name_of_class(class);
            if overrides & SpecialMethod::New.bit() != 0 {
                return Err(self.type_error(
                    "object.__new__() takes exactly one argument (the type to instantiate)",
                ));
            }
            if overrides & SpecialMethod::Init.bit() == 0 {
                return Err(self.type_error(format!("{name}() takes no arguments")));
            }
        }
        if class.has(flags::ABSTRACT) {
            return Err(self.abstract_error(class));
        }
        if class.layout != Layout::Instance {
            let (name, native) = (self.name_of_class(class), class.native.name);
            return Err(self.type_error(format!(
                "object.__new__({name}) is not safe, use {native}.__new__()"
            )));
        }
        Ok(self.allocate_instance(class).into_value())
    }

    /// An instance without any attribute.
    #[inline]
    pub fn allocate_instance(&mut self, class: &Ref<ClassObject>) -> Ref<InstanceObject> {
        let shape = class.root_shape.get();
        if self.shape(shape).inline_slots < class.inline_slots.get() {
            self.widen_root(class);
        }
        let shape = class.root_shape.get();
        InstanceObject::allocate(self, shape, self.shape(shape).inline_slots as usize)
    }

    /// Gives new instances of a class more slots in line, as earlier ones needed.
    #[cold]
    fn widen_root(&mut self, class: &Ref<ClassObject>) {
        let old = class.root_shape.get();
        let names = self.shape(old).names.clone();
        let mut shape = root_shape(class, class.inline_slots.get());
        shape.names = names;
        shape.index = shape
            .names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.raw().bits, at as u32))
            .collect();
        let number = self.add_shape(shape, old & KIND_FINALIZER);
        class.root_shape.set(number);
    }

    #[cold]
    fn abstract_error(&mut self, class: &Ref<ClassObject>) -> crate::vm::Raised {
        let methods = self
            .dict_get_str(class.dict(self), "__abstractmethods__")
            .unwrap_or(Value::NONE);
        let mut names = Vec::new();
        for name in self.collect(&methods).unwrap_or_default() {
            names.push(self.str_text(&name).unwrap_or_default());
        }
        names.sort();
        let list: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        let (class, s) = (
            self.name_of_class(class),
            if list.len() == 1 { "" } else { "s" },
        );
        self.type_error(format!(
            "Can't instantiate abstract class {class} without an implementation for abstract method{s} {}",
            list.join(", ")
        ))
    }

    /// `__init__` of native classes, for instances whose class does not override it.
    pub fn native_init(
        &mut self,
        instance: &Value,
        class: &Ref<ClassObject>,
        arguments: Arguments,
    ) -> Outcome<()> {
        if let Some(init) = class.native.init {
            return init(self, instance, arguments);
        }
        if class.layout == Layout::Instance
            && !arguments.is_empty()
            && class.overrides.get() & SpecialMethod::New.bit() == 0
        {
            let name = self.name_of_class(class);
            return Err(self.type_error(format!("{name}() takes no arguments")));
        }
        Ok(())
    }

    /// Number of slots that instances will have after `__init__`, as far as the text of the methods of that name in the
    /// order of the class tells: the names they set on their first parameter. Without it the first instance, often the only
    /// one, would keep its attributes out of line.
    pub(crate) fn expected_slots(&self, class: &ClassObject) -> u32 {
        if !class.has(flags::HAS_DICT) || class.layout != Layout::Instance {
            return 0;
        }
        let init = self.special_name(SpecialMethod::Init);
        let mut names: Vec<u64> = Vec::new();
        for base in class.mro.get(self) {
            let Some(init) = self.dict_get_name(base.dict(self), init) else {
                continue;
            };
            let Some(function) = init.downcast::<FunctionObject>() else {
                continue;
            };
            let code = function.code.get(self);
            for ins in &code.instructions {
                // SAFETY: the lock is held, and no handler runs.
                let ins = unsafe { *ins.get() };
                let is_set = matches!(
                    Op::from_u8(ins.op),
                    Some(
                        Op::SetAttr
                            | Op::SetAttrSlot
                            | Op::SetAttrSlots
                            | Op::SetAttrAdd
                            | Op::SetAttrSite
                    )
                );
                if is_set && ins.b == 0 {
                    // SAFETY: as above; the verifier checks the numbers of caches.
                    let name = unsafe { (*code.pool.cache(ins.d)).name };
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        (class.member_count.get() + names.len() as u32).min(MOST_INLINE)
    }

    /// `isinstance(value, class)` without hooks.
    pub fn is_instance(&self, value: &Value, class: &ClassObject) -> bool {
        self.class_of(value).is_subclass_of(self, class)
    }

    /// `isinstance(value, what)` with tuples, unions and `__instancecheck__`.
    pub fn isinstance(&mut self, value: &Value, what: &Value) -> Outcome<bool> {
        if let Some(class) = what.downcast::<ClassObject>() {
            if self.class_of(what).is(self.class(Builtin::Type)) {
                if self.is_instance(value, class) {
                    return Ok(true);
                }
                return self.claims_instance(value, class);
            }
        } else if let Some(tuple) = what.to_ref::<TupleObject>() {
            self.check_native_stack()?;
            for item in tuple.items() {
                if self.isinstance(value, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(result) = self.call_special(
            what,
            SpecialMethod::InstanceCheck,
            std::slice::from_ref(value),
        )? {
            return self.truth(&result);
        }
        if let Some(class) = what.downcast::<ClassObject>() {
            return Ok(self.is_instance(value, class));
        }
        Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
    }

    /// An object whose `__class__` says another class.
    pub(crate) fn claims_instance(&mut self, value: &Value, class: &ClassObject) -> Outcome<bool> {
        if !self.class_of(value).has(flags::LANGUAGE)
            || self.class_of(value).flags.get() & (flags::GETATTRIBUTE | flags::GETATTR) == 0
        {
            let name = self.intern("__class__");
            let found = self.lookup(self.class_of(value), &name);
            if found.is_none_or(|found| found.layout() == Some(Layout::GetSet)) {
                return Ok(false);
            }
        }
        let claimed = self.get_attribute_opt(value, "__class__")?;
        Ok(claimed
            .and_then(|claimed| claimed.to_ref::<ClassObject>())
            .is_some_and(|claimed| claimed.is_subclass_of(self, class)))
    }

    /// `issubclass(class, what)` with tuples, unions and `__subclasscheck__`.
    pub fn issubclass(&mut self, class: &Value, what: &Value) -> Outcome<bool> {
        if let Some(tuple) = what.to_ref::<TupleObject>() {
            self.check_native_stack()?;
            for item in tuple.items() {
                if self.issubclass(class, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let plain = self.class_of(what).is(self.class(Builtin::Type));
        if !plain
            && let Some(result) = self.call_special(
                what,
                SpecialMethod::SubclassCheck,
                std::slice::from_ref(class),
            )?
        {
            return self.truth(&result);
        }
        let Some(derived) = class.downcast::<ClassObject>() else {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        };
        match what.downcast::<ClassObject>() {
            Some(base) => Ok(derived.is_subclass_of(self, base)),
            None => Err(self
                .type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union")),
        }
    }

    /// Raises unless a value is a class derived from BaseException.
    pub fn is_exception_class(&self, value: &Value) -> bool {
        value.downcast::<ClassObject>().is_some_and(|class| {
            class.is_subclass_of(self, self.exception_class(Exc::BaseException))
        })
    }
}
