//! error: E0277
//! says: cannot be shared between threads safely
//! The token is the proof that the lock is held; `detach` gives the lock away.
use tick::gil::Gil;
use tick::interp::{Config, Interp};
use tick::sched::Wait;

fn main() {
    let interp = Interp::new(Config::default());
    interp.attach(|vm| {
        let gil: *mut Gil = vm.gil();
        let gil: &Gil = unsafe { &*gil };
        vm.detach(Wait::Compute(0), || {
            let _held = gil.class_version();
        });
    });
}
