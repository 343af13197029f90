//! error: E0277
//! says: cannot be sent between threads safely
//! A value cannot come into being where the lock is not held.
use tick::interp::{Config, Interp};
use tick::object::value::Value;
use tick::sched::Wait;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let _value = vm.detach(Wait::Compute(0), || Value::int(1));
    });
}
