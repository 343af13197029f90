//! The C library's mathematical functions, which give the same bits as CPython's on the same machine. `std` has its own versions
//! of some of them. Used by `math` and `cmath`.
#![allow(unsafe_code)] // Declarations of C functions that take and give plain numbers.

macro_rules! functions {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        mod c {
            // SAFETY: the declarations are those of <math.h>; the functions touch nothing but their arguments.
            unsafe extern "C" { $(pub(super) safe fn $name($($argument: $type),*) -> f64;)* }
        }
        $(
            #[doc = concat!("`", stringify!($name), "` of <math.h>.")]
            #[inline(always)]
            pub fn $name($($argument: $type),*) -> f64 { c::$name($($argument),*) }
        )*
    };
}

functions! {
    acos(x: f64);
    acosh(x: f64);
    asin(x: f64);
    asinh(x: f64);
    atan(x: f64);
    atanh(x: f64);
    cos(x: f64);
    cosh(x: f64);
    erf(x: f64);
    erfc(x: f64);
    exp(x: f64);
    exp2(x: f64);
    expm1(x: f64);
    log(x: f64);
    log10(x: f64);
    log1p(x: f64);
    log2(x: f64);
    sin(x: f64);
    sinh(x: f64);
    tan(x: f64);
    tanh(x: f64);
    tgamma(x: f64);
    atan2(x: f64, y: f64);
    fmod(x: f64, y: f64);
    hypot(x: f64, y: f64);
    nextafter(x: f64, y: f64);
    pow(x: f64, y: f64);
    remainder(x: f64, y: f64);
    fma(x: f64, y: f64, z: f64);
    ldexp(x: f64, exponent: i32);
}

// SAFETY: the declarations are those of <math.h>.
unsafe extern "C" {
    #[link_name = "cbrt"]
    safe fn cbrt_raw(x: f64) -> f64;
    fn lgamma_r(x: f64, sign: *mut i32) -> f64;
    #[link_name = "frexp"]
    fn frexp_raw(x: f64, exponent: *mut i32) -> f64;
}

/// The logarithm of the absolute value of the gamma function.
pub fn lgamma(x: f64) -> f64 {
    let mut sign = 0;
    // SAFETY: the function writes one int where the pointer shows.
    unsafe { lgamma_r(x, &mut sign) }
}

/// Mantissa in [0.5, 1) and exponent; zero, infinities and NaN have exponent 0.
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let mut exponent = 0;
    // SAFETY: the function writes one int where the pointer shows.
    let mantissa = unsafe { frexp_raw(x, &mut exponent) };
    (mantissa, exponent)
}

/// The cube root, rounded right in all but rare cases: one step of Newton's on the library's, which may be off by a bit.
pub fn cbrt(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let (mantissa, exponent) = frexp(x);
    let third = exponent.div_euclid(3);
    let scaled = ldexp(mantissa, exponent - 3 * third);
    let root = cbrt_raw(scaled);
    let square = root * root;
    let cube = square * root;
    let lost = fma(square, root, -cube) + fma(root, root, -square) * root;
    ldexp(root - ((cube - scaled) + lost) / (3.0 * square), third)
}
