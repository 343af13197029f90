//! The module `_functools`: `partial`, `reduce`, `cmp_to_key`, and the cache behind `lru_cache`.
use crate::gil::GilCell;
use crate::native::arguments::add_keywords;
use crate::native::payload::{Trace, state};
use crate::native::special::CompareOp;
use crate::native::types::containers::repr_joined;
use crate::native::{Arguments, GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::object::builtin::shape;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::{DictMap, DictObject};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use smallvec::SmallVec;
use std::cell::Cell;

crate::payload! {
    /// A function with some of its arguments.
    struct Partial { function: GilCell<Value>, arguments: GilCell<Ref<TupleObject>>, keywords: GilCell<Ref<DictObject>> }
    /// `cmp_to_key(f)`, and with an object what it makes of it.
    struct Key { compare: Value, object: GilCell<Option<Value>> }
    /// The cache: key to number of a node; the nodes with a limit also in order of use.
    struct Cache {
        function: Value,
        limit: Option<usize>,
        typed: bool,
        info: Value,
        hits: Cell<i64>,
        misses: Cell<i64>,
        map: GilCell<Ref<DictObject>>,
        nodes: GilCell<Nodes>,
    }
}

/// Results in order of use: a ring through `before` and `after`; node 0 is its head and holds no result.
#[derive(Default)]
struct Nodes {
    all: Vec<Node>,
    free: Vec<usize>,
}

struct Node {
    before: usize,
    after: usize,
    key: Value,
    result: Value,
}

impl Trace for Nodes {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        for node in &self.all {
            visit(&node.key);
            visit(&node.result);
        }
    }
    fn release(&mut self) {
        self.all.clear();
        self.free.clear();
    }
}

impl Nodes {
    fn unlink(&mut self, at: usize) {
        let (before, after) = (self.all[at].before, self.all[at].after);
        self.all[before].after = after;
        self.all[after].before = before;
    }
    /// Puts a node where the one used last is.
    fn link_newest(&mut self, at: usize) {
        let newest = self.all[0].before;
        (self.all[at].before, self.all[at].after) = (newest, 0);
        self.all[newest].after = at;
        self.all[0].before = at;
    }
    fn add(&mut self, key: Value, result: Value) -> usize {
        if self.all.is_empty() {
            self.all.push(Node {
                before: 0,
                after: 0,
                key: Value::NONE,
                result: Value::NONE,
            });
        }
        let node = Node {
            before: 0,
            after: 0,
            key,
            result,
        };
        let at = match self.free.pop() {
            Some(at) => {
                self.all[at] = node;
                at
            }
            None => {
                self.all.push(node);
                self.all.len() - 1
            }
        };
        self.link_newest(at);
        at
    }
    /// The node that was not used for the longest time.
    fn oldest(&self) -> Option<usize> {
        self.all
            .first()
            .map(|head| head.after)
            .filter(|&at| at != 0)
    }
    fn remove(&mut self, at: usize) -> (Value, Value) {
        self.unlink(at);
        self.free.push(at);
        let node = &mut self.all[at];
        (
            std::mem::replace(&mut node.key, Value::NONE),
            std::mem::replace(&mut node.result, Value::NONE),
        )
    }
}

// --- partial ---

fn new_partial(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let [function, rest @ ..] = arguments.positional() else {
        return Err(vm.type_error("type 'partial' takes at least one argument"));
    };
    if !vm.is_callable(function) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let keywords = vm.new_dict();
    let (mut function, mut all) = (function.clone(), rest.to_vec());
    // A partial of a plain partial takes it apart.
    if let Some(inner) = function.clone().payload::<Partial>()
        && !vm.class_of(&function).has(flags::LANGUAGE)
        && vm
            .attribute_dict(&function)
            .is_none_or(|dict| dict.map.get(vm).is_empty())
    {
        all = inner
            .arguments
            .get(vm)
            .items()
            .iter()
            .chain(rest)
            .cloned()
            .collect();
        let inner_keywords = inner.keywords.get(vm).to_value();
        vm.dict_update(&keywords, &inner_keywords)?;
        function = inner.function.get(vm).clone();
    }
    for (name, value) in arguments.keywords() {
        vm.dict_set(&keywords, name, value.clone())?;
    }
    let all = tuple_ref(vm, all);
    Ok(vm.new_native(
        class,
        Partial {
            function: GilCell::new(function),
            arguments: GilCell::new(all),
            keywords: GilCell::new(keywords),
        },
    ))
}

fn tuple_ref(vm: &Vm, items: Vec<Value>) -> Ref<TupleObject> {
    vm.new_tuple_of_shape(shape::TUPLE, items)
}

fn call_partial(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let partial: &Partial = state(vm, value)?;
    let function = partial.function.get(vm).clone();
    let mut values: SmallVec<[Value; 8]> = SmallVec::new();
    values.extend(partial.arguments.get(vm).items().iter().cloned());
    values.extend(arguments.positional().iter().cloned());
    let keywords = partial.keywords.get(vm).clone();
    if keywords.map.get(vm).is_empty() {
        values.extend(arguments.keywords().map(|(_, value)| value.clone()));
        return vm.call_with(&function, Arguments::with_names(&values, arguments.names()));
    }
    let map = keywords.map.get(vm).copy();
    let merged = vm.new_dict_from(map);
    for (name, value) in arguments.keywords() {
        vm.dict_set(&merged, name, value.clone())?;
    }
    let names = add_keywords(vm, &merged.to_value(), &mut values);
    vm.call_with(&function, Arguments::with_names(&values, &names))
}

fn repr_partial(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let partial: &Partial = state(vm, value)?;
    let class = vm.class_of(value).clone();
    let name = vm.dotted_name(&class);
    let shown = vm.guard_repr(value, |vm| {
        let function = partial.function.get(vm).clone();
        let mut parts = vec![vm.repr_text(&function)?];
        let arguments = partial.arguments.get(vm).clone();
        if !arguments.items().is_empty() {
            parts.push(repr_joined(vm, |_, at| arguments.items().get(at).cloned())?);
        }
        let keywords = partial.keywords.get(vm).clone();
        let mut at = 0;
        while let Some((key, item)) = crate::native::types::dict::entry_from(&keywords, vm, &mut at)
        {
            parts.push(format!("{}={}", vm.str_text(&key)?, vm.repr_text(&item)?));
        }
        Ok(parts.join(", "))
    })?;
    Ok(vm.new_str(&format!("{name}({})", shown.as_deref().unwrap_or("..."))))
}

crate::native_functions! { static PARTIAL_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn partial_reduce(vm, value: &Value) -> Value {
        let partial: &Partial = state(vm, value)?;
        let (class, function) = (vm.class_of(value).to_value(), partial.function.get(vm).clone());
        let (arguments, keywords) = (partial.arguments.get(vm).to_value(), partial.keywords.get(vm).to_value());
        let first = vm.new_tuple(vec![function.clone()]);
        let attributes = match vm.attribute_dict(value) {
            Some(dict) if !dict.map.get(vm).is_empty() => dict.into_value(),
            _ => Value::NONE,
        };
        let all = vm.new_tuple(vec![function, arguments, keywords, attributes]);
        Ok(vm.new_tuple(vec![class, first, all]))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn partial_setstate(vm, value: &Value, new: &Value) -> () {
        let partial: &Partial = state(vm, value)?;
        let Some([function, arguments, keywords, attributes]) = new.downcast::<TupleObject>().map(TupleObject::items) else {
            return Err(vm.type_error("invalid partial state"));
        };
        let (Some(arguments), true) = (arguments.to_ref::<TupleObject>(), vm.is_callable(function)) else {
            return Err(vm.type_error("invalid partial state"));
        };
        let keywords = match keywords.to_ref::<DictObject>() {
            Some(keywords) => keywords,
            None => vm.new_dict(),
        };
        partial.function.replace(vm, function.clone());
        partial.arguments.replace(vm, arguments);
        partial.keywords.replace(vm, keywords);
        if let (Some(own), false) = (vm.attribute_dict(value), attributes.is_none()) {
            vm.dict_update(&own, attributes)?;
        }
        Ok(())
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

static PARTIAL: NativeClass = NativeClass {
    name: "functools.partial",
    doc: "Create a new function with partial application of the given arguments and keywords.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr_partial),
        call: Some(call_partial),
        ..Slots::NONE
    },
    new: Some(new_partial),
    methods: PARTIAL_METHODS,
    getset: &[
        GetSetDefinition {
            name: "func",
            doc: "function object to use in future partial calls",
            get: |vm, value| Ok(state::<Partial>(vm, value)?.function.get(vm).clone()),
            set: None,
        },
        GetSetDefinition {
            name: "args",
            doc: "tuple of arguments to future partial calls",
            get: |vm, value| Ok(state::<Partial>(vm, value)?.arguments.get(vm).to_value()),
            set: None,
        },
        GetSetDefinition {
            name: "keywords",
            doc: "dictionary of keyword arguments to future partial calls",
            get: |vm, value| Ok(state::<Partial>(vm, value)?.keywords.get(vm).to_value()),
            set: None,
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

// --- cmp_to_key ---

fn compare_keys(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (left.payload::<Key>(), right.payload::<Key>()) else {
        return Err(vm.type_error("other argument must be K instance"));
    };
    let (Some(x), Some(y)) = (a.object.get(vm).clone(), b.object.get(vm).clone()) else {
        return Err(vm.raise(crate::object::builtin::Exc::AttributeError, "object"));
    };
    let answer = vm.call(&a.compare, &[x, y])?;
    vm.compare(op, &answer, &Value::int(0))
}

fn call_key(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let key: &Key = state(vm, value)?;
    let bound = arguments.bind(vm, "K(obj)")?;
    let class = vm.native_class(&KEY)?;
    Ok(vm.new_native(
        &class,
        Key {
            compare: key.compare.clone(),
            object: GilCell::new(Some(bound[0].clone())),
        },
    ))
}

static KEY: NativeClass = NativeClass {
    name: "functools.KeyWrapper",
    layout: Layout::Native,
    slots: Slots {
        compare: Some(compare_keys),
        call: Some(call_key),
        ..Slots::NONE
    },
    getset: &[GetSetDefinition {
        name: "obj",
        doc: "Value wrapped by a key function.",
        get: |vm, value| {
            Ok(state::<Key>(vm, value)?
                .object
                .get(vm)
                .clone()
                .unwrap_or(Value::NONE))
        },
        set: Some(|vm, value, new| {
            let key: &Key = state(vm, value)?;
            drop(key.object.replace(vm, new.cloned()));
            Ok(())
        }),
    }],
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

// --- the cache ---

fn new_cache(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(
        vm,
        "lru_cache(user_function, maxsize, typed, cache_info_type)",
    )?;
    if !vm.is_callable(&bound[0]) {
        return Err(vm.type_error("the first argument must be callable"));
    }
    let limit = if bound[1].is_none() {
        None
    } else {
        Some(vm.index_i64(&bound[1])?.max(0) as usize)
    };
    let typed = vm.truth(&bound[2])?;
    let map = GilCell::new(vm.new_dict());
    Ok(vm.new_native(
        class,
        Cache {
            function: bound[0].clone(),
            limit,
            typed,
            info: bound[3].clone(),
            hits: Cell::new(0),
            misses: Cell::new(0),
            map,
            nodes: GilCell::new(Nodes::default()),
        },
    ))
}

/// The key of a call: the only argument itself if it is a plain int or string, else a tuple of all that tells calls apart.
fn key_of(vm: &mut Vm, cache: &Cache, arguments: Arguments) -> Value {
    if let ([only], []) = (arguments.values(), arguments.names())
        && !cache.typed
        && (only.as_int().is_some()
            || only
                .downcast::<StrObject>()
                .is_some_and(|text| text.header.shape() == shape::STR))
    {
        return only.clone();
    }
    let mut parts: Vec<Value> = arguments.positional().to_vec();
    if !arguments.names().is_empty() {
        // No caller can have this mark, so it parts positional values from keywords.
        parts.push(Value::MISSING);
        for (name, value) in arguments.keywords() {
            parts.push(name.clone());
            parts.push(value.clone());
        }
    }
    if cache.typed {
        let classes: Vec<Value> = arguments
            .values()
            .iter()
            .map(|value| vm.class_of(value).to_value())
            .collect();
        parts.extend(classes);
    }
    vm.new_tuple(parts)
}

fn count(cell: &Cell<i64>) {
    cell.set(cell.get() + 1);
}

fn call_cache(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let cache: &Cache = state(vm, value)?;
    if cache.limit == Some(0) {
        count(&cache.misses);
        return vm.call_with(&cache.function, arguments);
    }
    let key = key_of(vm, cache, arguments);
    let hash = vm.hash(&key)?;
    let map = cache.map.get(vm).clone();
    if let Some(result) = look_up(vm, cache, &map, hash, &key)? {
        count(&cache.hits);
        return Ok(result);
    }
    count(&cache.misses);
    let result = vm.call_with(&cache.function, arguments)?;
    let Some(limit) = cache.limit else {
        let map = cache.map.get(vm).clone();
        vm.dict_set_hashed(&map, hash, &key, result.clone())?;
        return Ok(result);
    };
    let map = cache.map.get(vm).clone();
    if vm.find_in(&map.map, hash, &key)?.is_some() {
        // The call itself, or another thread, filled it in meanwhile.
        return Ok(result);
    }
    if map.map.get(vm).len() >= limit
        && let Some(oldest) = cache.nodes.get(vm).oldest()
    {
        let (old_key, old_result) = cache.nodes.get_mut(vm).remove(oldest);
        vm.dict_remove(&map, &old_key)?;
        drop((old_key, old_result));
    }
    let (key_copy, result_copy) = (key.clone(), result.clone());
    let node = cache.nodes.get_mut(vm).add(key_copy, result_copy);
    vm.dict_set_hashed(&map, hash, &key, Value::int(node as i64))?;
    Ok(result)
}

fn look_up(
    vm: &mut Vm,
    cache: &Cache,
    map: &DictObject,
    hash: u64,
    key: &Value,
) -> Outcome<Option<Value>> {
    let Some(number) = vm.find_in(&map.map, hash, key)? else {
        return Ok(None);
    };
    let found = map.map.get(vm).entries()[number].value.clone();
    if cache.limit.is_none() {
        return Ok(Some(found));
    }
    let nodes = cache.nodes.get_mut(vm);
    let at = found.as_int().unwrap_or(0) as usize;
    if at == 0 || at >= nodes.all.len() {
        return Ok(None);
    }
    nodes.unlink(at);
    nodes.link_newest(at);
    Ok(Some(nodes.all[at].result.clone()))
}

crate::native_functions! { static CACHE_METHODS;
    /// Report cache statistics.
    "cache_info(self, /)" fn cache_info(vm, value: &Value) -> Value {
        let cache: &Cache = state(vm, value)?;
        let size = cache.map.get(vm).map.get(vm).len();
        let limit = cache.limit.map_or(Value::NONE, |limit| Value::int(limit as i64));
        let parts = [Value::int(cache.hits.get()), Value::int(cache.misses.get()), limit, Value::int(size as i64)];
        vm.call(&cache.info, &parts)
    }
    /// Clear the cache and cache statistics.
    "cache_clear(self, /)" fn cache_clear(vm, value: &Value) -> () {
        let cache: &Cache = state(vm, value)?;
        let empty = vm.new_dict_from(DictMap::default());
        let old = (cache.map.replace(vm, empty), cache.nodes.replace(vm, Nodes::default()));
        cache.hits.set(0);
        cache.misses.set(0);
        drop(old);
        Ok(())
    }
    /// A cached function is copied as itself.
    "__copy__(self, /)" fn cache_copy(vm, value: &Value) -> Value {
        Ok(value.clone())
    }
    /// A cached function is copied as itself.
    "__deepcopy__(self, memo, /)" fn cache_deepcopy(vm, value: &Value, memo: &Value) -> Value {
        Ok(value.clone())
    }
    /// The name under which pickle finds it.
    "__reduce__(self, /)" fn cache_reduce(vm, value: &Value) -> Value {
        vm.get_attribute_str(value, "__qualname__")
    }
}

static CACHE: NativeClass = NativeClass {
    name: "functools._lru_cache_wrapper",
    doc: "Create a cached callable that wraps another function.",
    layout: Layout::Native,
    slots: Slots {
        call: Some(call_cache),
        descriptor_get: Some(|vm, value, instance, _| {
            Ok(match instance {
                Some(instance) => vm.new_bound_method(value.clone(), instance.clone()),
                None => value.clone(),
            })
        }),
        ..Slots::NONE
    },
    new: Some(new_cache),
    methods: CACHE_METHODS,
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

crate::native_functions! { static FUNCTIONS;
    /// Apply a function of two arguments cumulatively to the items of an iterable, from left to right.
    "reduce(function, iterable, initial=<none>, /)"
    fn reduce(vm, function: &Value, iterable: &Value, initial: Option<Value>) -> Value {
        if !vm.is_iterable(iterable) {
            return Err(vm.type_error("reduce() arg 2 must support iteration"));
        }
        let mut total = initial;
        vm.for_each(iterable, |vm, item| {
            total = Some(match total.take() {
                Some(so_far) => vm.call(function, &[so_far, item])?,
                None => item,
            });
            Ok(true)
        })?;
        match total {
            Some(total) => Ok(total),
            None => Err(vm.type_error("reduce() of empty iterable with no initial value")),
        }
    }
    /// Convert a cmp= function into a key= function.
    "cmp_to_key(mycmp)" fn cmp_to_key(vm, compare: &Value) -> Value {
        let class = vm.native_class(&KEY)?;
        Ok(vm.new_native(&class, Key { compare: compare.clone(), object: GilCell::new(None) }))
    }
}

/// `_functools`.
pub static MODULE: NativeModule = NativeModule {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: &[FUNCTIONS],
    classes: &[&PARTIAL, &CACHE],
    init: None,
};
