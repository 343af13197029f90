//! error: E0382
//! says: use of moved value: `gil`
//! The token is not `Copy`.
use tick::gil::Gil;

fn twice(gil: Gil) -> (Gil, Gil) {
    (gil, gil)
}

fn main() {
    let _ = twice;
}
