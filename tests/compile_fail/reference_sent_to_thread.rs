//! error: E0277
//! says: cannot be sent between threads safely
//! A typed reference is a value like any other.
use tick::interp::{Config, Interp};

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let list = vm.new_list_ref(Vec::new());
        std::thread::spawn(move || drop(list));
    });
}
