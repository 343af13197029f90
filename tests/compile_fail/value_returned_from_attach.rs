//! error: E0277
//! says: cannot be sent between threads safely
//! A value must not outlive the attachment.
use tick::interp::{Config, Interp};
use tick::object::value::Value;

fn main() {
    let _value = Interp::new(Config::default()).attach(|_vm| Value::int(1));
}
