//! error: E0277
//! says: cannot be sent between threads safely
//! Counts are plain integers: a value stays on its thread.
use tick::object::value::Value;

fn main() {
    let value = Value::int(1);
    std::thread::spawn(move || drop(value));
}
