//! The bases of a class after it was made: assigning `__bases__`, and method resolution orders that a metaclass computes.
//!
//! Called by `make_class` and the attribute table of `type`.

use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::classes::note_override;
use crate::vm::{Outcome, Vm};

/// Flags that a class has because a base has them or its own namespace says so.
const INHERITED: u32 = flags::GETATTRIBUTE | flags::GETATTR | flags::SETATTR | flags::NEW;

/// Whatever a failed change must put back: class, order, special methods, flags.
type Saved = (Ref<ClassObject>, Vec<Ref<ClassObject>>, u128, u32);

impl Vm {
    /// The order that `mro()` of the metaclass gives, if the language overrides it.
    pub(crate) fn order_of_metaclass(
        &mut self,
        class: &Ref<ClassObject>,
        meta: &Ref<ClassObject>,
    ) -> Outcome<Option<Vec<Ref<ClassObject>>>> {
        if meta.is(self.class(Builtin::Type)) {
            return Ok(None);
        }
        let name = self.intern("mro");
        let (found, plain) = (
            self.lookup(meta, &name),
            self.lookup(&self.class(Builtin::Type).clone(), &name),
        );
        let (Some(found), Some(plain)) = (found, plain) else {
            return Ok(None);
        };
        if found.is(&plain) {
            return Ok(None);
        }
        let this = class.to_value();
        let method = self.bind_descriptor(&found, Some(&this), &meta.to_value())?;
        let given = self.call(&method, &[])?;
        let mut order = Vec::new();
        for value in self.collect(&given)? {
            let Some(base) = value.to_ref::<ClassObject>() else {
                let name = self.class_name(&value);
                return Err(self.type_error(format!("mro() returned a non-class ('{name}')")));
            };
            let (own, other) = (self.solid(class), self.solid(&base));
            if !own.is_subclass_of(self, &other) {
                let name = self.name_of_class(&base);
                return Err(self.type_error(format!(
                    "mro() returned base with unsuitable layout ('{name}')"
                )));
            }
            order.push(base);
        }
        if order.is_empty() {
            return Err(self.type_error("type MRO must not be empty"));
        }
        Ok(Some(order))
    }

    /// Adds a class to bases if it may be one and is not among them.
    pub(crate) fn add_base(
        &mut self,
        bases: &mut Vec<Ref<ClassObject>>,
        base: Ref<ClassObject>,
    ) -> Outcome<()> {
        if base.has(flags::FINAL) {
            let base = self.name_of_class(&base);
            return Err(self.type_error(format!("type '{base}' is not an acceptable base type")));
        }
        if bases.iter().any(|other| other.is(&base)) {
            let base = self.name_of_class(&base);
            return Err(self.type_error(format!("duplicate base class {base}")));
        }
        bases.push(base);
        Ok(())
    }

    /// `class.__bases__ = new`.
    pub(crate) fn set_bases(
        &mut self,
        class: &Ref<ClassObject>,
        new: Option<&Value>,
    ) -> Outcome<()> {
        let name = self.name_of_class(class);
        let Some(new) = new else {
            return Err(self.type_error(format!(
                "cannot delete '__bases__' attribute of type '{name}'"
            )));
        };
        let Some(tuple) = new.to_ref::<TupleObject>() else {
            let given = self.class_name(new);
            return Err(self.type_error(format!(
                "can only assign tuple to {name}.__bases__, not {given}"
            )));
        };
        if tuple.items().is_empty() {
            return Err(self.type_error(format!(
                "can only assign non-empty tuple to {name}.__bases__, not ()"
            )));
        }
        let mut bases: Vec<Ref<ClassObject>> = Vec::new();
        for item in tuple.items() {
            let Some(base) = item.to_ref::<ClassObject>() else {
                let given = self.class_name(item);
                return Err(self.type_error(format!(
                    "{name}.__bases__ must be tuple of classes, not '{given}'"
                )));
            };
            if base.is_subclass_of(self, class) {
                return Err(self.type_error("a __bases__ item causes an inheritance cycle"));
            }
            self.add_base(&mut bases, base)?;
        }
        let best = self.best_base(&bases)?;
        let old_bases = class.bases.get(self).clone();
        let old_best = self.best_base(&old_bases)?;
        let object = self.class(Builtin::Object).clone();
        let fits = std::ptr::eq(best.native, class.native)
            && best.layout == class.layout
            && best.is(&object) == old_best.is(&object)
            && best.member_count.get() == old_best.member_count.get()
            && (class.has(flags::HAS_DICT) || !best.has(flags::HAS_DICT));
        if !fits {
            let (new, old) = (self.name_of_class(&best), self.name_of_class(&old_best));
            return Err(self.type_error(format!(
                "__bases__ assignment: '{new}' object layout differs from '{old}'"
            )));
        }
        *class.bases.get_mut(self.gil()) = bases.clone();
        let mut saved = Vec::new();
        if let Err(raised) = self.inherit_again(class, &mut saved) {
            for (class, order, overrides, bits) in saved.into_iter().rev() {
                *class.mro.get_mut(self.gil()) = order;
                class.overrides.set(overrides);
                class.flags.set(bits);
            }
            *class.bases.get_mut(self.gil()) = old_bases;
            return Err(raised);
        }
        for base in &old_bases {
            base.subclasses
                .get_mut(self.gil())
                .retain(|other| !other.is(class));
        }
        for base in &bases {
            base.subclasses.get_mut(self.gil()).push(class.clone());
        }
        self.forget_slot_caches();
        self.bump_class_version();
        Ok(())
    }

    /// Computes order and inherited flags of a class and its subclasses anew.
    fn inherit_again(&mut self, class: &Ref<ClassObject>, saved: &mut Vec<Saved>) -> Outcome<()> {
        self.check_native_stack()?;
        let bases = class.bases.get(self).clone();
        let merged = self.merge_mro(&bases)?;
        let old = class.mro.get(self).clone();
        saved.push((class.clone(), old, class.overrides.get(), class.flags.get()));
        let mut order = vec![class.clone()];
        order.extend(merged);
        *class.mro.get_mut(self.gil()) = order;
        let (mut overrides, mut bits) = (0, class.flags.get() & !INHERITED);
        for base in &bases {
            overrides |= base.overrides.get();
            bits |= base.flags.get() & INHERITED;
        }
        class.overrides.set(overrides);
        class.flags.set(bits);
        let names: Vec<Value> = class
            .dict(self)
            .map
            .get(self)
            .iter()
            .map(|entry| entry.key.clone())
            .collect();
        for name in names {
            if let Some(name) = name.downcast::<StrObject>() {
                note_override(class, name.as_str());
            }
        }
        for subclass in class.subclasses.get(self).clone() {
            self.inherit_again(&subclass, saved)?;
        }
        Ok(())
    }
}
