//! The module `_hashlib`: digests.
//!
//! Enters: names of algorithms and bytes. Leaves: hash objects and digests. `hashlib.py` and `hmac.py` hold the contract. Big inputs
//! are hashed without the lock.
mod algorithms;
mod blake2;

use crate::gil::GilCell;
use crate::native::types::buffer::bytes_of;
use crate::native::{GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::class::flags;
use crate::object::dict::{DictMap, DictObject};
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::raise;
use crate::sched::Wait;
use crate::text::bytestrings::hex;
use crate::vm::{Outcome, Vm};
use algorithms::{Hasher, NAMES, Start};
use blake2::Parameters;

/// `_hashlib`.
pub static MODULE: NativeModule = NativeModule {
    name: "_hashlib",
    doc: "Digests for the module hashlib.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(|vm, module| {
        let mut names = DictMap::default();
        for name in NAMES {
            let name = vm.intern(name);
            if let Some(hash) = vm.hash_fast(&name) {
                names.insert_new(hash, name, Value::NONE);
            }
        }
        let names = vm.new_set_from(names, true).into_value();
        vm.dict_set_str(&module.dict, "names", names);
        Ok(())
    }),
};

/// Inputs from this size on are hashed without the lock.
const WITHOUT_LOCK: usize = 2048;

/// The payload of a hash object.
struct HashData {
    name: &'static str,
    digest_size: usize,
    block_size: usize,
    /// None while a thread hashes without the lock.
    state: GilCell<Option<Box<Hasher>>>,
}

impl Payload for HashData {}

static HASH: NativeClass = NativeClass {
    name: "_hashlib.HASH",
    doc: "A digest under way.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let name = data(vm, this)?.name;
            let address = vm.identity_of(this);
            Ok(vm.new_str(&format!("<{name} _hashlib.HASH object @ {address:#x}>")))
        }),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "name",
            doc: "The algorithm.",
            get: |vm, this| {
                let name = data(vm, this)?.name;
                Ok(vm.new_str(name))
            },
            set: None,
        },
        GetSetDefinition {
            name: "digest_size",
            doc: "Bytes of the digest.",
            get: |vm, this| Ok(Value::int(data(vm, this)?.digest_size as i64)),
            set: None,
        },
        GetSetDefinition {
            name: "block_size",
            doc: "Bytes of a block.",
            get: |vm, this| Ok(Value::int(data(vm, this)?.block_size as i64)),
            set: None,
        },
    ],
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

fn data<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a HashData> {
    match value.payload::<HashData>() {
        Some(data) => Ok(data),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!(
                "descriptor requires a '_hashlib.HASH' object but received a '{name}'"
            )))
        }
    }
}

/// Takes the state out of a hash object, when no other thread works on it.
fn take(vm: &mut Vm, data: &HashData) -> Box<Hasher> {
    loop {
        if let Some(state) = data.state.replace(vm.gil(), None) {
            return state;
        }
        vm.detach(Wait::Compute(0), std::thread::yield_now);
    }
}

/// Works on a copy of the state.
fn copied(vm: &mut Vm, data: &HashData) -> Box<Hasher> {
    let state = take(vm, data);
    data.state.replace(vm.gil(), Some(state.clone()));
    state
}

/// Takes data into a state; big data without the lock.
fn absorb(vm: &mut Vm, state: Box<Hasher>, value: &Value) -> Result<Box<Hasher>, Box<Hasher>> {
    let mut state = state;
    if let Some(bytes) = value.downcast::<BytesObject>()
        && bytes.bytes.len() >= WITHOUT_LOCK
    {
        // Bytes never change, and the caller's argument keeps them alive.
        let bytes = &*bytes.bytes;
        return Ok(vm.detach(Wait::Compute(0), move || {
            state.update(bytes);
            state
        }));
    }
    let copy = match bytes_of(vm, value) {
        None => return Err(state),
        Some(bytes) if bytes.len() < WITHOUT_LOCK => {
            state.update(&bytes);
            return Ok(state);
        }
        Some(bytes) => bytes.into_owned(),
    };
    Ok(vm.detach(Wait::Compute(0), move || {
        state.update(&copy);
        state
    }))
}

fn not_hashable(vm: &mut Vm, value: &Value) -> crate::vm::Raised {
    if value.layout() == Some(Layout::Str) {
        return vm.type_error("Strings must be encoded before hashing");
    }
    vm.type_error("object supporting the buffer API required")
}

fn digest_of(vm: &mut Vm, this: &Value, length: Option<&Value>) -> Outcome<Vec<u8>> {
    let data = data(vm, this)?;
    let length = match length {
        Some(length) => Some(vm.index_i64(length)?),
        None => None,
    };
    let state = copied(vm, data);
    if !state.is_extendable() {
        if length.is_some() {
            raise!(vm, TypeError, "HASH.digest() takes no arguments (1 given)");
        }
        return Ok(state.digest(data.digest_size));
    }
    match length {
        None => raise!(
            vm,
            TypeError,
            "digest() missing required argument 'length' (pos 1)"
        ),
        Some(length) if length < 0 => raise!(vm, ValueError, "value must be positive"),
        Some(length) if length >= 1 << 29 => raise!(vm, ValueError, "length is too large"),
        Some(length) => Ok(state.digest(length as usize)),
    }
}

native_functions! { static METHODS;
    /// Take in data.
    "update(self, data, /)" fn update(vm, this: &Value, bytes: &Value) -> () {
        let data = data(vm, this)?;
        let state = take(vm, data);
        let (state, outcome) = match absorb(vm, state, bytes) {
            Ok(state) => (state, Ok(())),
            Err(state) => (state, Err(not_hashable(vm, bytes))),
        };
        data.state.replace(vm.gil(), Some(state));
        outcome
    }
    /// The digest as bytes; SHAKE takes its length.
    "digest(self, length=...)" fn digest(vm, this: &Value, length: Option<&Value>) -> Vec<u8> {
        digest_of(vm, this, length)
    }
    /// The digest as hexadecimal text; SHAKE takes its length in bytes.
    "hexdigest(self, length=...)" fn hexdigest(vm, this: &Value, length: Option<&Value>) -> String {
        Ok(hex(&digest_of(vm, this, length)?, None, 1))
    }
    /// An independent copy.
    "copy(self, /)" fn copy(vm, this: &Value) -> Value {
        let data = data(vm, this)?;
        let state = copied(vm, data);
        let class = vm.native_class(&HASH)?;
        Ok(vm.new_native(&class, HashData { state: GilCell::new(Some(state)), ..*data }))
    }
}

/// The parameters of BLAKE2 in keyword arguments.
fn blake2_parameters(vm: &mut Vm, given: &DictObject, limit: u8) -> Outcome<Parameters> {
    let mut parameters = Parameters {
        digest_size: limit,
        fanout: 1,
        depth: 1,
        ..Parameters::default()
    };
    let items: Vec<(Value, Value)> = given
        .map
        .get(vm)
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (key, value) in items {
        let name = vm.string(&key)?;
        let number = |vm: &mut Vm, most: u64| -> Outcome<u64> {
            let number = vm.index_i64(&value)?;
            match u64::try_from(number) {
                Ok(number) if number <= most => Ok(number),
                _ => Err(vm.raise(
                    Exc::ValueError,
                    format!("{name} must be between 0 and {most}"),
                )),
            }
        };
        match name.as_str() {
            "digest_size" => parameters.digest_size = number(vm, limit as u64)?.max(1) as u8,
            "fanout" => parameters.fanout = number(vm, 255)? as u8,
            "depth" => parameters.depth = number(vm, 255)?.max(1) as u8,
            "leaf_size" => parameters.leaf_size = number(vm, u32::MAX as u64)? as u32,
            "node_offset" => {
                parameters.node_offset =
                    number(vm, if limit == 64 { u64::MAX } else { (1 << 48) - 1 })?
            }
            "node_depth" => parameters.node_depth = number(vm, 255)? as u8,
            "inner_size" => parameters.inner_size = number(vm, limit as u64)? as u8,
            "last_node" => parameters.last_node = vm.truth(&value)?,
            "key" | "salt" | "person" => {
                let most = if name == "key" { limit } else { limit / 4 } as usize;
                let Some(bytes) = bytes_of(vm, &value).map(|bytes| bytes.into_owned()) else {
                    let class = vm.class_name(&value);
                    raise!(
                        vm,
                        TypeError,
                        "a bytes-like object is required, not '{class}'"
                    );
                };
                if bytes.len() > most {
                    raise!(vm, ValueError, "maximum {name} length is {most} bytes");
                }
                match name.as_str() {
                    "key" => parameters.key = bytes,
                    "salt" => parameters.salt = bytes,
                    _ => parameters.person = bytes,
                }
            }
            _ => raise!(
                vm,
                TypeError,
                "new() got an unexpected keyword argument '{name}'"
            ),
        }
    }
    Ok(parameters)
}

native_functions! { static FUNCTIONS;
    /// A hash object by the name of the algorithm.
    "new(name, data=..., **parameters)" fn new(vm, name: &str, bytes: Option<&Value>, parameters: &DictObject) -> Value {
        let mut start = match algorithms::start(name) {
            Some(start) => start,
            None => raise!(vm, ValueError, "unsupported hash type {name}"),
        };
        if let Some(limit) = start.blake2_limit() {
            let parameters = blake2_parameters(vm, parameters, limit)?;
            start = Start::blake2(limit, &parameters);
        } else {
            let unknown = parameters.map.get(vm).iter().next().map(|entry| entry.key.clone());
            if let Some(key) = unknown {
                let key = vm.string(&key)?;
                raise!(vm, TypeError, "new() got an unexpected keyword argument '{key}'");
            }
        }
        let mut state = start.hasher;
        if let Some(bytes) = bytes {
            state = match absorb(vm, state, bytes) {
                Ok(state) => state,
                Err(_) => return Err(not_hashable(vm, bytes)),
            };
        }
        let class = vm.native_class(&HASH)?;
        let (name, digest_size, block_size) = (start.name, start.digest_size, start.block_size);
        Ok(vm.new_native(&class, HashData { name, digest_size, block_size, state: GilCell::new(Some(state)) }))
    }
    /// A key from a password (PKCS 5).
    "pbkdf2_hmac(name, password, salt, iterations, dklen)"
    fn pbkdf2_hmac(vm, name: &str, password: &Value, salt: &Value, iterations: i64, length: i64) -> Vec<u8> {
        let (Ok(iterations), Ok(length)) = (u32::try_from(iterations), u32::try_from(length)) else {
            raise!(vm, OverflowError, "iteration value is too great.");
        };
        let mut parts = Vec::new();
        for part in [password, salt] {
            let Some(bytes) = bytes_of(vm, part).map(|bytes| bytes.into_owned()) else {
                let class = vm.class_name(part);
                raise!(vm, TypeError, "a bytes-like object is required, not '{class}'");
            };
            parts.push(bytes);
        }
        let Some(derive) = algorithms::pbkdf2(name) else { raise!(vm, ValueError, "unsupported hash type {name}") };
        Ok(vm.detach(Wait::Compute(0), move || derive(&parts[0], &parts[1], iterations, length as usize)))
    }
    /// Whether two strings are equal, in a time that does not tell where they differ.
    "compare_digest(a, b, /)" fn compare_digest(vm, a: &Value, b: &Value) -> bool {
        if let (Some(a), Some(b)) = (a.downcast::<StrObject>(), b.downcast::<StrObject>()) {
            if !a.is_ascii() || !b.is_ascii() {
                raise!(vm, TypeError, "comparing strings with non-ASCII characters is not supported");
            }
            return Ok(same_bytes(a.as_str().as_bytes(), b.as_str().as_bytes()));
        }
        let (kind_a, kind_b) = (bytes_of(vm, a).is_some(), bytes_of(vm, b).is_some());
        if let (Some(a), Some(b)) = (bytes_of(vm, a), bytes_of(vm, b)) {
            return Ok(same_bytes(&a, &b));
        }
        let (name_a, name_b) = (vm.class_name(a), vm.class_name(b));
        if !kind_a && !kind_b {
            raise!(vm, TypeError, "unsupported operand types(s) or combination of types: '{name_a}' and '{name_b}'");
        }
        raise!(vm, TypeError, "a bytes-like object is required, not '{}'", if kind_a { name_b } else { name_a })
    }
}

fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len()
        && std::hint::black_box(a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b))) == 0
}
