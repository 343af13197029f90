//! error: E0624
//! says: associated function `new` is private
//! Only attaching makes a token.
use tick::gil::Gil;
use tick::interp::{Config, Interp};

fn main() {
    let _gil = unsafe { Gil::new(Interp::new(Config::default())) };
}
