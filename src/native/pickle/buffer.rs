//! `PickleBuffer`: a mark on a bytes-like object that its bytes may travel beside the pickle.

use crate::gil::GilCell;
use crate::native::payload::state;
use crate::native::types::memoryview::MEMORYVIEW;
use crate::native::{NativeClass, Slots};
use crate::object::class::flags;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

crate::payload! {
    /// A view on the object; nothing once it is released.
    pub struct PickleBuffer { view: GilCell<Option<Value>> }
}

impl PickleBuffer {
    /// The view of a buffer that is not released.
    pub fn view_of(vm: &mut Vm, value: &Value) -> Outcome<Value> {
        let buffer: &PickleBuffer = state(vm, value)?;
        match buffer.view.get(vm) {
            Some(view) => Ok(view.clone()),
            None => Err(vm.value_error("operation forbidden on released PickleBuffer object")),
        }
    }
    /// The view, if there is one.
    pub fn view<'a>(&'a self, gil: &'a crate::gil::Gil) -> Option<&'a Value> {
        self.view.get(gil).as_ref()
    }
}

crate::native_functions! { static METHODS;
    /// Return a memoryview of the raw memory underlying this buffer.
    "raw(self, /)" fn raw(vm, value: &Value) -> Value {
        let view = PickleBuffer::view_of(vm, value)?;
        let contiguous = vm.get_attribute_str(&view, "contiguous")?;
        if !vm.truth(&contiguous)? {
            return Err(vm.raise(
                crate::object::builtin::Exc::BufferError,
                "cannot extract raw buffer from non-contiguous buffer",
            ));
        }
        let format = vm.new_str("B");
        vm.call_method(&view, "cast", &[format])
    }
    /// Release the underlying buffer exposed by the PickleBuffer object.
    "release(self, /)" fn release(vm, value: &Value) -> () {
        let buffer: &PickleBuffer = state(vm, value)?;
        drop(buffer.view.replace(vm.gil(), None));
        Ok(())
    }
}

/// `pickle.PickleBuffer`.
pub static PICKLE_BUFFER: NativeClass = NativeClass {
    name: "pickle.PickleBuffer",
    doc: "Wrapper for potentially out-of-band buffers",
    slots: Slots::NONE,
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "PickleBuffer(object, /)")?;
        let views = vm.native_class(&MEMORYVIEW)?.into_value();
        let outcome = vm.call(&views, &bound[..1]);
        if outcome.is_err() && vm.pending_is(crate::object::builtin::Exc::TypeError) {
            vm.take_pending();
            let name = vm.class_name(&bound[0]);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")));
        }
        let view = GilCell::new(Some(outcome?));
        Ok(vm.new_native(class, PickleBuffer { view }))
    }),
    methods: METHODS,
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};
