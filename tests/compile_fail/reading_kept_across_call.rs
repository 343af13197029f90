//! error: E0502
//! says: cannot borrow `*vm` as mutable because it is also borrowed as immutable
//! The call could change the list while its items are being read.
use tick::interp::{Config, Interp};
use tick::object::value::Value;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let list = vm.new_list_ref(vec![Value::int(1)]);
        for item in list.items.get(vm) {
            let _ = vm.call(item, &[]);
        }
    });
}
