//! Heap forms of numbers: big ints, floats of subclasses, complex numbers.
//!
//! An int of up to [`MOST_INLINE`] limbs lies in its cell; longer ones are num-bigint's. Arithmetic on the inline ones is
//! that of `crate::text::limbs`, written straight into the result's cell.
#![allow(unsafe_code)] // Limbs in line behind the object, and `unsafe impl Object`: the types are repr(C) and begin with a header.

use super::heap::{Attributes, Header, KIND_ATTRIBUTES, Layout, Object, Ref};
use super::value::Value;
use crate::gil::{Gil, GilCell};
use crate::text::limbs;
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;
use std::cell::OnceCell;

/// Limbs of the longest ints that lie in their cell.
pub const MOST_INLINE: usize = 60;

/// An int beyond 64 bits, or an instance of a subclass of int of any size.
#[repr(C)]
pub struct IntObject {
    /// The header.
    pub header: Header,
    /// The number of limbs times two, plus one if negative; [`LONG`] for a number that is not in the cell.
    meta: u64,
    /// The number as num-bigint has it: always there for long ones, for others once it was asked for.
    big: OnceCell<Box<BigInt>>,
}

const LONG: u64 = u64::MAX;

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for IntObject {
    const LAYOUT: Layout = Layout::Int;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
    fn extra_bytes(&self) -> usize {
        // A subclass's attributes lie behind the room that the number was given; it is never trimmed.
        match self.meta {
            LONG => 0,
            meta => (meta >> 1) as usize * 8,
        }
    }
}

/// An int's sign and, if it is not long, its limbs without leading zeros.
#[derive(Clone, Copy)]
pub struct Limbs<'a> {
    /// Below zero.
    pub negative: bool,
    /// The magnitude.
    pub limbs: &'a [u64],
}

impl IntObject {
    /// A cell for an int of `length` limbs, which are yet to be written.
    #[inline]
    unsafe fn room(gil: &Gil, shape: u32, meta: u64) -> *mut IntObject {
        let extra = match meta {
            LONG => 0,
            meta => (meta >> 1) as usize * 8,
        };
        let attributes = if shape & KIND_ATTRIBUTES != 0 { 8 } else { 0 };
        // SAFETY: the cell has room for head, limbs and dict pointer; all but the limbs are written here.
        unsafe {
            let bytes = size_of::<IntObject>() + extra + attributes;
            let cell = gil.heap().cell(bytes, false).cast::<IntObject>();
            (&raw mut (*cell).header).write(Header::new(Layout::Int, shape));
            (&raw mut (*cell).meta).write(meta);
            (&raw mut (*cell).big).write(OnceCell::new());
            if attributes != 0 {
                cell.add(1)
                    .cast::<u8>()
                    .add(extra)
                    .cast::<Attributes>()
                    .write(GilCell::new(None));
            }
            cell
        }
    }

    /// The int that `fill` writes into `length` limbs, at most [`MOST_INLINE`]; leading zeros are allowed.
    #[inline]
    pub fn filled(
        gil: &Gil,
        length: usize,
        negative: bool,
        fill: impl FnOnce(&mut [u64]),
    ) -> Value {
        debug_assert!(length <= MOST_INLINE);
        // SAFETY: the limbs are given a value before anybody reads the object, whose cell is ours.
        unsafe {
            let cell = IntObject::room(gil, super::builtin::shape::INT, (length as u64) << 1);
            let place = std::slice::from_raw_parts_mut(cell.add(1).cast::<u64>(), length);
            fill(place);
            let length = limbs::trimmed(place).len();
            if length < 2 {
                let magnitude = if length == 0 { 0 } else { place[0] };
                if magnitude <= i64::MAX as u64 + negative as u64 {
                    drop(Ref::from_raw(cell));
                    return Value::int(match negative {
                        true => (magnitude as i64).wrapping_neg(),
                        false => magnitude as i64,
                    });
                }
            }
            (*cell).meta = (length as u64) << 1 | negative as u64;
            Ref::from_raw(cell).into_value()
        }
    }

    /// A plain int of num-bigint's.
    pub fn of_big(gil: &Gil, number: BigInt) -> Value {
        match number.to_i64() {
            Some(small) => Value::int(small),
            None => IntObject::of_shape(gil, super::builtin::shape::INT, number).into_value(),
        }
    }

    /// An int of a shape: of any size if it is a subclass.
    pub fn of_shape(gil: &Gil, shape: u32, number: BigInt) -> Ref<IntObject> {
        let length = number.magnitude().iter_u64_digits().len();
        // SAFETY: the number is written.
        unsafe {
            if length > MOST_INLINE {
                let cell = IntObject::room(gil, shape, LONG);
                (&raw mut (*cell).big).write(OnceCell::from(Box::new(number)));
                return Ref::from_raw(cell);
            }
            let negative = number.sign() == Sign::Minus;
            let cell = IntObject::room(gil, shape, (length as u64) << 1 | negative as u64);
            let place = cell.add(1).cast::<u64>();
            for (at, limb) in number.magnitude().iter_u64_digits().enumerate() {
                place.add(at).write(limb);
            }
            Ref::from_raw(cell)
        }
    }

    /// Sign and limbs, unless it is long.
    #[inline]
    pub fn limbs(&self) -> Option<Limbs<'_>> {
        if self.meta == LONG {
            return None;
        }
        // SAFETY: so many limbs lie behind the fixed part.
        let limbs = unsafe {
            std::slice::from_raw_parts(
                std::ptr::from_ref(self).add(1).cast::<u64>(),
                (self.meta >> 1) as usize,
            )
        };
        Some(Limbs {
            negative: self.meta & 1 != 0,
            limbs,
        })
    }

    /// The number as num-bigint has it.
    pub fn big(&self) -> &BigInt {
        self.big.get_or_init(|| {
            let Some(Limbs { negative, limbs }) = self.limbs() else {
                return Box::default();
            };
            let halves = limbs
                .iter()
                .flat_map(|&limb| [limb as u32, (limb >> 32) as u32]);
            let sign = if negative { Sign::Minus } else { Sign::Plus };
            Box::new(BigInt::from_biguint(sign, BigUint::new(halves.collect())))
        })
    }

    /// Bits of the magnitude.
    #[inline]
    pub fn bits(&self) -> u64 {
        match self.limbs() {
            Some(number) => limbs::bits(number.limbs),
            None => self.big().bits(),
        }
    }
}

/// An instance of a subclass of float.
#[repr(C)]
pub struct FloatObject {
    /// The header.
    pub header: Header,
    /// The number.
    pub number: f64,
}

/// A complex number.
#[repr(C)]
pub struct ComplexObject {
    /// The header.
    pub header: Header,
    /// Real part.
    pub real: f64,
    /// Imaginary part.
    pub imaginary: f64,
}

macro_rules! leaf {
    ($($type:ident $layout:ident)*) => { $(
        // SAFETY: repr(C), header first, the only type of this layout.
        unsafe impl Object for $type {
            const LAYOUT: Layout = Layout::$layout;
            const CYCLIC: bool = false;
            fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
        }
    )* };
}
leaf! { FloatObject Float  ComplexObject Complex }
