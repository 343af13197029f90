//! `str.format` and `str.format_map`: templates filled with values.
//!
//! Enters: a template, positional arguments, a mapping. Leaves: the text, or the exception of the first field that fails.
//! Callers: the two methods, `string.Formatter`.

use crate::object::builtin::Exc;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::text::template::{self, Field, First, Numbering, Pieces, Step};
use crate::vm::{Outcome, Vm};

/// Where fields get their values.
struct Fields<'a> {
    /// None for `format_map`.
    positional: Option<&'a [Value]>,
    named: &'a Value,
    numbering: Numbering,
}

/// Fills a template.
pub fn format(
    vm: &mut Vm,
    template: &str,
    positional: Option<&[Value]>,
    named: &Value,
) -> Outcome<Value> {
    let mut fields = Fields {
        positional,
        named,
        numbering: Numbering::default(),
    };
    let mut out = vm.take_scratch();
    expand(vm, template, &mut fields, template::MAX_DEPTH, &mut out)?;
    Ok(vm.str_of_scratch(out))
}

fn expand(
    vm: &mut Vm,
    template: &str,
    fields: &mut Fields,
    depth: usize,
    out: &mut String,
) -> Outcome<()> {
    if depth == 0 {
        return Err(vm.text_error(template::too_deep()));
    }
    for piece in Pieces::new(template) {
        let piece = vm.text(piece)?;
        out.push_str(piece.literal);
        if let Some(field) = piece.field {
            fill(vm, &field, fields, depth, out)?;
        }
    }
    Ok(())
}

fn fill(
    vm: &mut Vm,
    field: &Field,
    fields: &mut Fields,
    depth: usize,
    out: &mut String,
) -> Outcome<()> {
    let mut value = find(vm, field.name, fields)?;
    if let Some(conversion) = field.conversion {
        value = convert(vm, &value, conversion)?;
    }
    let mut nested = String::new();
    let spec = if field.nested {
        expand(vm, field.spec, fields, depth - 1, &mut nested)?;
        &nested
    } else {
        field.spec
    };
    vm.push_format(out, &value, spec)
}

/// The value after `!r`, `!s` or `!a`.
pub fn convert(vm: &mut Vm, value: &Value, conversion: char) -> Outcome<Value> {
    match conversion {
        'r' => vm.repr(value),
        's' => vm.str(value),
        'a' => vm.ascii(value),
        other => Err(vm.text_error(template::unknown_conversion(other))),
    }
}

fn find(vm: &mut Vm, name: &str, fields: &mut Fields) -> Outcome<Value> {
    let (first, steps) = vm.text(template::split_name(name))?;
    let first = vm.text(fields.numbering.resolve(first))?;
    let mut value = match first {
        First::Index(index) => match fields.positional {
            None => return Err(vm.value_error("Format string contains positional fields")),
            Some(values) => match values.get(index) {
                Some(value) => value.clone(),
                None => return Err(vm.text_error(template::index_out_of_range(index))),
            },
        },
        First::Name(name) => {
            let key = vm.new_str(name);
            named(vm, fields.named, &key)?
        }
        First::Auto => return Err(vm.raise(Exc::SystemError, "an automatic field has no number")),
    };
    for step in steps {
        value = match vm.text(step)? {
            Step::Attribute(name) => vm.get_attribute_str(&value, name)?,
            Step::Index(index) => vm.get_item(&value, &Value::int(index as i64))?,
            Step::Key(key) => {
                let key = vm.new_str(key);
                vm.get_item(&value, &key)?
            }
        };
    }
    Ok(value)
}

fn named(vm: &mut Vm, mapping: &Value, key: &Value) -> Outcome<Value> {
    if mapping.layout() == Some(Layout::Dict) {
        return vm.get_item_fast(mapping, key);
    }
    vm.get_item(mapping, key)
}
