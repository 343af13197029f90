//! The special methods of native classes as attributes: one generic native function a method, which calls the operation of
//! the receiver's nearest native class. So `super().__len__()` and `list.__add__` work.
use crate::native::arguments::add_keywords;
use crate::native::special::{BinaryOp, CompareOp, Conversion, SpecialMethod, UnaryOp};
use crate::native::{Arguments, NativeClass, NativeDefinition};
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// Shows the wrappers of a class's own operations, with the special method each stands for, and `__new__` and `__init__`.
pub fn each(
    native: &'static NativeClass,
    visit: &mut dyn FnMut(Option<SpecialMethod>, &'static NativeDefinition),
) {
    let slots = &native.slots;
    let mut names: Vec<SpecialMethod> = Vec::new();
    let mut when = |present: bool, methods: &[SpecialMethod]| {
        if present {
            names.extend_from_slice(methods);
        }
    };
    use SpecialMethod as S;
    when(slots.repr.is_some(), &[S::Repr]);
    when(slots.str.is_some(), &[S::Str]);
    when(slots.hash.is_some(), &[S::Hash]);
    when(
        slots.compare.is_some(),
        &[S::Lt, S::Le, S::Gt, S::Ge, S::Eq, S::Ne],
    );
    when(slots.truth.is_some(), &[S::Bool]);
    when(slots.length.is_some(), &[S::Len]);
    when(slots.get_item.is_some(), &[S::GetItem]);
    when(slots.set_item.is_some(), &[S::SetItem, S::DelItem]);
    when(slots.contains.is_some(), &[S::Contains]);
    when(slots.iterate.is_some(), &[S::Iter]);
    when(slots.next.is_some(), &[S::Next]);
    when(slots.call.is_some(), &[S::Call]);
    when(slots.descriptor_get.is_some(), &[S::Get]);
    when(slots.descriptor_set.is_some(), &[S::Set, S::Delete]);
    when(slots.get_attribute.is_some(), &[S::GetAttribute]);
    when(slots.set_attribute.is_some(), &[S::SetAttr, S::DelAttr]);
    for op in slots.operators {
        names.extend([op.method(), op.reflected()]);
    }
    names.extend(
        slots
            .in_place_operators
            .iter()
            .filter_map(|op| op.in_place()),
    );
    names.extend(slots.unary_operators.iter().map(|op| op.method()));
    names.extend(
        slots
            .conversions
            .iter()
            .map(|conversion| conversion.method()),
    );
    for method in names {
        if let Some(definition) = wrapper(method) {
            visit(Some(method), definition);
        }
    }
    if native.new.is_some() {
        visit(None, &LIFE[0]);
    }
    if native.init.is_some() {
        visit(None, &LIFE[1]);
    }
}

/// The wrapper of a special method.
fn wrapper(method: SpecialMethod) -> Option<&'static NativeDefinition> {
    static BY_NUMBER: std::sync::LazyLock<Vec<Option<&'static NativeDefinition>>> =
        std::sync::LazyLock::new(|| {
            let find = |method: &SpecialMethod| {
                WRAPPERS
                    .iter()
                    .find(|definition| definition.name() == method.name())
            };
            SpecialMethod::ALL.iter().map(find).collect()
        });
    BY_NUMBER[method as usize]
}

/// True for the wrapper of a special method, as opposed to a method written for its class.
pub fn is_wrapper(definition: &'static NativeDefinition) -> bool {
    WRAPPERS
        .iter()
        .any(|wrapper| std::ptr::eq(wrapper, definition))
}

fn keyword_arguments(
    vm: &mut Vm,
    args: &Value,
    kwargs: &Value,
) -> Outcome<(Vec<Value>, Vec<Value>)> {
    let mut values = vm.collect(args)?;
    let names = add_keywords(vm, kwargs, &mut values);
    Ok((values, names))
}

crate::native_functions! { static LIFE;
    /// Create and return a new object.  See help(type) for accurate signature.
    [static] "__new__(cls, /, *args, **kwargs)" fn new(vm, class: &Value, args: &Value, kwargs: &Value) -> Value {
        let Some(class) = class.to_ref::<ClassObject>() else {
            let name = vm.class_name(class);
            crate::raise!(vm, TypeError, "__new__(X): X is not a type object ({name})");
        };
        let (values, names) = keyword_arguments(vm, args, kwargs)?;
        vm.native_new(&class, Arguments::with_names(&values, &names))
    }
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__(self, /, *args, **kwargs)" fn init(vm, this: &Value, args: &Value, kwargs: &Value) -> () {
        let (values, names) = keyword_arguments(vm, args, kwargs)?;
        let class = vm.class_of(this).clone();
        vm.native_init(this, &class, Arguments::with_names(&values, &names))
    }
}

fn missing(vm: &mut Vm, this: &Value, method: &str) -> crate::vm::Raised {
    let name = vm.class_name(this);
    vm.raise(
        Exc::TypeError,
        format!("descriptor '{method}' requires an object of another type than '{name}'"),
    )
}

fn binary(
    vm: &mut Vm,
    op: BinaryOp,
    left: &Value,
    right: &Value,
    receiver: &Value,
) -> Outcome<Value> {
    match vm.class_of(receiver).slots().binary {
        Some(binary) => binary(vm, op, left, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match vm.class_of(left).slots().in_place {
        Some(in_place) => in_place(vm, op, left, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    match vm.class_of(left).slots().compare {
        Some(compare) => compare(vm, op, left, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}
fn unary(vm: &mut Vm, op: UnaryOp, value: &Value) -> Outcome<Value> {
    match vm.class_of(value).slots().unary {
        Some(unary) => unary(vm, op, value),
        None => Err(missing(vm, value, op.method().name())),
    }
}
fn convert(vm: &mut Vm, conversion: Conversion, value: &Value) -> Outcome<Value> {
    match vm.class_of(value).slots().convert {
        Some(convert) => convert(vm, conversion, value),
        None => Err(missing(vm, value, conversion.method().name())),
    }
}

macro_rules! wrappers {
    (binary: $($add:literal $radd:literal $forward:ident $reflected:ident $op:ident;)*
     in_place: $($iadd:literal $iname:ident $iop:ident;)*
     compare: $($cmp:literal $cname:ident $cop:ident;)*
     unary: $($neg:literal $uname:ident $uop:ident;)*
     convert: $($conv:literal $vname:ident $vop:ident;)*) => {
        crate::native_functions! { static WRAPPERS;
            $(
            $add fn $forward(vm, this: &Value, value: &Value) -> Value { binary(vm, BinaryOp::$op, this, value, this) }
            $radd fn $reflected(vm, this: &Value, value: &Value) -> Value { binary(vm, BinaryOp::$op, value, this, this) }
            )*
            $( $iadd fn $iname(vm, this: &Value, value: &Value) -> Value { in_place(vm, BinaryOp::$iop, this, value) } )*
            $( $cmp fn $cname(vm, this: &Value, value: &Value) -> Value { compare(vm, CompareOp::$cop, this, value) } )*
            $( $neg fn $uname(vm, this: &Value) -> Value { unary(vm, UnaryOp::$uop, this) } )*
            $( $conv fn $vname(vm, this: &Value) -> Value { convert(vm, Conversion::$vop, this) } )*
            "__repr__(self, /)" fn repr(vm, this: &Value) -> Value {
                match vm.class_of(this).slots().repr {
                    Some(repr) => repr(vm, this),
                    None => vm.default_repr(this),
                }
            }
            "__str__(self, /)" fn str(vm, this: &Value) -> Value {
                match vm.class_of(this).slots().str {
                    Some(str) => str(vm, this),
                    None => vm.repr(this),
                }
            }
            "__hash__(self, /)" fn hash(vm, this: &Value) -> Value {
                match vm.class_of(this).slots().hash {
                    Some(hash) => Ok(Value::int(hash(vm, this)? as i64)),
                    None => Ok(Value::int(vm.hash_fast(this).unwrap_or(0) as i64)),
                }
            }
            "__bool__(self, /)" fn truth(vm, this: &Value) -> bool {
                match vm.class_of(this).slots().truth {
                    Some(truth) => truth(vm, this),
                    None => vm.truth(this),
                }
            }
            "__len__(self, /)" fn length(vm, this: &Value) -> usize {
                match vm.class_of(this).slots().length {
                    Some(length) => length(vm, this),
                    None => Err(missing(vm, this, "__len__")),
                }
            }
            "__getitem__(self, key, /)" fn get_item(vm, this: &Value, key: &Value) -> Value {
                match vm.class_of(this).slots().get_item {
                    Some(get_item) => get_item(vm, this, key),
                    None => Err(missing(vm, this, "__getitem__")),
                }
            }
            "__setitem__(self, key, value, /)" fn set_item(vm, this: &Value, key: &Value, value: &Value) -> () {
                match vm.class_of(this).slots().set_item {
                    Some(set_item) => set_item(vm, this, key, Some(value)),
                    None => Err(missing(vm, this, "__setitem__")),
                }
            }
            "__delitem__(self, key, /)" fn del_item(vm, this: &Value, key: &Value) -> () {
                match vm.class_of(this).slots().set_item {
                    Some(set_item) => set_item(vm, this, key, None),
                    None => Err(missing(vm, this, "__delitem__")),
                }
            }
            "__contains__(self, key, /)" fn contains(vm, this: &Value, key: &Value) -> bool {
                match vm.class_of(this).slots().contains {
                    Some(contains) => contains(vm, this, key),
                    None => Err(missing(vm, this, "__contains__")),
                }
            }
            "__iter__(self, /)" fn iterate(vm, this: &Value) -> Value {
                match vm.class_of(this).slots().iterate {
                    Some(iterate) => iterate(vm, this),
                    None => Err(missing(vm, this, "__iter__")),
                }
            }
            "__next__(self, /)" fn next(vm, this: &Value) -> Value {
                if this.layout() == Some(Layout::Generator) {
                    return vm.next_or_stop(this);
                }
                match vm.class_of(this).slots().next {
                    Some(next) => match next(vm, this)? {
                        Some(value) => Ok(value),
                        None => Err(vm.raise_with(Exc::StopIteration, Vec::new())),
                    },
                    None => Err(missing(vm, this, "__next__")),
                }
            }
            "__call__(self, /, *args, **kwargs)" fn call(vm, this: &Value, args: &Value, kwargs: &Value) -> Value {
                let (values, names) = keyword_arguments(vm, args, kwargs)?;
                match vm.class_of(this).slots().call {
                    Some(call) => call(vm, this, Arguments::with_names(&values, &names)),
                    None => Err(missing(vm, this, "__call__")),
                }
            }
            "__get__(self, instance, owner=None, /)" fn get(vm, this: &Value, instance: &Value, owner: &Value) -> Value {
                let owner = if owner.is_none() { vm.class_of(instance).to_value() } else { owner.clone() };
                let instance = (!instance.is_none()).then_some(instance);
                vm.bind_descriptor(this, instance, &owner)
            }
            "__set__(self, instance, value, /)" fn set(vm, this: &Value, instance: &Value, value: &Value) -> () {
                match vm.class_of(this).slots().descriptor_set {
                    Some(set) => set(vm, this, instance, Some(value)),
                    None => Err(missing(vm, this, "__set__")),
                }
            }
            "__delete__(self, instance, /)" fn delete(vm, this: &Value, instance: &Value) -> () {
                match vm.class_of(this).slots().descriptor_set {
                    Some(set) => set(vm, this, instance, None),
                    None => Err(missing(vm, this, "__delete__")),
                }
            }
            "__getattribute__(self, name, /)" fn get_attribute(vm, this: &Value, name: &Value) -> Value {
                vm.plain_attribute(this, name)
            }
            "__setattr__(self, name, value, /)" fn set_attribute(vm, this: &Value, name: &Value, value: &Value) -> () {
                vm.change_plain_attribute(this, name, Some(value))
            }
            "__delattr__(self, name, /)" fn del_attribute(vm, this: &Value, name: &Value) -> () {
                vm.change_plain_attribute(this, name, None)
            }
        }
    };
}

wrappers! {
    binary:
        "__add__(self, value, /)" "__radd__(self, value, /)" add_ radd Add;
        "__sub__(self, value, /)" "__rsub__(self, value, /)" sub rsub Sub;
        "__mul__(self, value, /)" "__rmul__(self, value, /)" mul rmul Mul;
        "__truediv__(self, value, /)" "__rtruediv__(self, value, /)" truediv rtruediv TrueDiv;
        "__floordiv__(self, value, /)" "__rfloordiv__(self, value, /)" floordiv rfloordiv FloorDiv;
        "__mod__(self, value, /)" "__rmod__(self, value, /)" mod_ rmod Mod;
        "__pow__(self, value, mod=None, /)" "__rpow__(self, value, mod=None, /)" pow rpow Pow;
        "__matmul__(self, value, /)" "__rmatmul__(self, value, /)" matmul rmatmul MatMul;
        "__lshift__(self, value, /)" "__rlshift__(self, value, /)" lshift rlshift LeftShift;
        "__rshift__(self, value, /)" "__rrshift__(self, value, /)" rshift rrshift RightShift;
        "__and__(self, value, /)" "__rand__(self, value, /)" and rand BitAnd;
        "__or__(self, value, /)" "__ror__(self, value, /)" or ror BitOr;
        "__xor__(self, value, /)" "__rxor__(self, value, /)" xor rxor BitXor;
        "__divmod__(self, value, /)" "__rdivmod__(self, value, /)" divmod rdivmod DivMod;
    in_place:
        "__iadd__(self, value, /)" iadd Add;
        "__isub__(self, value, /)" isub Sub;
        "__imul__(self, value, /)" imul Mul;
        "__iand__(self, value, /)" iand BitAnd;
        "__ior__(self, value, /)" ior BitOr;
        "__ixor__(self, value, /)" ixor BitXor;
    compare:
        "__lt__(self, value, /)" lt Lt;
        "__le__(self, value, /)" le Le;
        "__gt__(self, value, /)" gt Gt;
        "__ge__(self, value, /)" ge Ge;
        "__eq__(self, value, /)" eq Eq;
        "__ne__(self, value, /)" ne Ne;
    unary:
        "__neg__(self, /)" neg Negative;
        "__pos__(self, /)" pos Positive;
        "__invert__(self, /)" invert Invert;
        "__abs__(self, /)" abs Absolute;
    convert:
        "__int__(self, /)" int Int;
        "__float__(self, /)" float Float;
        "__index__(self, /)" index Index;
        "__complex__(self, /)" complex Complex;
}
