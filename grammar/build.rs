//! Runs LALRPOP over `grammar/python.lalrpop`; the parser goes to `OUT_DIR`.

fn main() {
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    lalrpop::Configuration::new()
        .set_in_dir(".")
        .set_out_dir(out)
        .emit_rerun_directives(true)
        .process()
        .expect("the grammar has no conflicts");
}
