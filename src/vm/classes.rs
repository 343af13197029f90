//! Making classes from a namespace, and the rules of inheritance.

use crate::gil::GilCell;
use crate::native::special::SpecialMethod;
use crate::native::{Arguments, NativeDefinition};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, Shape, flags};
use crate::object::dict::DictObject;
use crate::object::function::{Access, GetSetObject, NativeFunctionObject};
use crate::object::heap::{KIND_ATTRIBUTES, KIND_FINALIZER, Layout, Ref};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

impl Vm {
    /// A native module function.
    pub fn new_native_function(
        &mut self,
        definition: &'static NativeDefinition,
        module: Value,
    ) -> Value {
        self.allocate(Builtin::NativeFunction.shape(), |header| {
            NativeFunctionObject {
                header,
                definition,
                receiver: Value::MISSING,
                module,
                owner: None,
                quick: crate::object::function::Quick::unknown(),
            }
        })
        .into_value()
    }

    /// The dotted name of a class as `repr` shows it: without `builtins`.
    pub fn dotted_name(&mut self, class: &ClassObject) -> String {
        let name = class.qualified_name.get(self).clone();
        let name = self.str_text(&name).unwrap_or_default();
        match self.dict_get_str(class.dict(self), "__module__") {
            Some(module) => match module.downcast::<StrObject>().map(StrObject::as_str) {
                Some("builtins") | None => name,
                Some(module) => format!("{module}.{name}"),
            },
            None => name,
        }
    }

    /// `type(name, bases, namespace, **keywords)` for a metaclass.
    pub fn make_class(
        &mut self,
        meta: &Ref<ClassObject>,
        name: &Value,
        bases: &Value,
        namespace: &DictObject,
        keywords: Arguments,
    ) -> Outcome<Value> {
        let base_values = self.collect(bases)?;
        let mut bases: Vec<Ref<ClassObject>> = Vec::with_capacity(base_values.len().max(1));
        for base in &base_values {
            let Some(class) = base.to_ref::<ClassObject>() else {
                return Err(self.type_error("bases must be types"));
            };
            self.add_base(&mut bases, class)?;
        }
        if bases.is_empty() {
            bases.push(self.class(Builtin::Object).clone());
        }
        let meta = self.best_metaclass(meta, &bases)?;
        let best = self.best_base(&bases)?;
        let mro = self.merge_mro(&bases)?;
        let dict = self.new_dict();
        let copy = namespace.map.get(self).copy();
        *dict.map.get_mut(self.gil()) = copy;
        let qualified = match self.dict_get_str(&dict, "__qualname__") {
            Some(qualified) => {
                if qualified.layout() != Some(Layout::Str) {
                    let class = self.class_name(&qualified);
                    return Err(
                        self.type_error(format!("type __qualname__ must be a str, not {class}"))
                    );
                }
                let key = self.intern("__qualname__");
                self.dict_remove_name(&dict, &key);
                qualified
            }
            None => name.clone(),
        };
        let key = self.intern("__classcell__");
        let class_cell = self.dict_remove_name(&dict, &key);
        let mut class_flags = flags::LANGUAGE;
        let mut overrides = 0;
        for base in &bases {
            overrides |= base.overrides.get();
            class_flags |= base.flags.get()
                & (flags::HAS_DICT
                    | flags::FINALIZER
                    | flags::GETATTRIBUTE
                    | flags::GETATTR
                    | flags::SETATTR
                    | flags::SLOTS
                    | flags::METACLASS
                    | flags::NEW
                    | flags::WEAK
                    | flags::SEQUENCE
                    | flags::MAPPING);
        }
        let slots = self.slot_names(&dict, name)?;
        let mut wants_dict = slots.is_none();
        let mut members: Vec<Value> = Vec::new();
        for slot in slots.iter().flatten() {
            match slot.downcast::<StrObject>().map(StrObject::as_str) {
                Some("__dict__") => wants_dict = true,
                Some("__weakref__") => class_flags |= flags::WEAK,
                _ => members.push(slot.clone()),
            }
        }
        if wants_dict {
            class_flags |= flags::HAS_DICT;
        }
        if slots.is_none() {
            class_flags |= flags::WEAK;
        }
        if !members.is_empty() {
            class_flags |= flags::SLOTS;
        }
        if best.layout == Layout::Class {
            class_flags |= flags::METACLASS;
        }
        if !members.is_empty() && best.layout != Layout::Instance {
            if matches!(best.layout, Layout::Int | Layout::Tuple | Layout::Bytes) {
                let base = best.native.name;
                return Err(self.type_error(format!(
                    "nonempty __slots__ not supported for subtype of '{base}'"
                )));
            }
            // Members of subclasses of other built-in types live in the attribute dict.
            class_flags |= flags::HAS_DICT;
            members.clear();
        }
        let inherited_members = if best.layout == Layout::Instance {
            best.member_count.get()
        } else {
            0
        };
        let class = self.allocate(meta.root_shape.get(), |header| ClassObject {
            header,
            name: GilCell::new(name.clone()),
            qualified_name: GilCell::new(qualified),
            bases: GilCell::new(bases.clone()),
            mro: GilCell::new(Vec::new()),
            namespace: dict,
            is_filled: Cell::new(true),
            layout: best.layout,
            native: best.native,
            overrides: Cell::new(overrides),
            flags: Cell::new(class_flags),
            root_shape: Cell::new(0),
            inline_slots: Cell::new(0),
            member_count: Cell::new(0),
            constructor: Cell::new((0, std::ptr::null())),
            subclasses: GilCell::new(Vec::new()),
        });
        let mut order = vec![class.clone()];
        order.extend(mro);
        *class.mro.get_mut(self.gil()) = order;
        if let Some(order) = self.order_of_metaclass(&class, &meta)? {
            *class.mro.get_mut(self.gil()) = order;
        }
        self.add_members(&class, &best, &members, inherited_members);
        self.scan_namespace(&class);
        let finalizer = if class.has(flags::FINALIZER) {
            KIND_FINALIZER
        } else {
            0
        };
        let attributes = match class.layout {
            Layout::Instance => 0,
            _ => KIND_ATTRIBUTES,
        };
        let mut shape = root_shape(&class, class.inline_slots.get());
        shape.names = self.shape_member_names(&class, &best, &members);
        shape.index = shape
            .names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.raw().bits, at as u32))
            .collect();
        let shape = self.add_shape(shape, finalizer | attributes);
        class.root_shape.set(shape);
        self.keep_class(class.clone());
        for base in &bases {
            base.subclasses.get_mut(self.gil()).push(class.clone());
        }
        self.finish_namespace(&class)?;
        if let Some(cell) = class_cell
            && let Some(cell) = cell.downcast::<crate::object::function::CellObject>()
        {
            self.set_cell(cell, Some(class.to_value()));
        }
        self.bump_class_version();
        self.call_set_names(&class)?;
        self.call_init_subclass(&class, keywords)?;
        Ok(class.into_value())
    }

    fn shape_member_names(
        &self,
        class: &ClassObject,
        best: &ClassObject,
        members: &[Value],
    ) -> Vec<Value> {
        if class.layout != Layout::Instance {
            return Vec::new();
        }
        let mut names =
            self.shape(best.root_shape.get()).names[..best.member_count.get() as usize].to_vec();
        names.extend(members.iter().cloned());
        names
    }

    fn slot_names(&mut self, dict: &DictObject, class_name: &Value) -> Outcome<Option<Vec<Value>>> {
        let Some(slots) = self.dict_get_str(dict, "__slots__") else {
            return Ok(None);
        };
        let names = if slots.layout() == Some(Layout::Str) {
            vec![slots]
        } else {
            self.collect(&slots)?
        };
        let mut result = Vec::with_capacity(names.len());
        for name in names {
            let Some(text) = name.downcast::<StrObject>() else {
                let class = self.class_name(&name);
                return Err(
                    self.type_error(format!("__slots__ items must be strings, not '{class}'"))
                );
            };
            let text = text.as_str();
            if !crate::text::strings::is_identifier(text) {
                return Err(self.type_error("__slots__ must be identifiers"));
            }
            let mangled = if text.starts_with("__") && !text.ends_with("__") {
                let class = self.string(class_name)?;
                format!("_{}{text}", class.trim_start_matches('_'))
            } else {
                text.to_string()
            };
            let name = self.intern(&mangled);
            if self.dict_get_name(dict, &name).is_some() {
                return Err(self.value_error(format!(
                    "'{text}' in __slots__ conflicts with class variable"
                )));
            }
            result.push(name);
        }
        Ok(Some(result))
    }

    fn add_members(
        &mut self,
        class: &Ref<ClassObject>,
        best: &ClassObject,
        members: &[Value],
        inherited: u32,
    ) {
        class.member_count.set(inherited + members.len() as u32);
        class.inline_slots.set(
            class
                .member_count
                .get()
                .max(best.inline_slots.get())
                .max(if class.has(flags::HAS_DICT) { 1 } else { 0 })
                .max(self.expected_slots(class)),
        );
        for (at, name) in members.iter().enumerate() {
            let value = self.allocate(Builtin::MemberDescriptor.shape(), |header| GetSetObject {
                header,
                name: name.clone(),
                owner: class.clone(),
                access: Access::Slot(inherited + at as u32),
            });
            self.dict_set_name(&class.namespace, name, value.into_value());
        }
    }

    /// Notes which special methods a class's own namespace overrides.
    pub(crate) fn scan_namespace(&mut self, class: &Ref<ClassObject>) {
        let names: Vec<Value> = class
            .dict(self)
            .map
            .get(self)
            .iter()
            .map(|entry| entry.key.clone())
            .collect();
        for name in names {
            if let Some(text) = name.downcast::<StrObject>() {
                note_override(class, text.as_str());
            }
        }
        let equal = class.dict(self).map.get(self);
        let (has_eq, has_hash) = (
            equal.iter().any(|entry| is_text(&entry.key, "__eq__")),
            equal.iter().any(|entry| is_text(&entry.key, "__hash__")),
        );
        if has_eq && !has_hash {
            self.dict_set_str(&class.namespace, "__hash__", Value::NONE);
            note_override(class, "__hash__");
        }
    }

    /// After a class attribute was set or deleted: flags of the class and its subclasses, and the version of look-ups.
    pub(crate) fn class_attribute_changed(&mut self, class: &Ref<ClassObject>, name: &str) {
        note_override(class, name);
        if name == SpecialMethod::Init.name() {
            let expected = self.expected_slots(class);
            class
                .inline_slots
                .set(class.inline_slots.get().max(expected));
        }
        let subclasses = class.subclasses.get(self).clone();
        for subclass in subclasses {
            subclass
                .overrides
                .set(subclass.overrides.get() | class.overrides.get());
            let inherited = flags::GETATTRIBUTE
                | flags::GETATTR
                | flags::SETATTR
                | flags::NEW
                | flags::FINALIZER;
            subclass.set(class.flags.get() & inherited);
            self.class_attribute_changed(&subclass, name);
        }
        self.bump_class_version();
    }

    fn finish_namespace(&mut self, class: &Ref<ClassObject>) -> Outcome<()> {
        for (name, is_class_method) in [
            ("__new__", false),
            ("__init_subclass__", true),
            ("__class_getitem__", true),
        ] {
            if let Some(function) = self.dict_get_str(class.dict(self), name)
                && function.layout() == Some(Layout::Function)
            {
                let wrapped = self.new_method_wrapper(function, is_class_method);
                self.dict_set_str(&class.namespace, name, wrapped);
            }
        }
        if self.dict_get_str(class.dict(self), "__module__").is_none()
            && let Some(frame) = self.frames.last()
        {
            let globals = frame.function().globals.clone();
            if let Some(module) = self.dict_get_str(&globals, "__name__") {
                self.dict_set_str(&class.namespace, "__module__", module);
            }
        }
        if self.dict_get_str(class.dict(self), "__doc__").is_none() {
            self.dict_set_str(&class.namespace, "__doc__", Value::NONE);
        }
        Ok(())
    }

    fn call_set_names(&mut self, class: &Ref<ClassObject>) -> Outcome<()> {
        let entries: Vec<(Value, Value)> = class
            .dict(self)
            .map
            .get(self)
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
        for (name, value) in entries {
            if let Some(property) = value.downcast::<crate::object::function::PropertyObject>() {
                *property.name.get_mut(self.gil()) = name.clone();
            }
            if self.overrides(&value, SpecialMethod::SetName)
                || value.layout() == Some(Layout::Native)
                    && self.find_special(&value, SpecialMethod::SetName).is_some()
            {
                let arguments = [class.to_value(), name.clone()];
                let outcome = self.call_special(&value, SpecialMethod::SetName, &arguments);
                if let Err(raised) = outcome {
                    let (descriptor, class_name) =
                        (self.class_name(&value), self.name_of_class(class));
                    let attribute = self.repr_text(&name)?;
                    let note = format!(
                        "Error calling __set_name__ on '{descriptor}' instance {attribute} in '{class_name}'"
                    );
                    self.add_note_to_pending(&note);
                    return Err(raised);
                }
            }
        }
        Ok(())
    }

    /// Adds a note to the pending exception.
    pub fn add_note_to_pending(&mut self, note: &str) {
        if let Some(exception) = self.take_pending() {
            let note = self.new_str(note);
            let outcome = self.call_method(&exception, "add_note", &[note]);
            if outcome.is_err() {
                self.take_pending();
            }
            self.set_pending(exception);
        }
    }

    fn call_init_subclass(&mut self, class: &Ref<ClassObject>, keywords: Arguments) -> Outcome<()> {
        let name = self.special_name(SpecialMethod::InitSubclass).clone();
        let mro = class.mro.get(self).clone();
        for base in &mro[1..] {
            if let Some(found) = self.dict_get_name(base.dict(self), &name) {
                let bound = self.bind_descriptor(&found, None, &class.to_value())?;
                return self.call_with(&bound, keywords).map(drop);
            }
        }
        if !keywords.is_empty() {
            let name = self.name_of_class(class);
            return Err(self.type_error(format!(
                "{name}.__init_subclass__() takes no keyword arguments"
            )));
        }
        Ok(())
    }

    /// The most derived metaclass of the bases.
    pub fn best_metaclass(
        &mut self,
        meta: &Ref<ClassObject>,
        bases: &[Ref<ClassObject>],
    ) -> Outcome<Ref<ClassObject>> {
        let mut best = meta.clone();
        for base in bases {
            let other = self.class_of(&base.to_value()).clone();
            if best.is_subclass_of(self, &other) {
                continue;
            }
            if other.is_subclass_of(self, &best) {
                best = other;
                continue;
            }
            return Err(self.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses \
                 of all its bases",
            ));
        }
        Ok(best)
    }

    /// The base whose physical layout the class takes over.
    pub(crate) fn best_base(&mut self, bases: &[Ref<ClassObject>]) -> Outcome<Ref<ClassObject>> {
        let mut best = bases[0].clone();
        for base in &bases[1..] {
            let (new, old) = (self.solid(base), self.solid(&best));
            if old.is_subclass_of(self, &new) {
                continue;
            }
            if new.is_subclass_of(self, &old) {
                best = base.clone();
                continue;
            }
            return Err(self.type_error("multiple bases have instance lay-out conflict"));
        }
        Ok(best)
    }

    /// The nearest ancestor that adds to the physical layout: a native class, or a language class with members.
    pub(crate) fn solid(&self, class: &Ref<ClassObject>) -> Ref<ClassObject> {
        let mro = class.mro.get(self);
        for base in mro {
            if !base.has(flags::LANGUAGE)
                && (base.layout != Layout::Instance || base.is(self.class(Builtin::Object)))
            {
                if base.layout == Layout::Exception && !adds_fields(base) {
                    continue;
                }
                return base.clone();
            }
            let parent = base
                .bases
                .get(self)
                .first()
                .map_or(0, |parent| parent.member_count.get());
            if base.has(flags::LANGUAGE) && base.member_count.get() > parent {
                return base.clone();
            }
        }
        self.class(Builtin::Object).clone()
    }

    /// C3 linearisation of the bases.
    pub(crate) fn merge_mro(
        &mut self,
        bases: &[Ref<ClassObject>],
    ) -> Outcome<Vec<Ref<ClassObject>>> {
        let mut lists: Vec<Vec<Ref<ClassObject>>> = bases
            .iter()
            .map(|base| base.mro.get(self).clone())
            .collect();
        lists.push(bases.to_vec());
        let mut merged = Vec::new();
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return Ok(merged);
            }
            let candidate = lists.iter().map(|list| &list[0]).find(|candidate| {
                lists
                    .iter()
                    .all(|list| !list[1..].iter().any(|other| other.is(candidate)))
            });
            let Some(candidate) = candidate.cloned() else {
                let names: Vec<String> = lists
                    .iter()
                    .map(|list| &list[0])
                    .fold(Vec::new(), |mut names: Vec<Ref<ClassObject>>, class| {
                        if !names.iter().any(|other| other.is(class)) {
                            names.push(class.clone());
                        }
                        names
                    })
                    .iter()
                    .map(|class| self.name_of_class(class))
                    .collect();
                return Err(self.type_error(format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    names.join(", ")
                )));
            };
            for list in &mut lists {
                if list[0].is(&candidate) {
                    list.remove(0);
                }
            }
            merged.push(candidate);
        }
    }

    /// The tuple of a class's bases.
    pub fn bases_tuple(&self, class: &ClassObject) -> Value {
        self.new_tuple(class.bases.get(self).iter().map(Ref::to_value).collect())
    }
}

impl Vm {
    /// `ExceptionGroup` is an `Exception`, too: the only built-in class with two bases.
    pub(crate) fn join_exception_group(&mut self) {
        let group = self.exception_class(Exc::ExceptionGroup).clone();
        let plain = self.exception_class(Exc::Exception).clone();
        group.bases.get_mut(self.gil()).push(plain.clone());
        group.mro.get_mut(self.gil()).insert(2, plain.clone());
        plain.subclasses.get_mut(self.gil()).push(group);
    }
}

impl ClassObject {
    /// True if the nearest native class has a `__str__` of its own beside `__repr__`.
    pub fn has_native_str(&self) -> bool {
        self.native.slots.str.is_some()
    }
}

/// True if a native exception class has fields that its base has not.
fn adds_fields(class: &ClassObject) -> bool {
    let own = class.native.exception;
    class
        .native
        .base
        .is_none_or(|base| own.has_fields() && base.exception != own)
}

fn is_text(value: &Value, text: &str) -> bool {
    value
        .downcast::<StrObject>()
        .is_some_and(|other| other.as_str() == text)
}

pub(crate) fn root_shape(class: &Ref<ClassObject>, inline_slots: u32) -> Shape {
    Shape {
        class: class.clone(),
        names: Vec::new(),
        index: Default::default(),
        next: Vec::new(),
        inline_slots,
        in_dict: false,
    }
}

/// Sets the flags that a name in a class's namespace means.
pub(crate) fn note_override(class: &ClassObject, name: &str) {
    if !name.starts_with("__") {
        return;
    }
    let Some(method) = SpecialMethod::ALL
        .iter()
        .find(|method| method.name() == name)
    else {
        return;
    };
    class.overrides.set(class.overrides.get() | method.bit());
    class.set(match method {
        SpecialMethod::GetAttribute => flags::GETATTRIBUTE,
        SpecialMethod::GetAttr => flags::GETATTR,
        SpecialMethod::SetAttr | SpecialMethod::DelAttr => flags::SETATTR,
        SpecialMethod::New => flags::NEW,
        SpecialMethod::Del => flags::FINALIZER,
        _ => 0,
    });
}
