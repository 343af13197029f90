//! Special methods and operators: their names and numbers, in one table each.

macro_rules! special_methods {
    ($($name:ident $text:literal;)*) => {
        /// A method the interpreter itself calls. Its number is its bit in `ClassObject::overrides`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum SpecialMethod { $($name,)* }
        impl SpecialMethod {
            /// All of them by number.
            pub const ALL: &'static [SpecialMethod] = &[$(SpecialMethod::$name,)*];
            /// The method's name.
            pub const fn name(self) -> &'static str { match self { $(SpecialMethod::$name => $text,)* } }
            /// Its bit.
            pub const fn bit(self) -> u128 { 1 << self as u8 }
        }
    };
}

special_methods! {
    Add "__add__"; Sub "__sub__"; Mul "__mul__"; TrueDiv "__truediv__"; FloorDiv "__floordiv__"; Mod "__mod__";
    Pow "__pow__"; MatMul "__matmul__"; LeftShift "__lshift__"; RightShift "__rshift__"; BitAnd "__and__";
    BitOr "__or__"; BitXor "__xor__"; DivMod "__divmod__";
    ReflectedAdd "__radd__"; ReflectedSub "__rsub__"; ReflectedMul "__rmul__"; ReflectedTrueDiv "__rtruediv__";
    ReflectedFloorDiv "__rfloordiv__"; ReflectedMod "__rmod__"; ReflectedPow "__rpow__"; ReflectedMatMul "__rmatmul__";
    ReflectedLeftShift "__rlshift__"; ReflectedRightShift "__rrshift__"; ReflectedBitAnd "__rand__";
    ReflectedBitOr "__ror__"; ReflectedBitXor "__rxor__"; ReflectedDivMod "__rdivmod__";
    InPlaceAdd "__iadd__"; InPlaceSub "__isub__"; InPlaceMul "__imul__"; InPlaceTrueDiv "__itruediv__";
    InPlaceFloorDiv "__ifloordiv__"; InPlaceMod "__imod__"; InPlacePow "__ipow__"; InPlaceMatMul "__imatmul__";
    InPlaceLeftShift "__ilshift__"; InPlaceRightShift "__irshift__"; InPlaceBitAnd "__iand__"; InPlaceBitOr "__ior__";
    InPlaceBitXor "__ixor__";
    Lt "__lt__"; Le "__le__"; Gt "__gt__"; Ge "__ge__"; Eq "__eq__"; Ne "__ne__";
    Negative "__neg__"; Positive "__pos__"; Invert "__invert__"; Absolute "__abs__";
    Int "__int__"; Float "__float__"; Index "__index__"; Complex "__complex__";
    Round "__round__"; Trunc "__trunc__"; Floor "__floor__"; Ceil "__ceil__";
    Repr "__repr__"; Str "__str__"; Hash "__hash__"; Bool "__bool__"; Len "__len__"; LengthHint "__length_hint__";
    GetItem "__getitem__"; SetItem "__setitem__"; DelItem "__delitem__"; Contains "__contains__"; Missing "__missing__";
    Iter "__iter__"; Next "__next__"; Reversed "__reversed__"; Call "__call__";
    GetAttribute "__getattribute__"; GetAttr "__getattr__"; SetAttr "__setattr__"; DelAttr "__delattr__";
    Get "__get__"; Set "__set__"; Delete "__delete__"; SetName "__set_name__";
    Enter "__enter__"; Exit "__exit__"; AsyncEnter "__aenter__"; AsyncExit "__aexit__";
    Await "__await__"; AsyncIter "__aiter__"; AsyncNext "__anext__";
    Format "__format__"; Bytes "__bytes__"; FsPath "__fspath__"; Dir "__dir__"; Del "__del__";
    New "__new__"; Init "__init__"; InitSubclass "__init_subclass__"; ClassGetItem "__class_getitem__";
    InstanceCheck "__instancecheck__"; SubclassCheck "__subclasscheck__"; Prepare "__prepare__";
    Reduce "__reduce__"; ReduceEx "__reduce_ex__"; Copy "__copy__"; DeepCopy "__deepcopy__"; SizeOf "__sizeof__";
}

const _: () = assert!(SpecialMethod::ALL.len() <= 128);

macro_rules! binary_operators {
    ($($name:ident $symbol:literal;)*) => {
        /// A binary operator. Its number is that of its `SpecialMethod`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum BinaryOp { $($name,)* }
        impl BinaryOp {
            /// All of them by number.
            pub const ALL: &'static [BinaryOp] = &[$(BinaryOp::$name,)*];
            /// The operator as error messages show it.
            pub const fn symbol(self) -> &'static str { match self { $(BinaryOp::$name => $symbol,)* } }
        }
    };
}

binary_operators! {
    Add "+"; Sub "-"; Mul "*"; TrueDiv "/"; FloorDiv "//"; Mod "%"; Pow "** or pow()"; MatMul "@"; LeftShift "<<";
    RightShift ">>"; BitAnd "&"; BitOr "|"; BitXor "^"; DivMod "divmod()";
}

impl BinaryOp {
    /// `__add__`.
    pub const fn method(self) -> SpecialMethod {
        SpecialMethod::ALL[self as usize]
    }
    /// `__radd__`.
    pub const fn reflected(self) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::ReflectedAdd as usize + self as usize]
    }
    /// `__iadd__`; none for divmod.
    pub const fn in_place(self) -> Option<SpecialMethod> {
        if matches!(self, BinaryOp::DivMod) {
            return None;
        }
        Some(SpecialMethod::ALL[SpecialMethod::InPlaceAdd as usize + self as usize])
    }
}

/// A comparison. Its number is that of its `SpecialMethod` from `Lt` on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum CompareOp {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}

impl CompareOp {
    /// `__lt__` and so on.
    pub const fn method(self) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::Lt as usize + self as usize]
    }
    /// The comparison with the operands swapped.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            other => other,
        }
    }
    /// The operator.
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", ">", ">=", "==", "!="][self as usize]
    }
    /// What an ordering means under this comparison.
    pub const fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
        }
    }
}

/// A unary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum UnaryOp {
    Negative,
    Positive,
    Invert,
    Absolute,
}

impl UnaryOp {
    /// All of them.
    pub const ALL: &'static [UnaryOp] = &[
        UnaryOp::Negative,
        UnaryOp::Positive,
        UnaryOp::Invert,
        UnaryOp::Absolute,
    ];
    /// `__neg__` and so on.
    pub const fn method(self) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::Negative as usize + self as usize]
    }
    /// As error messages show it.
    pub const fn symbol(self) -> &'static str {
        ["unary -", "unary +", "unary ~", "abs()"][self as usize]
    }
}

/// A conversion to a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Conversion {
    Int,
    Float,
    Index,
    Complex,
}

impl Conversion {
    /// `__int__` and so on.
    pub const fn method(self) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::Int as usize + self as usize]
    }
}
