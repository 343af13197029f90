//! Items and membership: `value[key]`, `value[key] = item`, `del value[key]`, `key in value`.

use crate::native::special::SpecialMethod;
use crate::object::class::ClassObject;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// `value[key]`.
    pub fn get_item(&mut self, value: &Value, key: &Value) -> Outcome<Value> {
        if self.overrides(value, SpecialMethod::GetItem) {
            self.check_native_stack()?;
            let arguments = [key.clone()];
            if let Some(item) = self.call_special(value, SpecialMethod::GetItem, &arguments)? {
                return Ok(item);
            }
        }
        if let Some(get_item) = self.class_of(value).slots().get_item {
            return get_item(self, value, key);
        }
        if value.layout() == Some(Layout::Class) {
            return self.get_class_item(value, key);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("'{name}' object is not subscriptable")))
    }

    fn get_class_item(&mut self, value: &Value, key: &Value) -> Outcome<Value> {
        let name = self.special_name(SpecialMethod::ClassGetItem).clone();
        if let Some(method) = self.find_class_attribute(value, &name)? {
            return self.call(&method, std::slice::from_ref(key));
        }
        if value.is(&self.class(crate::object::builtin::Builtin::Type).to_value()) {
            return self.generic_alias(value, key);
        }
        let name = value
            .downcast::<ClassObject>()
            .map(|class| self.name_of_class(class))
            .unwrap_or_default();
        Err(self.type_error(format!("type '{name}' is not subscriptable")))
    }

    /// `value[key] = item`, or with `None` `del value[key]`.
    pub fn set_item(&mut self, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
        let method = if item.is_some() {
            SpecialMethod::SetItem
        } else {
            SpecialMethod::DelItem
        };
        if self.overrides(value, method) {
            self.check_native_stack()?;
            let mut arguments = vec![key.clone()];
            arguments.extend(item.cloned());
            if self.call_special(value, method, &arguments)?.is_some() {
                return Ok(());
            }
        }
        if let Some(set_item) = self.class_of(value).slots().set_item {
            return set_item(self, value, key, item);
        }
        let name = self.type_name(value);
        let what = match item {
            Some(_) => "does not support item assignment",
            None => {
                let class = self.class_of(value);
                let sequence = class.has(crate::object::class::flags::LANGUAGE)
                    || class.slots().length.is_some();
                // Sequences refuse an index in other words than a key.
                if sequence && key.as_int().is_some() {
                    "doesn't support item deletion"
                } else {
                    "does not support item deletion"
                }
            }
        };
        Err(self.type_error(format!("'{name}' object {what}")))
    }

    /// `key in value`.
    pub fn contains(&mut self, value: &Value, key: &Value) -> Outcome<bool> {
        if self.overrides(value, SpecialMethod::Contains) {
            let function = self
                .find_special(value, SpecialMethod::Contains)
                .unwrap_or(Value::NONE);
            if function.is_none() {
                let name = self.type_name(value);
                return Err(self.type_error(format!("'{name}' object is not a container")));
            }
            let result = self.call_found(&function, value, std::slice::from_ref(key))?;
            return self.truth(&result);
        }
        if !self.overrides(value, SpecialMethod::Iter)
            && let Some(contains) = self.class_of(value).slots().contains
        {
            return contains(self, value, key);
        }
        if !self.is_iterable(value) {
            let name = self.type_name(value);
            return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
        }
        let iterator = self.iterate(value)?;
        while let Some(item) = self.next(&iterator)? {
            if self.equal(&item, key)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
