//! The built-in class `traceback`.
use crate::native::{GetSetDefinition, NativeClass, frames};
use crate::object::exception::TracebackObject;
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn entry(vm: &mut Vm, value: &Value) -> Outcome<Ref<TracebackObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a traceback"))
}

fn set_next(vm: &mut Vm, this: &Value, value: Option<&Value>) -> Outcome<()> {
    let object = entry(vm, this)?;
    let Some(value) = value else {
        crate::raise!(vm, TypeError, "can't delete tb_next attribute")
    };
    if !value.is_none() && value.downcast::<TracebackObject>().is_none() {
        let name = vm.class_name(value);
        crate::raise!(
            vm,
            TypeError,
            "expected traceback object or None, got '{name}'"
        );
    }
    let mut at = value.clone();
    while let Some(next) = at.to_ref::<TracebackObject>() {
        if at.is(this) {
            crate::raise!(vm, ValueError, "traceback loop detected");
        }
        at = next.next.get(vm).clone();
    }
    drop(object.next.replace(vm.gil(), value.clone()));
    Ok(())
}

/// `traceback`.
pub static TRACEBACK: NativeClass = NativeClass {
    name: "traceback",
    layout: Layout::Traceback,
    getset: &[
        GetSetDefinition {
            name: "tb_next",
            doc: "",
            get: |vm, this| Ok(entry(vm, this)?.next.get(vm).clone()),
            set: Some(set_next),
        },
        GetSetDefinition {
            name: "tb_lineno",
            doc: "",
            get: |vm, this| Ok(Value::int(entry(vm, this)?.line() as i64)),
            set: None,
        },
        GetSetDefinition {
            name: "tb_lasti",
            doc: "",
            get: |vm, this| Ok(Value::int(entry(vm, this)?.instruction as i64 * 2)),
            set: None,
        },
        GetSetDefinition {
            name: "tb_frame",
            doc: "",
            get: |vm, this| {
                let object = entry(vm, this)?;
                frames::frame_of_entry(vm, &object)
            },
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};
