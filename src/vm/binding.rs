//! Binding: what an attribute found on a class becomes for the object it was asked of, and calls of methods.
//!
//! Enters: a value that look-up found on a class, and a receiver. Leaves: the value, a bound method, or what a descriptor gives.
//! `attributes` and the calls of methods use it.

use crate::native::MethodKind;
use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::flags;
use crate::object::function::{
    Access, BoundMethodObject, GetSetObject, MethodWrapperObject, NativeFunctionObject,
    PropertyObject, Quick,
};
use crate::object::heap::Layout;
use crate::object::instance::InstanceObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// True if calling the value as an attribute of an object passes the object first.
    #[inline]
    pub fn binds_receiver(&self, function: &Value) -> bool {
        match function.layout() {
            Some(Layout::Function) => true,
            Some(Layout::NativeFunction) => function
                .downcast::<NativeFunctionObject>()
                .is_some_and(|native| {
                    native.owner.is_some()
                        && native.receiver.is_missing()
                        && native.definition.kind == MethodKind::Method
                }),
            _ => false,
        }
    }

    /// The value found on a class as an attribute of `instance` (or of the class itself, with `None`): `__get__`.
    pub fn bind_descriptor(
        &mut self,
        found: &Value,
        instance: Option<&Value>,
        class: &Value,
    ) -> Outcome<Value> {
        match found.layout() {
            Some(Layout::Function) => Ok(match instance {
                Some(instance) => self.new_bound_method(found.clone(), instance.clone()),
                None => found.clone(),
            }),
            Some(Layout::NativeFunction) => match instance {
                Some(instance) if self.binds_receiver(found) => {
                    Ok(self.bind_native(found, instance.clone()))
                }
                _ => Ok(found.clone()),
            },
            Some(Layout::MethodWrapper) => {
                let Some(wrapper) = found.downcast::<MethodWrapperObject>() else {
                    return Ok(found.clone());
                };
                let function = wrapper.function.get(self).clone();
                if !wrapper.is_class_method {
                    return Ok(function);
                }
                if function.layout() == Some(Layout::NativeFunction) {
                    return Ok(self.bind_native(&function, class.clone()));
                }
                if function.layout() == Some(Layout::Function) {
                    return Ok(self.new_bound_method(function, class.clone()));
                }
                if self.overrides(&function, SpecialMethod::Get)
                    || function.layout() == Some(Layout::Property)
                {
                    return self.bind_descriptor(
                        &function,
                        Some(class),
                        &self.class_of(class).to_value(),
                    );
                }
                Ok(self.new_bound_method(function, class.clone()))
            }
            Some(Layout::Property) => {
                let (Some(property), Some(instance)) =
                    (found.downcast::<PropertyObject>(), instance)
                else {
                    return Ok(found.clone());
                };
                if property.getter.is_none() {
                    let name = property.name.get(self).clone();
                    let text = if name.is_none() {
                        String::new()
                    } else {
                        format!(" '{}'", self.str_text(&name)?)
                    };
                    let class = self.class_name(instance);
                    return Err(self.raise(
                        Exc::AttributeError,
                        format!("property{text} of '{class}' object has no getter"),
                    ));
                }
                let getter = property.getter.clone();
                self.call(&getter, std::slice::from_ref(instance))
            }
            Some(Layout::GetSet) => {
                let (Some(member), Some(instance)) = (found.downcast::<GetSetObject>(), instance)
                else {
                    return Ok(found.clone());
                };
                match member.access {
                    Access::Native(definition) => (definition.get)(self, instance),
                    Access::Item(index) => {
                        let items = instance.downcast::<crate::object::sequence::TupleObject>();
                        let item = items.and_then(|tuple| tuple.items().get(index as usize));
                        Ok(item.cloned().unwrap_or(Value::NONE))
                    }
                    Access::Slot(index) => {
                        let value = instance
                            .downcast::<InstanceObject>()
                            .and_then(|instance| instance.get_slot(self, index as usize));
                        match value {
                            Some(value) => Ok(value),
                            None => {
                                let name = member.name.clone();
                                Err(self.attribute_error(instance, &name))
                            }
                        }
                    }
                }
            }
            Some(_) => {
                if self.overrides(found, SpecialMethod::Get) {
                    let arguments = [instance.cloned().unwrap_or(Value::NONE), class.clone()];
                    return Ok(self
                        .call_special(found, SpecialMethod::Get, &arguments)?
                        .unwrap_or(Value::NONE));
                }
                match self.class_of(found).slots().descriptor_get {
                    Some(get) => get(self, found, instance, class),
                    None => Ok(found.clone()),
                }
            }
            None => Ok(found.clone()),
        }
    }

    /// A native method bound to an object.
    pub fn bind_native(&self, function: &Value, receiver: Value) -> Value {
        let Some(native) = function.downcast::<NativeFunctionObject>() else {
            return function.clone();
        };
        self.allocate(Builtin::NativeFunction.shape(), |header| {
            NativeFunctionObject {
                header,
                definition: native.definition,
                receiver,
                module: native.module.clone(),
                owner: native.owner.clone(),
                quick: Quick::unknown(),
            }
        })
        .into_value()
    }

    /// What a method call needs: the function and whether the receiver goes first. Avoids making a bound method.
    pub fn find_method(&mut self, value: &Value, name: &Value) -> Outcome<(Value, bool)> {
        let class = self.class_of(value).clone();
        if class.flags.get() & (flags::GETATTRIBUTE | flags::GETATTR) == 0
            && class.slots().get_attribute.is_none()
            && let Some(found) = self.lookup(&class, name)
            && self.binds_receiver(&found)
            && self.own_attribute(value, name).is_none()
        {
            return Ok((found, true));
        }
        match self.find_attribute(value, name)? {
            Some(found) => match found.downcast::<BoundMethodObject>() {
                Some(bound)
                    if bound.receiver.is(value)
                        && bound.function.layout() == Some(Layout::Function) =>
                {
                    Ok((bound.function.clone(), true))
                }
                _ => Ok((found, false)),
            },
            None => Err(self.attribute_error(value, name)),
        }
    }

    /// `value.name(arguments)`.
    pub fn call_method(
        &mut self,
        value: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Outcome<Value> {
        let name = self.intern(name);
        let (function, bound) = self.find_method(value, &name)?;
        if !bound {
            return self.call(&function, arguments);
        }
        let mut all: smallvec::SmallVec<[Value; 6]> = smallvec::SmallVec::new();
        all.push(value.clone());
        all.extend(arguments.iter().cloned());
        self.call(&function, &all)
    }
}
