//! The opcode table: the single source of truth about instructions.
//!
//! One row an opcode: its doc line (register-transfer notation), its name and its effect class. The enum, the checked
//! decoding, the names and the effect table are generated from the rows; the handlers in `vm/` are named after them.
//!
//! Notation: `R[x]` is a register of the frame, `K[x]` a constant, `N[x]` a name, `C[x]` an inline cache slot (its name is
//! `cache_names[x]`). A *temporary* register above the named locals is dead after its last use. Instructions that read a
//! register borrow it; a *kill* bit tells that the operand is a temporary that dies here, and the handler releases it.
//! "moves" means that the source register is emptied without a kill bit.
//!
//! The word `visible` marks what other threads can see: globals, cells, attributes, items, and calls, which may be of locks,
//! queues, threads or files.
//!
//! Effect classes: `Pure` cannot fail; `Raise` may raise but runs no language code; `Switch` may run language code or
//! release the lock in the middle. Between any two instructions a thread switch is possible whatever the class.

/// Bit of operand d of an operator with a constant: the constant is the left operand.
pub const CONSTANT_FIRST: i32 = 8;

/// What an instruction may do besides its result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Neither raises nor runs language code.
    Pure,
    /// May raise.
    Raise,
    /// May raise, run language code, or let another thread run in the middle.
    Switch,
}

macro_rules! opcodes {
    (@visible) => { false };
    (@visible visible) => { true };
    ($( $(#[$doc:meta])* $name:ident $effect:ident $jump:literal $($visible:ident)?; )*) => {
        /// An instruction's operation.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $( $(#[$doc])* $name, )* }

        impl Op {
            /// Every opcode, in numeric order.
            pub const ALL: &'static [Op] = &[ $( Op::$name, )* ];

            /// The name as the disassembler prints it.
            pub const fn name(self) -> &'static str {
                match self { $( Op::$name => stringify!($name), )* }
            }

            /// What the instruction may do besides its result.
            pub const fn effect(self) -> Effect {
                match self { $( Op::$name => Effect::$effect, )* }
            }

            /// True where operand `d` is a jump distance, counted from the following instruction.
            pub const fn jumps(self) -> bool {
                match self { $( Op::$name => $jump, )* }
            }

            /// True if the instruction reads or writes what other threads can see, or may call what waits for them: the places
            /// before which a run that can be repeated may switch.
            pub const fn is_visible(self) -> bool {
                match self { $( Op::$name => opcodes!(@visible $($visible)?), )* }
            }

            /// The operation with this number.
            pub const fn from_u8(byte: u8) -> Option<Op> {
                if (byte as usize) < Self::ALL.len() { Some(Self::ALL[byte as usize]) } else { None }
            }
        }

        /// Calls `$then!` with every opcode name, for tables made elsewhere.
        macro_rules! for_each_opcode { ($then:ident) => { $then! { $( $name )* } } }
        pub(crate) use for_each_opcode;
    };
}

opcodes! {
    /// Does nothing.
    Nop Pure false;

    // --- moving values -------------------------------------------------------------------------------------------
    /// R[a] = K[d].
    LoadConst Pure false;
    /// R[a] = copy of R[b].
    Move Pure false;
    /// R[a] = R[b], moves (R[b] is a temporary).
    Take Pure false;
    /// Releases R[a] and marks it unbound.
    Clear Pure false;
    /// Raises UnboundLocalError naming N[d] if R[a] is unbound.
    CheckLocal Raise false;

    // --- names ---------------------------------------------------------------------------------------------------
    /// R[a] = the global or built-in named by C[d].
    LoadGlobal Raise false visible;
    /// Global named by C[d] = R[a]; c bit 0: moves.
    StoreGlobal Raise false visible;
    /// Deletes the global N[d].
    DeleteGlobal Raise false visible;
    /// R[a] = N[d] looked up in the frame's namespace mapping, then globals, then built-ins (class bodies, exec).
    LoadName Switch false visible;
    /// Namespace[N[d]] = R[a]; c bit 0: moves.
    StoreName Switch false visible;
    /// Deletes N[d] from the namespace.
    DeleteName Switch false visible;
    /// R[a] = content of the cell in R[b]; unbound raises and names N[d] (NameError for free, UnboundLocalError for own cells).
    LoadDeref Raise false visible;
    /// Content of the cell in R[b] = R[a]; c bit 0: moves.
    StoreDeref Pure false visible;
    /// Empties the cell in R[b]; unbound raises and names N[d].
    DeleteDeref Raise false visible;
    /// R[a] = N[d] from the class namespace, else content of the cell in R[b].
    LoadClassDeref Switch false visible;
    /// R[a] = N[d] from the dict in R[b], which holds the locals that have no register; unbound raises.
    LoadSpilled Raise false;
    /// Dict in R[b][N[d]] = R[a]; c bit 0: moves.
    StoreSpilled Pure false;
    /// Deletes N[d] from the dict in R[b]; unbound raises.
    DeleteSpilled Raise false;
    /// R[a] = a new cell that holds the old R[a] (or nothing if unbound).
    MakeCell Pure false;
    /// R[a .. a+c] = the cells of the running function's closure.
    CopyFree Pure false;
    /// R[a] = the frame's namespace mapping (class bodies, module level).
    LoadLocals Pure false;
    /// Makes sure the namespace holds a dict `__annotations__`.
    SetupAnnotations Switch false;

    // --- arithmetic: d bit 0 kills R[b], bit 1 kills R[c], bit 2: augmented assignment. K forms take K[c] ---------
    /// R[a] = R[b] + R[c].
    Add Switch false;
    /// R[a] = R[b] - R[c].
    Sub Switch false;
    /// R[a] = R[b] * R[c].
    Mul Switch false;
    /// R[a] = R[b] / R[c].
    TrueDiv Switch false;
    /// R[a] = R[b] // R[c].
    FloorDiv Switch false;
    /// R[a] = R[b] % R[c].
    Mod Switch false;
    /// R[a] = R[b] ** R[c].
    Pow Switch false;
    /// R[a] = R[b] @ R[c].
    MatMul Switch false;
    /// R[a] = R[b] << R[c].
    LeftShift Switch false;
    /// R[a] = R[b] >> R[c].
    RightShift Switch false;
    /// R[a] = R[b] & R[c].
    BitAnd Switch false;
    /// R[a] = R[b] | R[c].
    BitOr Switch false;
    /// R[a] = R[b] ^ R[c].
    BitXor Switch false;
    /// R[a] = R[b] + K[c]; with bit 8 of d (`CONSTANT_FIRST`) K[c] + R[b].
    AddK Switch false;
    /// R[a] = R[b] - K[c].
    SubK Switch false;
    /// R[a] = R[b] * K[c]; with bit 8 of d K[c] * R[b].
    MulK Switch false;
    /// R[a] = R[b] / K[c].
    TrueDivK Switch false;
    /// R[a] = R[b] // K[c].
    FloorDivK Switch false;
    /// R[a] = R[b] % K[c].
    ModK Switch false;
    /// R[a] = R[b] ** K[c].
    PowK Switch false;
    /// R[a] = R[b] << K[c].
    LeftShiftK Switch false;
    /// R[a] = R[b] >> K[c].
    RightShiftK Switch false;
    /// R[a] = R[b] & K[c].
    BitAndK Switch false;
    /// R[a] = R[b] | K[c].
    BitOrK Switch false;
    /// R[a] = R[b] ^ K[c].
    BitXorK Switch false;
    /// R[a] = -R[b]; d bit 0 kills R[b].
    Negative Switch false;
    /// R[a] = +R[b]; d bit 0 kills R[b].
    Positive Switch false;
    /// R[a] = ~R[b]; d bit 0 kills R[b].
    Invert Switch false;
    /// R[a] = not R[b]; d bit 0 kills R[b].
    Not Switch false;

    // --- comparison: d bit 0 kills R[b], bit 1 kills R[c] ----------------------------------------------------------
    /// R[a] = R[b] < R[c].
    CmpLt Switch false;
    /// R[a] = R[b] <= R[c].
    CmpLe Switch false;
    /// R[a] = R[b] > R[c].
    CmpGt Switch false;
    /// R[a] = R[b] >= R[c].
    CmpGe Switch false;
    /// R[a] = R[b] == R[c].
    CmpEq Switch false;
    /// R[a] = R[b] != R[c].
    CmpNe Switch false;
    /// R[a] = R[b] is R[c]; d bit 2 negates.
    Is Pure false;
    /// R[a] = R[b] in R[c]; d bit 2 negates.
    In Switch false visible;

    // --- jumps: d is the distance; compare-and-jump: a bit 0 kills R[b], bit 1 kills R[c], bit 2: jump if false ----
    /// pc += d, forward.
    Jump Pure true;
    /// pc += d, backward (a loop's edge).
    JumpBack Pure true;
    /// if R[b] is true: pc += d; a bit 0 kills R[b].
    JumpIfTrue Switch true;
    /// if R[b] is false: pc += d; a bit 0 kills R[b].
    JumpIfFalse Switch true;
    /// if R[b] is None: pc += d; a bit 0 kills R[b].
    JumpIfNone Pure true;
    /// if R[b] is not None: pc += d; a bit 0 kills R[b].
    JumpIfNotNone Pure true;
    /// if (R[b] < R[c]) is not (a bit 2): pc += d.
    JumpLt Switch true;
    /// if (R[b] <= R[c]) is not (a bit 2): pc += d.
    JumpLe Switch true;
    /// if (R[b] > R[c]) is not (a bit 2): pc += d.
    JumpGt Switch true;
    /// if (R[b] >= R[c]) is not (a bit 2): pc += d.
    JumpGe Switch true;
    /// if (R[b] == R[c]) is not (a bit 2): pc += d.
    JumpEq Switch true;
    /// if (R[b] != R[c]) is not (a bit 2): pc += d.
    JumpNe Switch true;
    /// As JumpLt with K[c].
    JumpLtK Switch true;
    /// As JumpLe with K[c].
    JumpLeK Switch true;
    /// As JumpGt with K[c].
    JumpGtK Switch true;
    /// As JumpGe with K[c].
    JumpGeK Switch true;
    /// As JumpEq with K[c].
    JumpEqK Switch true;
    /// As JumpNe with K[c].
    JumpNeK Switch true;

    // --- attributes and items ------------------------------------------------------------------------------------
    /// R[a] = R[b].C[d]; c bit 0 kills R[b].
    GetAttr Switch false visible;
    /// R[b].C[d] = R[c]; a bit 0 kills R[b], bit 1 kills R[c].
    SetAttr Switch false visible;
    /// del R[b].N[d]; a bit 0 kills R[b].
    DelAttr Switch false visible;
    /// R[a] = R[b].C[d] and R[a+1] = unbound; or, where that is a plain method, R[a] = the function and R[a+1] = R[b].
    /// c bit 0 kills R[b]; b may be a+1 or a.
    LoadMethod Switch false visible;
    /// As LoadMethod of `R[a]().C[d]`, where R[a] is the value of the name `super`, R[b] the method's first parameter and
    /// R[c] the cell `__class__`; moves R[a]. The plain `super` makes no object.
    LoadSuperMethod Switch false visible;
    /// R[a] = R[b][R[c]]; d bit 0 kills R[b], bit 1 kills R[c].
    GetItem Switch false visible;
    /// R[a] = R[b][K[c]]; d bit 0 kills R[b].
    GetItemK Switch false visible;
    /// R[a][R[b]] = R[c]; d bit 0 kills R[a], bit 1 kills R[b], bit 2 kills R[c].
    SetItem Switch false visible;
    /// del R[a][R[b]]; d bit 0 kills R[a], bit 1 kills R[b].
    DelItem Switch false visible;
    /// R[a] = slice(R[b], R[b+1], R[b+2]); c is 2 or 3 operands, moves.
    BuildSlice Pure false;

    // --- calls ---------------------------------------------------------------------------------------------------
    /// R[a] = R[b](R[b+1] .. R[b+c]); moves callable and arguments.
    Call Switch false visible;
    /// R[a] = R[b](R[b+1], R[b+2] .. R[b+1+c]), without R[b+1] if that is unbound; moves. The pair is from LoadMethod.
    CallMethod Switch false visible;
    /// As CallMethod with c positional values and then one value for each name in the tuple K[d]; moves.
    CallKw Switch false visible;
    /// R[a] = R[b](*R[b+1], **R[b+2]); R[b+1] is a tuple or list, R[b+2] a dict or unbound; moves.
    CallEx Switch false visible;
    /// Returns R[b], moves.
    Return Switch false;
    /// Returns K[d].
    ReturnConst Switch false;
    /// R[a] = a function of the code K[d]; c bit 0: R[b] = tuple of defaults, bit 1: R[b+1] = dict of keyword-only
    /// defaults, bit 2: R[b+2] = dict of annotations, bit 3: R[b+3] = tuple of closure cells; moves those.
    MakeFunction Pure false;
    /// R[a] = the built-in `__build_class__`.
    LoadBuildClass Raise false;

    // --- building ------------------------------------------------------------------------------------------------
    /// R[a] = (R[b] .. R[b+c-1]), moves.
    BuildTuple Pure false;
    /// R[a] = [R[b] .. R[b+c-1]], moves.
    BuildList Pure false;
    /// R[a] = {R[b] .. R[b+c-1]}, moves.
    BuildSet Switch false;
    /// R[a] = {R[b]: R[b+1], ..} of c pairs, moves.
    BuildDict Switch false;
    /// R[a] = the strings R[b] .. R[b+c-1] joined, moves.
    BuildString Raise false;
    /// R[a] = format(R[b]) after conversion c (0, 's', 'r' or 'a'); d bit 0 kills R[b], bit 1: spec in R[b+1], moved.
    /// With bit 1 the value is in R[b], too, and is killed. Bit 2: the result goes into a BuildString, which takes ints as they are.
    FormatValue Switch false;
    /// R[a].append(R[b]); c bit 0: moves. For displays and comprehensions.
    ListAppend Pure false;
    /// R[a].add(R[b]); c bit 0: moves.
    SetAdd Switch false;
    /// R[a][R[b]] = R[c] of a dict display; d bit 0: moves R[b], bit 1: moves R[c].
    MapAdd Switch false;
    /// R[a].extend(R[b]), kills R[b] if c bit 0; the error speaks of a value after `*`.
    ListExtend Switch false visible;
    /// R[a].update(R[b]) of a set; c bit 0 kills R[b].
    SetUpdate Switch false visible;
    /// R[a].update(R[b]) of a dict display `{**x}`; c bit 0 kills R[b].
    DictUpdate Switch false visible;
    /// As DictUpdate for call keywords: a repeated key raises TypeError; the callable is R[c], d bit 0 kills R[b].
    DictMerge Switch false visible;
    /// R[a] = tuple(R[b]) of a list, moves.
    ListToTuple Pure false;

    // --- iteration -----------------------------------------------------------------------------------------------
    /// R[a] = iter(R[b]); d bit 0 kills R[b].
    GetIter Switch false visible;
    /// R[a] = next of the iterator R[b]; when it is exhausted: releases R[b] and pc += d.
    ForIter Switch true visible;
    /// R[a .. a+c] = the c items of R[b]; d bit 0 kills R[b]; wrong length raises ValueError.
    UnpackSequence Switch false visible;
    /// R[a ..] = c first items, a list of the middle, (d >> 1) last items of R[b]; d bit 0 kills R[b].
    UnpackEx Switch false visible;

    // --- generators and coroutines -------------------------------------------------------------------------------
    /// Gives R[b] to the resumer, moves; when resumed R[a] = the value sent. c = 1: inside `yield from` or await whose
    /// iterator is R[d], so that throw() and close() delegate; c = 2: an async generator's own yield.
    Yield Switch false;
    /// R[a] = R[b].send(R[c]) (or next() for None), kills R[c]; when R[b] is finished: R[a] = its result and pc += d.
    Send Switch true visible;
    /// R[a] = the iterator of `yield from R[b]`; d bit 0 kills R[b].
    GetYieldFromIter Switch false visible;
    /// R[a] = the iterator of `await R[b]`; d bit 0 kills R[b]; c: 1 for `async with` enter, 2 for its exit (error text).
    GetAwaitable Switch false;
    /// R[a] = R[b].__aiter__(); d bit 0 kills R[b].
    GetAIter Switch false visible;
    /// R[a] = the awaitable iterator of R[b].__anext__().
    GetANext Switch false visible;
    /// If the exception R[a] is StopAsyncIteration: releases R[a] and R[b] (the iterator) and pc += d; else re-raises it.
    EndAsyncFor Switch true;

    // --- exceptions ----------------------------------------------------------------------------------------------
    /// Raises: a = 0: the exception being handled; 1: R[b]; 2: R[b] from R[c]. Moves.
    Raise Switch false;
    /// Raises R[a] again with its traceback, moves.
    Reraise Switch false;
    /// Makes R[a] the exception being handled.
    PushHandled Pure false;
    /// Ends the handling of an exception; what was handled before is handled again.
    PopHandled Pure false;
    /// If the exception R[b] does not match the class or tuple R[c]: pc += d; a bit 1 kills R[c].
    JumpIfNoMatch Switch true;
    /// Splits what is left of an exception, R[b] or None, by the class or tuple R[c] of an `except*` clause: R[a] = a group of what
    /// matches or None, R[b] = the rest or None; moves R[c].
    SplitGroup Switch false visible;
    /// R[a] = what to go on raising after the `except*` clauses for the exception R[a], or None: of the rest R[b], or None, and the
    /// list R[c] of what the clauses raised; moves both.
    RejoinGroup Switch false visible;
    /// R[a], R[a+1], R[a+2] = type, exception and traceback of R[b].
    LoadExcInfo Pure false;
    /// R[a] = the built-in AssertionError.
    LoadAssertionError Pure false;
    /// Of the manager R[b]: (R[a], R[a+1]) = its exit method as LoadMethod would, (R[a+2], R[a+3]) = its enter method.
    /// c = 1: `__aenter__` and `__aexit__`; d bit 0 kills R[b].
    SetupWith Switch false visible;

    // --- imports -------------------------------------------------------------------------------------------------
    /// R[a] = __import__(N[d], fromlist = R[b], level = c), moves R[b].
    ImportName Switch false visible;
    /// R[a] = attribute or submodule N[d] of the module R[b].
    ImportFrom Switch false visible;
    /// Binds the public names of the module R[b] in the namespace; kills R[b].
    ImportStar Switch false visible;

    // --- pattern matching ------------------------------------------------------------------------------------------
    /// R[a] = whether R[b] is a sequence for patterns.
    MatchSequence Switch false;
    /// R[a] = whether R[b] is a mapping for patterns.
    MatchMapping Switch false;
    /// R[a] = tuple of the values of R[b] at the keys of the tuple R[c], or None.
    MatchKeys Switch false visible;
    /// R[a] = tuple of attributes of R[b] if it is an instance of R[b+1] (c positional, names in the tuple R[b+2]), or
    /// None; kills R[b+1] and R[b+2].
    MatchClass Switch false visible;
    /// R[a] = dict(R[b]) without the keys of the tuple R[c].
    MatchRest Switch false visible;
    /// R[a] = len(R[b]).
    GetLen Switch false visible;

    // --- the prompt ----------------------------------------------------------------------------------------------
    /// Hands R[b] to sys.displayhook, moves.
    PrintExpr Switch false;

    // --- quickened forms: written by the interpreter into its own copy, never by the compiler ---------------------
    /// As GetAttr of an instance slot: C[d] holds shape and slot.
    GetAttrSlot Switch false visible;
    /// As GetAttr of an instance slot: C[d] holds two shapes and their slots.
    GetAttrSlots Switch false visible;
    /// As GetAttr of a plain value found on the class: C[d] holds shape, version and the value's place.
    GetAttrClass Switch false visible;
    /// As GetAttr of a value found on the class that R[b] is: C[d] holds class, version and the value's place.
    GetAttrOfClass Switch false visible;
    /// As GetAttr of what the table of sites knows: methods to bind, properties, instances of many shapes.
    GetAttrSite Switch false visible;
    /// As GetAttr of a module's entry: C[d] holds the version of its namespace and the entry's number.
    GetAttrModule Switch false visible;
    /// As LoadMethod of a module's entry: C[d] holds the version of its namespace and the entry's number.
    LoadMethodModule Switch false visible;
    /// As SetAttr of an instance slot that exists: C[d] holds shape and slot.
    SetAttrSlot Switch false visible;
    /// As SetAttr of an instance slot that exists: C[d] holds two shapes and their slots.
    SetAttrSlots Switch false visible;
    /// As SetAttr that adds a slot: C[d] holds shape, slot and the next shape.
    SetAttrAdd Switch false visible;
    /// As SetAttr of what the table of sites knows: properties, instances of many shapes.
    SetAttrSite Switch false visible;
    /// As LoadMethod of a function found on the class: C[d] holds shape, version and function.
    LoadMethodCached Switch false visible;
    /// As LoadMethod of a callable found on the class that R[b] is: C[d] holds class, version and the callable.
    LoadMethodOfClass Switch false visible;
    /// As LoadMethod of what the table of sites knows: static and class methods, callables in slots, objects of many shapes.
    LoadMethodSite Switch false visible;
    /// As LoadGlobal of a name in the module's globals with a valid cache.
    LoadGlobalCached Raise false visible;
    /// As LoadGlobal of a built-in with a valid cache.
    LoadBuiltinCached Raise false visible;
}

impl Op {
    /// True for calls, whatever is called.
    pub const fn is_call(self) -> bool {
        matches!(self, Op::Call | Op::CallMethod | Op::CallKw | Op::CallEx)
    }
}

/// One instruction, read by the interpreter through its program counter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C)]
pub struct Ins {
    /// An [`Op`] as a number.
    pub op: u8,
    /// First operand, as a rule the destination register.
    pub a: u8,
    /// Second operand.
    pub b: u8,
    /// Third operand.
    pub c: u8,
    /// Constant, name or cache index, jump distance, or kill bits.
    pub d: i32,
}

impl Ins {
    /// An instruction of its parts.
    pub const fn new(op: Op, a: u8, b: u8, c: u8, d: i32) -> Ins {
        Ins {
            op: op as u8,
            a,
            b,
            c,
            d,
        }
    }
}

const _: () = assert!(size_of::<Ins>() == 8);
