//! Native classes: made from their tables; what their namespaces hold is made when somebody looks into them first.
#![allow(unsafe_code)] // Filling a namespace that nobody has seen, with a shared token.

use crate::gil::{Gil, GilCell};
use crate::native::types::slot_wrappers;
use crate::native::{MethodKind, NativeClass, NativeDefinition};
use crate::object::builtin::{self, Builtin};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictMap;
use crate::object::function::{Access, GetSetObject, MethodWrapperObject, NativeFunctionObject};
use crate::object::heap::{Header, KIND_ATTRIBUTES, Layout, Ref};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::classes::root_shape;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

impl Vm {
    /// The class of a native definition, made at first use.
    pub fn native_class(&mut self, definition: &'static NativeClass) -> Outcome<Ref<ClassObject>> {
        let address = definition as *const NativeClass as usize;
        if let Some(class) = self.known_native_class(address) {
            return Ok(class);
        }
        let base = match definition.base {
            Some(base) => self.native_class(base)?,
            None => self.class(Builtin::Object).clone(),
        };
        let class = self.allocate_native_class(definition, Some(base), None);
        self.bump_class_version();
        Ok(class)
    }

    /// The bare class object of a native definition, with its shape. `number`: the shape's number must be this.
    pub(crate) fn allocate_native_class(
        &mut self,
        definition: &'static NativeClass,
        base: Option<Ref<ClassObject>>,
        shape_number: Option<u32>,
    ) -> Ref<ClassObject> {
        let name = definition
            .name
            .rsplit('.')
            .next()
            .unwrap_or(definition.name);
        // During start-up there are no strings yet: `make_builtin_classes` names the classes when there are.
        let name = if shape_number.is_some() {
            Value::NONE
        } else {
            self.intern(name)
        };
        let inherited_order = base.as_ref().map_or(&[][..], |base| base.mro.get(self));
        let mut mro = Vec::with_capacity(inherited_order.len() + 1);
        let inherited = base.as_ref().map_or(0, |base| {
            base.flags.get()
                & (flags::HAS_DICT
                    | flags::WEAK
                    | flags::METACLASS
                    | flags::SEQUENCE
                    | flags::MAPPING)
        });
        let dict = self.new_dict();
        let header_shape = Builtin::Type.shape();
        let class = self.heap().allocate(
            self,
            ClassObject {
                header: Header::new(Layout::Class, header_shape),
                name: GilCell::new(name.clone()),
                qualified_name: GilCell::new(name),
                bases: GilCell::new(base.iter().cloned().collect()),
                mro: GilCell::new(Vec::new()),
                namespace: dict,
                is_filled: Cell::new(false),
                layout: definition.layout,
                native: definition,
                overrides: Cell::new(base.as_ref().map_or(0, |base| base.overrides.get())),
                flags: Cell::new(definition.flags | flags::IMMUTABLE | inherited),
                root_shape: Cell::new(0),
                inline_slots: Cell::new(0),
                member_count: Cell::new(0),
                constructor: Cell::new((0, std::ptr::null())),
                subclasses: GilCell::new(Vec::new()),
            },
        );
        mro.push(class.clone());
        mro.extend(inherited_order.iter().cloned());
        *class.mro.get_mut(self.gil()) = mro;
        if let Some(base) = &base {
            base.subclasses.get_mut(self.gil()).push(class.clone());
        }
        let has_dict = class.has(flags::HAS_DICT)
            && !matches!(class.layout, Layout::Module | Layout::Function);
        let kind = if has_dict && class.layout != Layout::Instance {
            KIND_ATTRIBUTES
        } else {
            0
        };
        let shape = self.add_shape(root_shape(&class, 0), kind);
        debug_assert!(shape_number.is_none_or(|number| number == shape & !KIND_ATTRIBUTES));
        class.root_shape.set(shape);
        self.keep_class(class.clone());
        self.remember_native_class(definition as *const NativeClass as usize, class.clone());
        class
    }
}

impl Gil {
    /// A method of a native class as its namespace holds it.
    pub(crate) fn native_method(
        &self,
        method: &'static NativeDefinition,
        class: &Ref<ClassObject>,
    ) -> Value {
        let function = self.allocate(
            match method.kind {
                MethodKind::Method => Builtin::MethodDescriptor,
                _ => Builtin::NativeFunction,
            }
            .shape(),
            |header| NativeFunctionObject {
                header,
                definition: method,
                receiver: Value::MISSING,
                module: Value::NONE,
                owner: Some(class.clone()),
                quick: crate::object::function::Quick::unknown(),
            },
        );
        match method.kind {
            MethodKind::Method => function.into_value(),
            kind => self.new_method_wrapper(function.into_value(), kind == MethodKind::Class),
        }
    }

    /// `staticmethod(function)` or `classmethod(function)`.
    pub fn new_method_wrapper(&self, function: Value, is_class_method: bool) -> Value {
        let shape = if is_class_method {
            Builtin::ClassMethod
        } else {
            Builtin::StaticMethod
        };
        self.allocate(self.class(shape).root_shape.get(), |header| {
            MethodWrapperObject {
                header,
                function: GilCell::new(function),
                is_class_method,
            }
        })
        .into_value()
    }

    /// Fills the namespace of a native class from its tables.
    #[cold]
    #[inline(never)]
    pub(crate) fn fill_native_class(&self, class: &ClassObject) {
        let definition = class.native;
        // SAFETY: the class is alive, and a counted reference of our own goes out.
        let class = Ref::of(class);
        // SAFETY: the lock is held, and there is no borrow of the items: who wants one goes through `ClassObject::dict`, which
        // comes here first. Nothing below looks at the namespace of this class.
        let map = unsafe { &mut *class.namespace.map.as_ptr() };
        let mut set = |name: Value, value: Value| set_name(self, map, name, value);
        let module = definition
            .name
            .rsplit_once('.')
            .map_or("builtins", |(module, _)| module);
        set(self.intern("__module__"), self.intern(module));
        let doc = if definition.doc.is_empty() {
            Value::NONE
        } else {
            self.new_str(definition.doc.trim())
        };
        set(self.intern("__doc__"), doc);
        slot_wrappers::each(definition, &mut |name, wrapper| {
            let name = match name {
                Some(special) => self.special_name(special).clone(),
                None => self.intern(wrapper.name()),
            };
            set(name, self.native_method(wrapper, &class));
        });
        for method in definition.methods {
            let value = self.native_method(method, &class);
            set(self.intern(method.name()), value);
        }
        for attribute in definition.getset {
            let name = self.intern(attribute.name);
            let value = self.allocate(Builtin::GetSetDescriptor.shape(), |header| GetSetObject {
                header,
                name: name.clone(),
                owner: class.clone(),
                access: Access::Native(attribute),
            });
            set(name, value.into_value());
        }
        if !definition.fields.is_empty() {
            self.set_fields(&class, &mut set);
        }
        let has_hash = definition.slots.hash.is_some()
            || definition
                .methods
                .iter()
                .any(|method| method.name() == "__hash__");
        if definition.slots.compare.is_some() && !has_hash {
            set(self.intern("__hash__"), Value::NONE);
        }
    }
}

impl Gil {
    /// What the namespace of a tuple with names has beside other namespaces.
    fn set_fields(&self, class: &Ref<ClassObject>, set: &mut dyn FnMut(Value, Value)) {
        let fields = class.native.fields;
        let count = Value::int(fields.len() as i64);
        for name in ["n_fields", "n_sequence_fields"] {
            set(self.intern(name), count.clone());
        }
        set(self.intern("n_unnamed_fields"), Value::int(0));
        let names: Vec<Value> = fields.iter().map(|field| self.intern(field)).collect();
        for (index, name) in names.iter().enumerate() {
            let member = self.allocate(Builtin::MemberDescriptor.shape(), |header| GetSetObject {
                header,
                name: name.clone(),
                owner: class.clone(),
                access: Access::Item(index as u32),
            });
            set(name.clone(), member.into_value());
        }
        let names = self.new_tuple_uncached(names);
        set(self.intern("__match_args__"), names);
    }
}

/// Sets an interned name in the items of a namespace.
fn set_name(gil: &Gil, map: &mut DictMap, name: Value, value: Value) {
    let Some(text) = name.downcast::<StrObject>() else {
        return;
    };
    let hash = gil.hash_of_str(text);
    match map.find_str(hash, text.as_str()) {
        Some(number) => *map.value_mut(number) = value,
        None => drop(map.insert_new(hash, name.clone(), value)),
    }
}

/// Makes the built-in classes of a new interpreter, in the order of their numbers.
pub(crate) fn make_builtin_classes(vm: &mut Vm) {
    let all: Vec<&'static NativeClass> = builtin::CLASSES
        .iter()
        .chain(builtin::EXCEPTIONS.iter())
        .copied()
        .collect();
    let mut classes: Vec<Ref<ClassObject>> = Vec::new();
    for (number, definition) in all.iter().enumerate() {
        let base = match definition.base {
            Some(base) => all.iter().position(|other| std::ptr::eq(*other, base)),
            None => (number != 0).then_some(0),
        };
        let base = base.and_then(|base| classes.get(base).cloned());
        classes.push(vm.allocate_native_class(definition, base, Some(number as u32)));
    }
    vm.fill_tables();
    for (class, definition) in classes.iter().zip(&all) {
        let name = definition.name.rsplit('.').next().unwrap_or_default();
        let name = vm.intern(name);
        *class.name.get_mut(vm.gil()) = name.clone();
        *class.qualified_name.get_mut(vm.gil()) = name;
    }
    vm.join_exception_group();
    vm.bump_class_version();
}
