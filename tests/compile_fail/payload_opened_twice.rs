//! error: E0499
//! says: cannot borrow `*vm` as mutable more than once at a time
//! Two names may mean one list: two open payloads could be the same one.
use tick::interp::{Config, Interp};

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let first = vm.new_list_ref(Vec::new());
        let second = first.clone();
        let one = first.items.get_mut(vm);
        let two = second.items.get_mut(vm);
        one.append(two);
    });
}
