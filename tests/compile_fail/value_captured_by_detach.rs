//! error: E0277
//! says: cannot be shared between threads safely
//! While the lock is away nobody may touch a value, so `detach` takes no closure that captured one.
use tick::interp::{Config, Interp};
use tick::object::value::Value;
use tick::sched::Wait;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        let value = Value::int(1);
        vm.detach(Wait::Compute(0), || {
            let _copy = value.clone();
        });
    });
}
