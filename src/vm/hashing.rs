//! Hashes, and dict operations whose keys may have methods of their own.

use crate::gil::{Gil, GilCell};
use crate::native::special::SpecialMethod;
use crate::object::dict::{DictMap, DictObject, Found};
use crate::object::heap::Layout;
use crate::object::kind;
use crate::object::sequence::TupleObject;
use crate::object::set::SetObject;
use crate::object::text::StrObject;
use crate::object::value::{Value, tag};
use crate::text::hash::{TupleHasher, hash_float};
use crate::vm::{Outcome, Vm};
use smallvec::SmallVec;

/// Modulus of the numeric hash: 2**61 - 1.
pub const HASH_MODULUS: u64 = (1 << 61) - 1;

/// The hash of an int of the machine's size.
#[inline(always)]
pub fn hash_of_int(number: i64) -> u64 {
    const MODULUS: u64 = HASH_MODULUS;
    if (number as u64).wrapping_add(MODULUS - 1) < 2 * MODULUS - 1 {
        // -1 is no hash.
        return (number - (number == -1) as i64) as u64;
    }
    hash_of_large_int(number)
}

/// The hash of an int whose magnitude is not below the modulus.
fn hash_of_large_int(number: i64) -> u64 {
    let magnitude = (number.unsigned_abs() % HASH_MODULUS) as i64;
    match if number < 0 { -magnitude } else { magnitude } {
        -1 => -2i64 as u64,
        hash => hash as u64,
    }
}

impl Gil {
    /// The hash of values that need no methods.
    #[inline(always)]
    pub fn hash_fast(&self, value: &Value) -> Option<u64> {
        let raw = value.raw();
        if raw.tag == tag::INT {
            return Some(hash_of_int(raw.bits as i64));
        }
        self.hash_of_other(value)
    }

    /// As `hash_fast`.
    #[inline(never)]
    fn hash_of_other(&self, value: &Value) -> Option<u64> {
        let raw = value.raw();
        match raw.tag {
            tag::INT | tag::BOOL => Some(hash_of_int(raw.bits as i64)),
            tag::OBJECT => {
                let header = value.header()?;
                if header.kind() == kind::STR {
                    return value
                        .downcast::<StrObject>()
                        .map(|text| self.hash_of_str(text));
                }
                if header.kind() == kind::TUPLE {
                    return self.hash_of_plain_tuple(value);
                }
                None
            }
            tag::NONE => Some(0xfca8_6420),
            tag::FLOAT => hash_float(f64::from_bits(raw.bits)).map(|hash| hash as u64),
            _ => None,
        }
    }

    /// The hash of a tuple whose items need no methods; not of tuples in tuples, which bounds the depth.
    #[inline(never)]
    fn hash_of_plain_tuple(&self, value: &Value) -> Option<u64> {
        let mut hasher = TupleHasher::default();
        for item in value.downcast::<TupleObject>()?.items() {
            if item.layout() == Some(Layout::Tuple) {
                return None;
            }
            hasher.add(self.hash_fast(item)? as i64);
        }
        Some(hasher.finish() as u64)
    }
}

impl Vm {
    /// `hash(value)`; unhashable types raise TypeError.
    #[inline]
    pub fn hash(&mut self, value: &Value) -> Outcome<u64> {
        match self.hash_fast(value) {
            Some(hash) => Ok(hash),
            None => self.hash_slow(value),
        }
    }

    fn hash_slow(&mut self, value: &Value) -> Outcome<u64> {
        self.check_native_stack()?;
        if let Some(method) = self
            .overrides(value, SpecialMethod::Hash)
            .then_some(SpecialMethod::Hash)
        {
            let function = self.find_special(value, method).unwrap_or(Value::NONE);
            if function.is_none() {
                return Err(self.unhashable(value));
            }
            let result = self.call_found(&function, value, &[])?;
            let Some(number) = self.as_int_value(&result) else {
                return Err(self.type_error("__hash__ method should return an integer"));
            };
            return Ok(match number.as_int_or_bool() {
                Some(-1) => -2i64 as u64,
                Some(small) => small as u64,
                None => self.hash(&number)?,
            });
        }
        match self.class_of(value).slots().hash {
            Some(hash) => hash(self, value),
            None if self.class_of(value).slots().compare.is_some() => Err(self.unhashable(value)),
            None => Ok(hash_of_address(self.identity_of(value))),
        }
    }

    fn unhashable(&mut self, value: &Value) -> crate::vm::Raised {
        let name = self.type_name(value);
        self.type_error(format!("unhashable type: '{name}'"))
    }

    /// Finds a key in a map; the map may belong to a dict or a set. Runs `__eq__` where needed, and starts over if that
    /// changed the map.
    #[inline]
    pub fn find_in(
        &mut self,
        map: &GilCell<DictMap>,
        hash: u64,
        key: &Value,
    ) -> Outcome<Option<usize>> {
        match map.get(self).find(hash, key, &[]) {
            Found::At(number) => Ok(Some(number)),
            Found::Absent => Ok(None),
            Found::Ask(number) => self.find_asking(map, hash, key, number),
        }
    }

    #[cold]
    fn find_asking(
        &mut self,
        map: &GilCell<DictMap>,
        hash: u64,
        key: &Value,
        first: usize,
    ) -> Outcome<Option<usize>> {
        let mut skip: SmallVec<[usize; 8]> = SmallVec::new();
        let mut number = first;
        loop {
            let (version, candidate) = {
                let map = map.get(self);
                (map.version(), map.entries()[number].key.clone())
            };
            let equal =
                self.compare_truth(crate::native::special::CompareOp::Eq, &candidate, key)?;
            if map.get(self).version() != version {
                skip.clear();
            } else if equal {
                return Ok(Some(number));
            } else {
                skip.push(number);
            }
            match map.get(self).find(hash, key, &skip) {
                Found::At(number) => return Ok(Some(number)),
                Found::Absent => return Ok(None),
                Found::Ask(next) => number = next,
            }
        }
    }

    /// `dict.get(key)`.
    pub fn dict_get(&mut self, dict: &DictObject, key: &Value) -> Outcome<Option<Value>> {
        let hash = self.hash(key)?;
        let found = self.find_in(&dict.map, hash, key)?;
        Ok(found.map(|number| dict.map.get(self).entries()[number].value.clone()))
    }

    /// `dict[key] = value`.
    pub fn dict_set(&mut self, dict: &DictObject, key: &Value, value: Value) -> Outcome<()> {
        let hash = self.hash(key)?;
        self.dict_set_hashed(dict, hash, key, value)
    }

    /// `dict[key] = value` with the hash at hand.
    pub fn dict_set_hashed(
        &mut self,
        dict: &DictObject,
        hash: u64,
        key: &Value,
        value: Value,
    ) -> Outcome<()> {
        let map = dict.map.get_mut(self.gil());
        let found = match map.find(hash, key, &[]) {
            Found::At(number) => Some(number),
            Found::Absent => None,
            Found::Ask(number) => self.find_asking(&dict.map, hash, key, number)?,
        };
        let map = dict.map.get_mut(self.gil());
        match found {
            Some(number) => drop(std::mem::replace(map.value_mut(number), value)),
            None => {
                map.insert_new(hash, key.clone(), value);
            }
        }
        Ok(())
    }

    /// Removes a key and returns key and value.
    pub fn dict_remove(
        &mut self,
        dict: &DictObject,
        key: &Value,
    ) -> Outcome<Option<(Value, Value)>> {
        let hash = self.hash(key)?;
        let found = self.find_in(&dict.map, hash, key)?;
        Ok(found.map(|number| dict.map.get_mut(self.gil()).remove(number)))
    }

    /// `set.add(key)`; true if it is new.
    pub fn set_add(&mut self, set: &SetObject, key: &Value) -> Outcome<bool> {
        let hash = self.hash(key)?;
        self.set_add_hashed(set, hash, key)
    }

    /// `set.add(key)` with the hash at hand; true if it is new.
    #[inline]
    pub fn set_add_hashed(&mut self, set: &SetObject, hash: u64, key: &Value) -> Outcome<bool> {
        let map = set.map.get_mut(self.gil());
        match map.find(hash, key, &[]) {
            Found::At(_) => return Ok(false),
            Found::Absent => {}
            Found::Ask(number) => {
                if self.find_asking(&set.map, hash, key, number)?.is_some() {
                    return Ok(false);
                }
            }
        }
        let map = set.map.get_mut(self.gil());
        map.insert_new(hash, key.clone(), Value::NONE);
        Ok(true)
    }
}

/// The hash of an object by its address, as CPython turns it.
pub fn hash_of_address(address: u64) -> u64 {
    address.rotate_right(4)
}
