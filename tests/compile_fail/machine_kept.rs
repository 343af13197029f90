//! error: E0521
//! says: borrowed data escapes outside of closure
//! The machine lives as long as the attachment.
use tick::interp::{Config, Interp};
use tick::vm::Vm;

struct Keeper<'a>(Option<&'a mut Vm>);
unsafe impl Send for Keeper<'_> {}

fn main() {
    let mut keeper = Keeper(None);
    let keeper = &mut keeper;
    Interp::new(Config::default()).attach(move |vm| {
        let keeper = keeper;
        keeper.0 = Some(vm);
    });
}
