//! Attributes: look-up along classes and shapes, descriptors, setting and deleting.
//!
//! Names are interned strings; `get_attribute` and its kin intern what comes from outside.
#![allow(unsafe_code)] // The attribute slot behind an object is filled through its pointer, under the exclusive token.

use crate::native::special::SpecialMethod;
use crate::native::types::exception::field;
use crate::native::types::exception_fields::number;
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, Shape, flags};
use crate::object::dict::DictObject;
use crate::object::exception::ExceptionObject;
use crate::object::function::{Access, FunctionObject, GetSetObject, PropertyObject};
use crate::object::heap::{self, Layout, Ref};
use crate::object::instance::{InstanceObject, MOST_INLINE};
use crate::object::module::ModuleObject;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::vm::sites::{Form, Use};
use crate::vm::{Outcome, Raised, Vm};

/// Attributes beyond which an instance keeps them in a dict.
const MOST_SLOTS: usize = 128;

/// Layouts whose attributes are plain members in CPython: writing one is refused with another text.
const READ_ONLY_MEMBERS: &[Layout] = &[
    Layout::Slice,
    Layout::Range,
    Layout::Complex,
    Layout::Property,
    Layout::BoundMethod,
];

impl Vm {
    /// `value.name`.
    pub fn get_attribute(&mut self, value: &Value, name: &Value) -> Outcome<Value> {
        let name = self.intern_value(name);
        let outcome = self.find_attribute(value, &name);
        if outcome.is_err() {
            self.complete_attribute_error(value, &name);
        }
        match outcome? {
            Some(found) => Ok(found),
            None => Err(self.attribute_error(value, &name)),
        }
    }
    /// Says what was looked for, if an AttributeError on the way does not say it itself.
    #[cold]
    fn complete_attribute_error(&mut self, value: &Value, name: &Value) {
        let Some(pending) = self.take_pending() else {
            return;
        };
        let known = |vm: &Vm, number: usize| {
            pending
                .downcast::<ExceptionObject>()
                .and_then(|error| field(vm, error, number))
                .is_some_and(|value| !value.is_none())
        };
        let class = self.exception_class(Exc::AttributeError).clone();
        if self.is_instance(&pending, &class)
            && !known(self, number::WRONG_NAME)
            && !known(self, number::OBJECT_OF)
        {
            self.set_exception_attribute(&pending, "name", name.clone());
            self.set_exception_attribute(&pending, "obj", value.clone());
        }
        self.set_pending(pending);
    }
    /// `value.name` for a name known in Rust.
    pub fn get_attribute_str(&mut self, value: &Value, name: &str) -> Outcome<Value> {
        let name = self.intern(name);
        self.get_attribute(value, &name)
    }
    /// `value.name`, or `None` where AttributeError would be raised.
    pub fn get_attribute_opt(&mut self, value: &Value, name: &str) -> Outcome<Option<Value>> {
        let name = self.intern(name);
        let outcome = self.find_attribute(value, &name);
        Ok(self.unless(Exc::AttributeError, outcome)?.flatten())
    }
    /// The AttributeError for a name that is not there.
    pub fn attribute_error(&mut self, value: &Value, name: &Value) -> Raised {
        let text = self.string(name).unwrap_or_default();
        let message = match value.downcast::<ClassObject>() {
            Some(class) => format!(
                "type object '{}' has no attribute '{text}'",
                self.name_of_class(class)
            ),
            None => match value.downcast::<ModuleObject>() {
                Some(module) => match self
                    .dict_get_str(&module.dict, "__name__")
                    .map(|name| self.string(&name))
                {
                    Some(Ok(name)) => self.module_attribute_message(module, &name, &text),
                    _ => format!("module has no attribute '{text}'"),
                },
                None => format!(
                    "'{}' object has no attribute '{text}'",
                    self.type_name(value)
                ),
            },
        };
        let message = self.new_str(&message);
        self.raise_with_attributes(
            Exc::AttributeError,
            vec![message],
            &[("name", name.clone()), ("obj", value.clone())],
        )
    }

    /// The attribute by the whole protocol: `__getattribute__`, then `__getattr__`. `None` if it is not there.
    pub fn find_attribute(&mut self, value: &Value, name: &Value) -> Outcome<Option<Value>> {
        if let Some(found) = self.find_by_site(value, name) {
            return Ok(Some(found));
        }
        let class = self.class_of(value).clone();
        let class_flags = class.flags.get();
        let found = if class_flags & flags::GETATTRIBUTE != 0 {
            self.check_native_stack()?;
            let result = self.call_special(
                value,
                SpecialMethod::GetAttribute,
                std::slice::from_ref(name),
            );
            match result {
                Ok(found) => found,
                Err(raised)
                    if class_flags & flags::GETATTR != 0
                        && self.pending_is(Exc::AttributeError) =>
                {
                    let _ = raised;
                    self.take_pending();
                    None
                }
                Err(raised) => return Err(raised),
            }
        } else if class_flags & flags::GETATTR != 0 {
            let outcome = self.find_plain_attribute(value, &class, name);
            self.unless(Exc::AttributeError, outcome)?.flatten()
        } else {
            return self.find_plain_attribute(value, &class, name);
        };
        if found.is_none() && class_flags & flags::GETATTR != 0 {
            self.check_native_stack()?;
            return self.call_special(value, SpecialMethod::GetAttr, std::slice::from_ref(name));
        }
        Ok(found)
    }

    /// The attribute in an instance's slot, if the table of sites knows it; once in a while the table learns.
    fn find_by_site(&mut self, value: &Value, name: &Value) -> Option<Value> {
        let instance: &InstanceObject = value.downcast()?;
        let kind = instance.header.kind();
        let key = name.raw().bits | Use::Get as u64;
        let line = *self.site_line(kind, key);
        if line.kind == kind && line.name == key {
            if line.form() != Form::Slot {
                return None;
            }
            // SAFETY: instances of this kind have a slot in line there; a bound one owns its value.
            unsafe {
                let raw = *((value.raw().bits as usize + line.detail as usize) as *const Raw);
                return (raw.tag != 0).then(|| raw.to_value());
            }
        }
        if self.ticks & 15 == 0
            && let Some(site) = self.site_of(value, name, Use::Get)
        {
            self.note_site(kind, name, Use::Get, site);
        }
        None
    }

    /// `object.__getattribute__`, or what the native class does instead; no `__getattr__`.
    pub fn find_plain_attribute(
        &mut self,
        value: &Value,
        class: &Ref<ClassObject>,
        name: &Value,
    ) -> Outcome<Option<Value>> {
        match class.slots().get_attribute {
            Some(get) => get(self, value, name),
            None => self.find_generic_attribute(value, class, name),
        }
    }

    /// The generic look-up: data descriptor of the class, the instance's own attribute, other attribute of the class.
    pub fn find_generic_attribute(
        &mut self,
        value: &Value,
        class: &Ref<ClassObject>,
        name: &Value,
    ) -> Outcome<Option<Value>> {
        let on_class = self.lookup(class, name);
        if let Some(found) = &on_class
            && self.is_data_descriptor(found)
            && self.is_readable(found)
        {
            return self.bind_or_missing(found, value, class);
        }
        if let Some(own) = self.own_attribute(value, name) {
            return Ok(Some(own));
        }
        match on_class {
            Some(found) => self
                .bind_descriptor(&found, Some(value), &class.to_value())
                .map(Some),
            None => Ok(None),
        }
    }

    /// True if a data descriptor has `__get__`: one without does not hide the instance's own attribute.
    fn is_readable(&self, found: &Value) -> bool {
        self.overrides(found, SpecialMethod::Get)
            || self.class_of(found).slots().descriptor_get.is_some()
    }

    /// Reads a data descriptor; an empty `__slots__` member counts as not there.
    fn bind_or_missing(
        &mut self,
        found: &Value,
        value: &Value,
        class: &Ref<ClassObject>,
    ) -> Outcome<Option<Value>> {
        if let Some(member) = found.downcast::<GetSetObject>()
            && let Access::Slot(index) = member.access
            && let Some(instance) = value.downcast::<InstanceObject>()
        {
            return Ok(instance.get_slot(self, index as usize));
        }
        self.bind_descriptor(found, Some(value), &class.to_value())
            .map(Some)
    }

    /// The instance's own attribute, without the class.
    pub fn own_attribute(&mut self, value: &Value, name: &Value) -> Option<Value> {
        let header = value.header()?;
        if let Some(instance) = value.downcast::<InstanceObject>() {
            let shape = self.shape(header.shape());
            if shape.in_dict {
                let dict = instance.dict(self)?;
                return self.dict_get_name(&dict, name);
            }
            let slot = shape.slot_of(name)?;
            if slot < shape.class.member_count.get() as usize {
                return None;
            }
            return instance.get_slot(self, slot);
        }
        let dict = match header.layout() {
            Layout::Module => {
                let dict = value.downcast::<ModuleObject>()?.dict.clone();
                let found = self.dict_get_name(&dict, name);
                if found.is_some() || self.state().sys_is_complete.get() {
                    return found;
                }
                crate::native::sys::complete(self, &dict);
                dict
            }
            Layout::Function => value.downcast::<FunctionObject>()?.dict.get(self).clone()?,
            _ => heap::attributes(header)?.get(self).clone()?,
        };
        self.dict_get_name(&dict, name)
    }

    /// The dict of an object's own attributes, made if need be; `None` for objects that cannot have any.
    pub fn attribute_dict(&mut self, value: &Value) -> Option<Ref<DictObject>> {
        let header = value.header()?;
        match header.layout() {
            Layout::Module => {
                let dict = &value.downcast::<ModuleObject>()?.dict;
                crate::native::sys::complete(self, dict);
                Some(dict.clone())
            }
            Layout::Instance => self.instance_dict(value.downcast::<InstanceObject>()?),
            Layout::Function => {
                let function: &FunctionObject = value.downcast()?;
                if let Some(dict) = function.dict.get(self) {
                    return Some(dict.clone());
                }
                let dict = self.new_dict();
                *function.dict.get_mut(self.gil()) = Some(dict.clone());
                Some(dict)
            }
            _ => {
                let slot = heap::attributes(header)?;
                if let Some(dict) = slot.get(self) {
                    return Some(dict.clone());
                }
                if !self.class_of_header(header).has(flags::HAS_DICT) {
                    return None;
                }
                let dict = self.new_dict();
                *slot.get_mut(self.gil()) = Some(dict.clone());
                Some(dict)
            }
        }
    }

    /// The dict of an instance: from now on its attributes live there.
    fn instance_dict(&mut self, instance: &InstanceObject) -> Option<Ref<DictObject>> {
        if let Some(dict) = instance.dict(self) {
            return Some(dict);
        }
        let shape_number = instance.header.shape();
        let shape = self.shape(shape_number);
        let class = shape.class.clone();
        if !class.has(flags::HAS_DICT) {
            return None;
        }
        let names: Vec<Value> = shape.names.clone();
        let members = class.member_count.get() as usize;
        let dict = self.new_dict();
        for (slot, name) in names.iter().enumerate().skip(members) {
            if let Some(value) = instance.set_slot(self.gil(), slot, None) {
                self.dict_set_name(&dict, name, value);
            }
        }
        let in_dict = self.dict_shape(&class);
        instance.header.set_shape(in_dict);
        instance.set_dict(self.gil(), Some(dict.clone()));
        Some(dict)
    }

    /// The shape of a class's instances that keep their attributes in a dict.
    pub(crate) fn dict_shape(&mut self, class: &Ref<ClassObject>) -> u32 {
        let root = class.root_shape.get();
        const IN_DICT: u64 = u64::MAX;
        if let Some(&(_, shape)) = self
            .shape(root)
            .next
            .iter()
            .find(|(name, _)| *name == IN_DICT)
        {
            return shape;
        }
        let root_shape = self.shape(root);
        let members = class.member_count.get() as usize;
        let shape = Shape {
            class: class.clone(),
            names: root_shape.names[..members].to_vec(),
            index: Default::default(),
            next: Vec::new(),
            inline_slots: root_shape.inline_slots,
            in_dict: true,
        };
        let number = self.add_shape(shape, root & heap::KIND_FINALIZER);
        self.shape_mut(root).next.push((IN_DICT, number));
        number
    }

    /// Replaces an object's `__dict__`.
    pub fn replace_attribute_dict(&mut self, value: &Value, dict: Ref<DictObject>) -> Outcome<()> {
        if let Some(instance) = value.downcast::<InstanceObject>()
            && self.instance_dict(instance).is_some()
        {
            instance.set_dict(self.gil(), Some(dict));
            return Ok(());
        }
        if let Some(function) = value.downcast::<FunctionObject>() {
            *function.dict.get_mut(self.gil()) = Some(dict);
            return Ok(());
        }
        if let Some(header) = value.header()
            && let Some(slot) = heap::attributes(header)
        {
            let old = slot.replace(self.gil(), Some(dict));
            drop(old);
            return Ok(());
        }
        let name = self.type_name(value);
        Err(self.raise(
            Exc::AttributeError,
            format!("'{name}' object has no attribute '__dict__'"),
        ))
    }

    /// `value.name = new`, or with `None` `del value.name`, by the whole protocol.
    pub fn set_attribute(
        &mut self,
        value: &Value,
        name: &Value,
        new: Option<&Value>,
    ) -> Outcome<()> {
        let name = &self.intern_value(name);
        let class = self.class_of(value).clone();
        if class.has(flags::SETATTR) {
            self.check_native_stack()?;
            let (method, arguments) = match new {
                Some(new) => (SpecialMethod::SetAttr, vec![name.clone(), new.clone()]),
                None => (SpecialMethod::DelAttr, vec![name.clone()]),
            };
            if class.overrides.get() & method.bit() != 0 {
                return self.call_special(value, method, &arguments).map(drop);
            }
        }
        self.set_plain_attribute(value, &class, name, new)
    }
    /// Sets an attribute by a name known in Rust.
    pub fn set_attribute_str(&mut self, value: &Value, name: &str, new: Value) -> Outcome<()> {
        let name = self.intern(name);
        self.set_attribute(value, &name, Some(&new))
    }
    /// `object.__setattr__` and `__delattr__`, or what the native class does instead.
    pub fn set_plain_attribute(
        &mut self,
        value: &Value,
        class: &Ref<ClassObject>,
        name: &Value,
        new: Option<&Value>,
    ) -> Outcome<()> {
        match class.slots().set_attribute {
            Some(set) => set(self, value, name, new),
            None => self.set_generic_attribute(value, class, name, new),
        }
    }
    /// `object.__getattribute__` with its checks.
    pub fn plain_attribute(&mut self, value: &Value, name: &Value) -> Outcome<Value> {
        let name = self.attribute_name(name)?;
        let class = self.class_of(value).clone();
        match self.find_plain_attribute(value, &class, &name)? {
            Some(found) => Ok(found),
            None => Err(self.attribute_error(value, &name)),
        }
    }
    /// `object.__setattr__`, and `__delattr__` without a new value, with their checks.
    pub fn change_plain_attribute(
        &mut self,
        value: &Value,
        name: &Value,
        new: Option<&Value>,
    ) -> Outcome<()> {
        let name = self.attribute_name(name)?;
        let class = self.class_of(value).clone();
        self.set_plain_attribute(value, &class, &name, new)
    }
    /// The generic way: a data descriptor of the class, else the instance's own attribute.
    pub fn set_generic_attribute(
        &mut self,
        value: &Value,
        class: &Ref<ClassObject>,
        name: &Value,
        new: Option<&Value>,
    ) -> Outcome<()> {
        let on_class = self.lookup(class, name);
        if let Some(found) = &on_class
            && self.is_data_descriptor(found)
        {
            return self.set_by_descriptor(found, value, name, new);
        }
        if let Some(instance) = value.downcast::<InstanceObject>()
            && class.has(flags::HAS_DICT)
        {
            let done = match new {
                Some(new) => {
                    self.set_own(instance, name, new.clone());
                    true
                }
                None => match self.instance_dict(instance) {
                    Some(dict) => self.dict_remove_name(&dict, name).is_some(),
                    None => false,
                },
            };
            return if done {
                Ok(())
            } else {
                Err(self.attribute_error(value, name))
            };
        }
        let dict = self.attribute_dict(value);
        match (dict, new) {
            (Some(dict), Some(new)) => {
                let old = self.dict_set_name(&dict, name, new.clone());
                drop(old);
                Ok(())
            }
            (Some(dict), None) => match self.dict_remove_name(&dict, name) {
                Some(_) => Ok(()),
                None => Err(self.attribute_error(value, name)),
            },
            (None, _) => {
                let (class_name, text) = (self.name_of_class(class), self.string(name)?);
                let message = match on_class {
                    Some(_) => format!("'{class_name}' object attribute '{text}' is read-only"),
                    None if !class.has(flags::SETATTR) => format!(
                        "'{class_name}' object has no attribute '{text}' and no __dict__ for setting new attributes"
                    ),
                    None => format!("'{class_name}' object has no attribute '{text}'"),
                };
                let message = self.new_str(&message);
                Err(self.raise_with_attributes(
                    Exc::AttributeError,
                    vec![message],
                    &[("name", name.clone()), ("obj", value.clone())],
                ))
            }
        }
    }

    /// Sets an instance's own attribute.
    pub(crate) fn set_own(&mut self, instance: &InstanceObject, name: &Value, new: Value) {
        let number = instance.header.shape();
        let shape = self.shape(number);
        if shape.in_dict {
            if let Some(dict) = instance.dict(self) {
                drop(self.dict_set_name(&dict, name, new));
            }
            return;
        }
        if let Some(slot) = shape.slot_of(name) {
            drop(instance.set_slot(self.gil(), slot, Some(new)));
            return;
        }
        if shape.names.len() >= MOST_SLOTS {
            if let Some(dict) = self.instance_dict(instance) {
                drop(self.dict_set_name(&dict, name, new));
            }
            return;
        }
        let next = self.next_shape(number, name);
        let slot = self.shape(next).names.len() - 1;
        drop(instance.set_slot(self.gil(), slot, Some(new)));
        instance.header.set_shape(next);
    }

    /// The shape with one name more.
    pub(crate) fn next_shape(&mut self, number: u32, name: &Value) -> u32 {
        let address = name.raw().bits;
        let shape = self.shape(number);
        if let Some(&(_, next)) = shape.next.iter().find(|(other, _)| *other == address) {
            return next;
        }
        let mut names = shape.names.clone();
        names.push(name.clone());
        let class = shape.class.clone();
        let inline_slots = shape.inline_slots;
        if names.len() as u32 > class.inline_slots.get() && names.len() as u32 <= MOST_INLINE {
            class.inline_slots.set(names.len() as u32);
        }
        let index = names
            .iter()
            .enumerate()
            .map(|(slot, name)| (name.raw().bits, slot as u32))
            .collect();
        let shape = Shape {
            class,
            names,
            index,
            next: Vec::new(),
            inline_slots,
            in_dict: false,
        };
        let next = self.add_shape(shape, number & heap::KIND_FINALIZER);
        self.shape_mut(number).next.push((address, next));
        next
    }

    /// True if the value, found on a class, takes part in setting attributes.
    pub fn is_data_descriptor(&self, value: &Value) -> bool {
        match value.layout() {
            None
            | Some(
                Layout::Function | Layout::NativeFunction | Layout::MethodWrapper | Layout::Str,
            ) => false,
            Some(Layout::Property | Layout::GetSet) => true,
            Some(_) => {
                let class = self.class_of(value);
                class.overrides.get() & (SpecialMethod::Set.bit() | SpecialMethod::Delete.bit())
                    != 0
                    || class.slots().descriptor_set.is_some()
            }
        }
    }

    /// True for values of plain built-in types that mean nothing on a class but themselves.
    pub(crate) fn is_inert(&self, value: &Value) -> bool {
        use Layout::{Dict, Float, Int, List, Set, Str, Tuple};
        let plain = matches!(
            value.layout(),
            None | Some(Int | Float | Str | List | Dict | Tuple | Set)
        );
        plain && !self.class_of(value).has(flags::LANGUAGE)
    }

    pub(crate) fn set_by_descriptor(
        &mut self,
        found: &Value,
        value: &Value,
        name: &Value,
        new: Option<&Value>,
    ) -> Outcome<()> {
        if let Some(property) = found.downcast::<PropertyObject>() {
            let (function, what) = match new {
                Some(_) => (property.setter.clone(), "setter"),
                None => (property.deleter.clone(), "deleter"),
            };
            if function.is_none() {
                let (class, text) = (self.class_name(value), self.string(name)?);
                return Err(self.raise(
                    Exc::AttributeError,
                    format!("property '{text}' of '{class}' object has no {what}"),
                ));
            }
            let mut arguments = vec![value.clone()];
            arguments.extend(new.cloned());
            return self.call(&function, &arguments).map(drop);
        }
        if let Some(member) = found.downcast::<GetSetObject>() {
            return match member.access {
                Access::Native(definition) => match definition.set {
                    Some(set) => set(self, value, new),
                    None => {
                        let (owner, text) = (self.name_of_class(&member.owner), definition.name);
                        let message = if READ_ONLY_MEMBERS.contains(&member.owner.layout) {
                            "readonly attribute".to_string()
                        } else {
                            format!("attribute '{text}' of '{owner}' objects is not writable")
                        };
                        Err(self.raise(Exc::AttributeError, message))
                    }
                },
                Access::Item(_) => Err(self.raise(Exc::AttributeError, "readonly attribute")),
                Access::Slot(index) => match value.downcast::<InstanceObject>() {
                    Some(instance) => {
                        let old = instance.set_slot(self.gil(), index as usize, new.cloned());
                        if new.is_none() && old.is_none() {
                            let text = self.string(name)?;
                            return Err(self.raise(Exc::AttributeError, text));
                        }
                        Ok(())
                    }
                    None => {
                        Err(self.type_error("descriptor for a slot does not apply to this object"))
                    }
                },
            };
        }
        let method = if new.is_some() {
            SpecialMethod::Set
        } else {
            SpecialMethod::Delete
        };
        if self.overrides(found, method) {
            let mut arguments = vec![value.clone()];
            arguments.extend(new.cloned());
            return self.call_special(found, method, &arguments).map(drop);
        }
        match self.class_of(found).slots().descriptor_set {
            Some(set) => set(self, found, value, new),
            None => Err(self.raise(Exc::AttributeError, method.name())),
        }
    }

    /// The attribute of a class: of its metaclass if that is a data descriptor, of its MRO, of its metaclass.
    pub fn find_class_attribute(&mut self, value: &Value, name: &Value) -> Outcome<Option<Value>> {
        let Some(class) = value.to_ref::<ClassObject>() else {
            return Ok(None);
        };
        let meta = self.class_of(value).clone();
        let on_meta = self.lookup(&meta, name);
        if let Some(found) = &on_meta
            && self.is_data_descriptor(found)
        {
            return self
                .bind_descriptor(found, Some(value), &meta.to_value())
                .map(Some);
        }
        if let Some(found) = self.lookup(&class, name) {
            return self.bind_descriptor(&found, None, value).map(Some);
        }
        match on_meta {
            Some(found) => self
                .bind_descriptor(&found, Some(value), &meta.to_value())
                .map(Some),
            None => Ok(None),
        }
    }

    /// The attribute of a module, by its `__getattr__` at last.
    pub fn find_module_attribute(&mut self, value: &Value, name: &Value) -> Outcome<Option<Value>> {
        let Some(module) = value.downcast::<ModuleObject>() else {
            return Ok(None);
        };
        if let Some(found) = self.dict_get_name(&module.dict, name) {
            return Ok(Some(found));
        }
        let class = self.class_of(value).clone();
        if let Some(found) = self.find_generic_attribute(value, &class, name)? {
            return Ok(Some(found));
        }
        match self.dict_get_str(&module.dict, "__getattr__") {
            Some(getter) => self.call(&getter, std::slice::from_ref(name)).map(Some),
            None => Ok(None),
        }
    }

    /// Checks that an attribute name is a string.
    pub fn attribute_name(&mut self, name: &Value) -> Outcome<Value> {
        if name.downcast::<StrObject>().is_some() {
            return Ok(self.intern_value(name));
        }
        let class = self.class_name(name);
        Err(self.type_error(format!("attribute name must be string, not '{class}'")))
    }
}
