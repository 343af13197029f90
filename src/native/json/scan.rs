//! Reads one JSON value from a text. Positions that enter and leave are code points; inside they are bytes.
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::DictMap;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::from_code_point;
use crate::vm::{Outcome, Raised, Vm};
use hashbrown::HashTable;

/// What the caller wants to be asked. A hook that is None takes the short way.
pub(super) struct Hooks<'a> {
    pub(super) object_hook: &'a Value,
    pub(super) object_pairs_hook: &'a Value,
    pub(super) parse_float: &'a Value,
    pub(super) parse_int: &'a Value,
    pub(super) parse_constant: &'a Value,
    pub(super) error: &'a Value,
}

/// Nesting at which reading gives up, as CPython does.
const DEEPEST: usize = 10_000;

/// Reads the value at code point `pos`.
pub(super) fn scan(
    vm: &mut Vm,
    text: &StrObject,
    pos: i64,
    strict: bool,
    hooks: Hooks,
) -> Outcome<Value> {
    let Ok(pos) = usize::try_from(pos) else {
        return Err(vm.raise(Exc::ValueError, "idx cannot be negative"));
    };
    let mut scanner = Scanner {
        text: text.as_str(),
        bytes: text.as_str().as_bytes(),
        at: text.byte_offset(pos),
        object: text,
        strict,
        hooks,
        keys: HashTable::new(),
        depth: 0,
    };
    let value = if pos > text.length() {
        Err(scanner.fail(vm, "Expecting value", scanner.at))
    } else {
        scanner.value(vm)
    }?;
    let end = text.index_of_byte(scanner.at);
    Ok(vm.new_pair(value, Value::int(end as i64)))
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    object: &'a StrObject,
    strict: bool,
    hooks: Hooks<'a>,
    /// Keys met so far with their hashes: equal keys become one string.
    keys: HashTable<(u64, Value)>,
    depth: usize,
}

/// Bytes that end a run of plain characters in a string: quote, backslash, and control characters.
const STOPS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 32 {
        table[byte] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

impl<'a> Scanner<'a> {
    /// Raises what the caller's `error` makes of a message and a place.
    #[cold]
    fn fail(&self, vm: &mut Vm, message: &str, at: usize) -> Raised {
        let message = vm.new_str(message);
        let position = Value::int(self.object.index_of_byte(at.min(self.bytes.len())) as i64);
        let text = crate::object::heap::value_of(self.object);
        match vm.call(self.hooks.error, &[message, text, position]) {
            Ok(exception) => vm.raise_value(exception),
            Err(raised) => raised,
        }
    }

    #[inline]
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    fn skip(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r') {
            self.at += 1;
        }
    }

    fn value(&mut self, vm: &mut Vm) -> Outcome<Value> {
        match self.peek() {
            b'"' => self.string(vm),
            b'{' => self.nested(vm, "object", Scanner::object),
            b'[' => self.nested(vm, "array", Scanner::array),
            b'-' | b'0'..=b'9' => self.number(vm),
            b't' if self.word("true") => Ok(Value::TRUE),
            b'f' if self.word("false") => Ok(Value::FALSE),
            b'n' if self.word("null") => Ok(Value::NONE),
            b'N' if self.word("NaN") => self.constant(vm, "NaN", f64::NAN),
            b'I' if self.word("Infinity") => self.constant(vm, "Infinity", f64::INFINITY),
            _ => Err(self.fail(vm, "Expecting value", self.at)),
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    fn constant(&mut self, vm: &mut Vm, word: &str, number: f64) -> Outcome<Value> {
        if self.hooks.parse_constant.is_none() {
            return Ok(Value::float(number));
        }
        let word = vm.new_str(word);
        vm.call(self.hooks.parse_constant, &[word])
    }

    fn nested(
        &mut self,
        vm: &mut Vm,
        kind: &str,
        read: fn(&mut Self, &mut Vm) -> Outcome<Value>,
    ) -> Outcome<Value> {
        self.depth += 1;
        let fits = self.depth < DEEPEST && {
            let checked = vm.check_native_stack();
            vm.unless(Exc::RecursionError, checked)?.is_some()
        };
        if !fits {
            let message = format!(
                "maximum recursion depth exceeded while decoding a JSON {kind} from a unicode string"
            );
            return Err(vm.raise(Exc::RecursionError, message));
        }
        self.at += 1;
        let value = read(self, vm);
        self.depth -= 1;
        value
    }

    fn array(&mut self, vm: &mut Vm) -> Outcome<Value> {
        let mut items = Vec::new();
        self.skip();
        if self.peek() == b']' {
            self.at += 1;
            return Ok(vm.new_list(items));
        }
        loop {
            items.push(self.value(vm)?);
            if self.after_item(vm, b']', "Illegal trailing comma before end of array")? {
                return Ok(vm.new_list(items));
            }
        }
    }

    /// Reads what follows an item; true at the end.
    #[inline]
    fn after_item(&mut self, vm: &mut Vm, close: u8, trailing: &str) -> Outcome<bool> {
        self.skip();
        let byte = self.peek();
        if byte == close {
            self.at += 1;
            return Ok(true);
        }
        if byte != b',' {
            return Err(self.fail(vm, "Expecting ',' delimiter", self.at));
        }
        let comma = self.at;
        self.at += 1;
        self.skip();
        if self.peek() == close {
            return Err(self.fail(vm, trailing, comma));
        }
        Ok(false)
    }

    fn object(&mut self, vm: &mut Vm) -> Outcome<Value> {
        let mut map = DictMap::default();
        let mut pairs = Vec::new();
        let in_pairs = !self.hooks.object_pairs_hook.is_none();
        self.skip();
        if self.peek() == b'}' {
            self.at += 1;
            return self.finish(vm, map, pairs);
        }
        loop {
            if self.peek() != b'"' {
                return Err(self.fail(
                    vm,
                    "Expecting property name enclosed in double quotes",
                    self.at,
                ));
            }
            let (hash, key) = self.key(vm)?;
            self.skip();
            if self.peek() != b':' {
                return Err(self.fail(vm, "Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip();
            let value = self.value(vm)?;
            if in_pairs {
                pairs.push(vm.new_pair(key, value));
            } else {
                let found = key
                    .downcast::<StrObject>()
                    .and_then(|key| map.find_str(hash, key.as_str()));
                match found {
                    Some(number) => *map.value_mut(number) = value,
                    None => {
                        map.insert_new(hash, key, value);
                    }
                }
            }
            if self.after_item(vm, b'}', "Illegal trailing comma before end of object")? {
                return self.finish(vm, map, pairs);
            }
        }
    }

    fn finish(&mut self, vm: &mut Vm, map: DictMap, pairs: Vec<Value>) -> Outcome<Value> {
        if !self.hooks.object_pairs_hook.is_none() {
            let pairs = vm.new_list(pairs);
            return vm.call(self.hooks.object_pairs_hook, &[pairs]);
        }
        let dict = vm.new_dict_from(map).into_value();
        if self.hooks.object_hook.is_none() {
            return Ok(dict);
        }
        vm.call(self.hooks.object_hook, &[dict])
    }

    /// The end of the run of plain bytes from here.
    #[inline]
    fn plain_end(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        from + rest
            .iter()
            .position(|&byte| STOPS[byte as usize])
            .unwrap_or(rest.len())
    }

    fn key(&mut self, vm: &mut Vm) -> Outcome<(u64, Value)> {
        let start = self.at + 1;
        let end = self.plain_end(start);
        let decoded;
        let text = if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            &self.text[start..end]
        } else {
            decoded = self.decode(vm, start, end)?;
            &decoded
        };
        let hash = vm.hash_of_text(text);
        let same = |row: &(u64, Value)| {
            row.0 == hash
                && row
                    .1
                    .downcast::<StrObject>()
                    .is_some_and(|key| key.as_str() == text)
        };
        if let Some(row) = self.keys.find(hash, same) {
            return Ok(row.clone());
        }
        let key = vm.new_str(text);
        if let Some(object) = key.downcast::<StrObject>() {
            vm.hash_of_str(object);
        }
        self.keys
            .insert_unique(hash, (hash, key.clone()), |row| row.0);
        Ok((hash, key))
    }

    fn string(&mut self, vm: &mut Vm) -> Outcome<Value> {
        let start = self.at + 1;
        let end = self.plain_end(start);
        if self.bytes.get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(vm.new_str(&self.text[start..end]));
        }
        let text = self.decode(vm, start, end)?;
        Ok(vm.new_str(&text))
    }

    /// A string with escapes: `start` is behind the quote, `end` where the first plain run ends.
    fn decode(&mut self, vm: &mut Vm, start: usize, end: usize) -> Outcome<String> {
        let mut out = self.text[start..end].to_string();
        let mut at = end;
        loop {
            match self.bytes.get(at) {
                None => return Err(self.fail(vm, "Unterminated string starting at", start - 1)),
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(out);
                }
                Some(b'\\') => at = self.escape(vm, &mut out, start, at)?,
                Some(_) if self.strict => {
                    return Err(self.fail(vm, "Invalid control character at", at));
                }
                Some(&control) => {
                    out.push(control as char);
                    at += 1;
                }
            }
            let end = self.plain_end(at);
            out.push_str(&self.text[at..end]);
            at = end;
        }
    }

    /// Reads the escape whose backslash is at `at`; gives the place after it.
    fn escape(&mut self, vm: &mut Vm, out: &mut String, start: usize, at: usize) -> Outcome<usize> {
        let c = match self.bytes.get(at + 1) {
            None => return Err(self.fail(vm, "Unterminated string starting at", start - 1)),
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut unit = self.unit(vm, at + 1)?;
                let mut next = at + 6;
                if (0xd800..0xdc00).contains(&unit) && self.bytes[next..].starts_with(b"\\u") {
                    let low = self.unit(vm, next + 1)?;
                    if (0xdc00..0xe000).contains(&low) {
                        unit = 0x1_0000 + ((unit - 0xd800) << 10 | (low - 0xdc00));
                        next += 6;
                    }
                }
                out.push(from_code_point(unit).unwrap_or('\u{fffd}'));
                return Ok(next);
            }
            Some(_) => return Err(self.fail(vm, "Invalid \\escape", at)),
        };
        out.push(c);
        Ok(at + 2)
    }

    /// The four hexadecimal digits after the `u` at `at`.
    fn unit(&mut self, vm: &mut Vm, at: usize) -> Outcome<u32> {
        let digits = self
            .bytes
            .get(at + 1..at + 5)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(digits) => Ok(digits.iter().fold(0, |unit, &digit| {
                unit << 4 | (digit as char).to_digit(16).unwrap_or(0)
            })),
            None => Err(self.fail(vm, "Invalid \\uXXXX escape", at)),
        }
    }

    fn digits(&self, mut at: usize) -> usize {
        while self.bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    }

    fn number(&mut self, vm: &mut Vm) -> Outcome<Value> {
        let start = self.at;
        let negative = self.peek() == b'-';
        let first = start + negative as usize;
        let whole_end = match self.bytes.get(first) {
            Some(b'0') => first + 1,
            Some(b'1'..=b'9') => self.digits(first + 1),
            _ if self.word("-Infinity") => {
                return self.constant(vm, "-Infinity", f64::NEG_INFINITY);
            }
            _ => return Err(self.fail(vm, "Expecting value", start)),
        };
        let mut end = whole_end;
        if self.bytes.get(end) == Some(&b'.') {
            let after = self.digits(end + 1);
            if after > end + 1 {
                end = after;
            }
        }
        if matches!(self.bytes.get(end), Some(b'e' | b'E')) {
            let sign = matches!(self.bytes.get(end + 1), Some(b'+' | b'-')) as usize;
            let after = self.digits(end + 1 + sign);
            if after > end + 1 + sign {
                end = after;
            }
        }
        self.at = end;
        let text = &self.text[start..end];
        if end != whole_end {
            if self.hooks.parse_float.is_none()
                && let Ok(number) = text.parse::<f64>()
            {
                return Ok(Value::float(number));
            }
            return self.converted(vm, self.hooks.parse_float, Builtin::Float, text);
        }
        if self.hooks.parse_int.is_none() && text.len() <= 18 {
            let number = self.bytes[first..end]
                .iter()
                .fold(0, |number, digit| number * 10 + (digit - b'0') as i64);
            return Ok(Value::int(if negative { -number } else { number }));
        }
        self.converted(vm, self.hooks.parse_int, Builtin::Int, text)
    }

    /// What a hook, or the built-in class, makes of a number's text.
    fn converted(&self, vm: &mut Vm, hook: &Value, class: Builtin, text: &str) -> Outcome<Value> {
        let text = vm.new_str(text);
        if !hook.is_none() {
            return vm.call(hook, &[text]);
        }
        let class = vm.class(class).to_value();
        vm.call(&class, &[text])
    }
}
