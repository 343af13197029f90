//! error: E0499
//! says: cannot borrow `*vm` as mutable more than once at a time
//! A call runs language code and other threads, so no payload may be open.
use tick::interp::{Config, Interp};
use tick::object::value::Value;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let list = vm.new_list_ref(Vec::new());
        let items = list.items.get_mut(vm);
        let _ = vm.call(&Value::NONE, &[]);
        items.push(Value::int(1));
    });
}
