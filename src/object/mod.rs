//! Objects: values, the heap, and one file a family of built-in types. These files take the token and nothing more, so
//! no language code and no other thread runs inside them.
pub mod builtin;
pub mod bytes;
pub mod class;
pub mod cycle;
pub mod dict;
pub mod exception;
pub mod function;
pub mod generator;
pub mod heap;
pub mod instance;
pub mod iterators;
pub mod kind;
pub mod layout;
pub mod mapping;
pub mod module;
pub mod native;
pub mod number;
pub mod origin;
pub mod pool;
pub mod range;
pub mod sequence;
pub mod set;
pub mod text;
pub mod value;
pub mod weak;

/// Exact equality of an int and a float.
pub fn number_equal(int: i64, float: f64) -> bool {
    if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float) {
        return false;
    }
    float.fract() == 0.0 && float as i64 == int
}
