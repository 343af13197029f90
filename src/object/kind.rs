//! Kind words: layout and shape of an object in one word of its header, so that one comparison tells that it is of a built-in class
//! itself and no subclass.
//!
//! The only place where layout and shape are joined. Everybody may compare.

use super::builtin::{Builtin, shape};
use super::heap::Layout;

/// The kind word of objects with this layout and shape.
#[inline(always)]
pub const fn word(layout: Layout, shape: u32) -> u32 {
    (layout as u32) << 24 | shape
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $layout:ident $shape:expr;)*) => {
        $( $(#[$doc])* pub const $name: u32 = word(Layout::$layout, $shape); )*
    };
}

kinds! {
    /// Plain strings.
    STR Str shape::STR;
    /// Plain ints in the heap.
    INT Int shape::INT;
    /// Plain lists.
    LIST List shape::LIST;
    /// Plain tuples.
    TUPLE Tuple shape::TUPLE;
    /// Plain dicts.
    DICT Dict shape::DICT;
    /// Plain sets.
    SET Set Builtin::Set.shape();
    /// Plain frozen sets.
    FROZENSET Set Builtin::FrozenSet.shape();
    /// Ranges.
    RANGE Range Builtin::Range.shape();
    /// Iterators over ranges of machine ints.
    RANGE_ITER RangeIter Builtin::RangeIterator.shape();
    /// Iterators over lists that go forward.
    LIST_ITER ListIter Builtin::ListIterator.shape();
    /// Iterators over tuples.
    TUPLE_ITER TupleIter Builtin::TupleIterator.shape();
    /// Generators.
    GENERATOR Generator Builtin::Generator.shape();
    /// Plain `enumerate` objects.
    ENUMERATE Enumerate Builtin::Enumerate.shape();
    /// Plain `zip` objects.
    ZIP Zip Builtin::Zip.shape();
    /// Plain modules.
    MODULE Module Builtin::Module.shape();
}
