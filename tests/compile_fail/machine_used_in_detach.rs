//! error: E0277
//! says: cannot be sent between threads safely
//! Whoever detaches has lent the machine out, and nobody else can run code on it meanwhile.
use tick::interp::{Config, Interp};
use tick::sched::Wait;

fn main() {
    Interp::new(Config::default()).attach(|vm| {
        vm.detach(Wait::Compute(0), || {
            vm.take_pending();
        });
    });
}
