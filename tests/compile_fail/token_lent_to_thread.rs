//! error: E0277
//! says: cannot be shared between threads safely
//! Even a shared borrow of the token reads counts and payloads, and stays on its thread.
use tick::gil::Gil;

fn lend(gil: &Gil) {
    std::thread::scope(|scope| {
        scope.spawn(|| gil.class_version());
    });
}

fn main() {
    let _ = lend;
}
