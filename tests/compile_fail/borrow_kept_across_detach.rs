//! error: E0499
//! says: cannot borrow `*vm` as mutable more than once at a time
//! Another thread may open the payload while the lock is away.
use tick::interp::{Config, Interp};
use tick::object::value::Value;
use tick::sched::Wait;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let list = vm.new_list_ref(Vec::new());
        let items = list.items.get_mut(vm);
        vm.detach(Wait::Compute(0), || {});
        items.push(Value::int(1));
    });
}
