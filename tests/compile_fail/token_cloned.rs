//! error: E0599
//! says: no method named `clone` found for struct `Gil`
//! Two tokens would open one payload twice.
use tick::gil::Gil;

fn twice(gil: Gil) -> (Gil, Gil) {
    (gil.clone(), gil)
}

fn main() {
    let _ = twice;
}
