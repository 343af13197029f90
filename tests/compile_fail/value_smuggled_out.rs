//! error: E0277
//! says: cannot be sent between threads safely
//! A captured variable is no way out of the attachment either.
use tick::interp::{Config, Interp};
use tick::object::value::Value;

fn main() {
    let mut out: Option<Value> = None;
    Interp::new(Config::default()).attach(|_vm| {
        out = Some(Value::int(1));
    });
}
