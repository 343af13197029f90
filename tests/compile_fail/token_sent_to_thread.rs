//! error: E0277
//! says: cannot be sent between threads safely
//! Holding the lock is a matter of one thread.
use tick::gil::Gil;

fn hand_over(gil: Gil) {
    std::thread::spawn(move || drop(gil));
}

fn main() {
    let _ = hand_over;
}
