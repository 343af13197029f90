//! Sizes of the types that memory and speed depend on. A change here is a decision, not an accident: measure, then change the
//! number together with the type.

use std::mem::{align_of, size_of};
use tick::object::{
    bytes, dict, exception, function, generator, heap, instance, number, range, sequence, set,
    text, value,
};
use tick::syntax::ast;

/// Asserts the exact size of each type, all of them before it fails.
macro_rules! sizes {
    ($($type:ty = $size:expr;)*) => {{
        let wrong: Vec<String> = [$((stringify!($type), size_of::<$type>(), $size)),*]
            .into_iter()
            .filter(|(_, is, should)| is != should)
            .map(|(name, is, should)| format!("{name}: {is} bytes, not {should}"))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }};
}

#[test]
fn values() {
    sizes! {
        value::Value = 16;
        Option<value::Value> = 16;
        value::Raw = 16;
        heap::Ref<sequence::ListObject> = 8;
        Option<heap::Ref<sequence::ListObject>> = 8;
    }
}

#[test]
fn objects() {
    sizes! {
        heap::Header = 8;
        number::FloatObject = 16;
        text::StrObject = 40;
        bytes::BytesObject = 32;
        sequence::TupleObject = 16;
        sequence::ListObject = 32;
        dict::DictObject = 80;
        dict::Entry = 40;
        set::SetObject = 96;
        range::RangeObject = 56;
        instance::InstanceObject = 16;
        function::CellObject = 24;
        function::BoundMethodObject = 40;
        function::FunctionObject = 176;
        generator::GeneratorObject = 112;
        exception::ExceptionObject = 104;
    }
}

#[test]
fn code() {
    sizes! {
        tick::code::Ins = 8;
        tick::vm::frame::Frame = 88;
        function::Cache = 32;
    }
}

#[test]
fn slots_of_threads_share_no_cache_line() {
    assert_eq!(align_of::<tick::gil::slot::Slot>(), 128);
    assert_eq!(size_of::<tick::gil::slot::Slot>() % 128, 0);
}

#[test]
fn syntax_tree() {
    sizes! {
        ast::Expr = 48;
        ast::Stmt = 64;
        ast::Pattern = 40;
        ast::Identifier = 24;
    }
}
