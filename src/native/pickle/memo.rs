//! Memos: which objects were written already, and which were read under which number.
//!
//! The writer's memo owns its objects, so that no other object can take the address of one. The reader's memo never makes
//! room for numbers that were only announced.

use crate::native::payload::Trace;
use crate::object::value::Value;
use rustc_hash::FxHashMap;

/// What was written: numbers by identity.
#[derive(Default)]
pub struct WriteMemo {
    numbers: FxHashMap<u64, usize>,
    objects: Vec<Value>,
}

impl WriteMemo {
    /// The number of an object that was written.
    #[inline]
    pub fn find(&self, value: &Value) -> Option<usize> {
        self.numbers.get(&value.identity()).copied()
    }
    /// Gives an object the next number.
    #[inline]
    pub fn add(&mut self, value: &Value) -> usize {
        let number = self.numbers.len();
        self.numbers.insert(value.identity(), number);
        self.objects.push(value.clone());
        number
    }
    /// Enters an object under a number of the caller's choice.
    pub fn set(&mut self, value: &Value, number: usize) {
        self.numbers.insert(value.identity(), number);
        self.objects.push(value.clone());
    }
    /// How many objects there are.
    pub fn count(&self) -> usize {
        self.objects.len()
    }
    /// Forgets the objects entered since there were `count`.
    pub fn truncate(&mut self, count: usize) {
        for object in self.objects.drain(count..) {
            self.numbers.remove(&object.identity());
        }
    }
    /// All objects with their numbers.
    pub fn entries(&self) -> Vec<(usize, Value)> {
        let entries = self.objects.iter();
        entries
            .filter_map(|object| Some((self.find(object)?, object.clone())))
            .collect()
    }
}

impl Trace for WriteMemo {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        self.objects.iter().for_each(visit);
    }
    fn release(&mut self) {
        self.numbers.clear();
        self.objects.clear();
    }
}

/// What was read, by number.
#[derive(Default)]
pub struct ReadMemo {
    dense: Vec<Value>,
    sparse: FxHashMap<usize, Value>,
}

impl ReadMemo {
    /// The object with this number.
    #[inline]
    pub fn get(&self, number: usize) -> Option<&Value> {
        self.dense.get(number).or_else(|| self.sparse.get(&number))
    }
    /// Enters an object.
    #[inline]
    pub fn set(&mut self, number: usize, value: Value) {
        if number == self.dense.len() {
            if !self.sparse.is_empty() {
                self.sparse.remove(&number);
            }
            self.dense.push(value);
        } else if let Some(place) = self.dense.get_mut(number) {
            *place = value;
        } else {
            self.sparse.insert(number, value);
        }
    }
    /// How many objects there are.
    pub fn count(&self) -> usize {
        self.dense.len() + self.sparse.len()
    }
    /// All objects with their numbers.
    pub fn entries(&self) -> Vec<(usize, Value)> {
        let dense = self.dense.iter().cloned().enumerate();
        let sparse = self
            .sparse
            .iter()
            .map(|(number, value)| (*number, value.clone()));
        dense.chain(sparse).collect()
    }
}

impl Trace for ReadMemo {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        self.dense.iter().for_each(&mut *visit);
        self.sparse.values().for_each(visit);
    }
    fn release(&mut self) {
        self.dense.clear();
        self.sparse.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announced_numbers_take_no_room() {
        let mut memo = ReadMemo::default();
        memo.set(u32::MAX as usize, Value::int(1));
        memo.set(0, Value::int(2));
        memo.set(0, Value::int(3));
        assert_eq!(
            (memo.count(), memo.get(0).and_then(Value::as_int)),
            (2, Some(3))
        );
        assert!(memo.dense.capacity() < 100 && memo.get(1).is_none());
    }
}
