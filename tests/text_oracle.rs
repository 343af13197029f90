//! Replays the tables of `tests/oracle/make_text_tables.py`: every recipe of `tick::text` must answer as CPython did.

use num_bigint::BigInt;
use serde_json::{Value, json};
use std::fmt::Display;
use tick::text::codec::{self, Codec, Errors};
use tick::text::number::{self, Int, IntRef};
use tick::text::{
    Kind, TextError, bytestrings, format, hash, percent, regex, repr, strings, template, unicode,
};

/// A row's arguments, read as the types that its operation wants.
struct Row<'a> {
    arguments: &'a [Value],
}

impl<'a> Row<'a> {
    fn text(&self, at: usize) -> &'a str {
        self.arguments[at]
            .as_str()
            .unwrap_or_else(|| panic!("text expected at {at}: {:?}", self.arguments))
    }
    fn maybe(&self, at: usize) -> Option<&'a str> {
        self.arguments[at].as_str()
    }
    fn bytes(&self, at: usize) -> Vec<u8> {
        from_latin(self.text(at))
    }
    fn maybe_bytes(&self, at: usize) -> Option<Vec<u8>> {
        self.maybe(at).map(from_latin)
    }
    fn int(&self, at: usize) -> i64 {
        self.text(at).parse().unwrap()
    }
    fn maybe_int(&self, at: usize) -> Option<i64> {
        self.maybe(at).map(|n| n.parse().unwrap())
    }
    fn flag(&self, at: usize) -> bool {
        self.arguments[at].as_bool().unwrap()
    }
    fn big(&self, at: usize) -> BigInt {
        self.text(at).parse().unwrap()
    }
    fn float(&self, at: usize) -> f64 {
        float(&self.arguments[at])
    }
}

fn from_latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u8).collect()
}

fn latin(bytes: &[u8]) -> Value {
    json!(bytes.iter().map(|b| *b as char).collect::<String>())
}

fn float(value: &Value) -> f64 {
    match value.as_str().unwrap() {
        "nan" => f64::NAN,
        bits => f64::from_bits(u64::from_str_radix(bits, 16).unwrap()),
    }
}

fn float_value(x: f64) -> Value {
    if x.is_nan() {
        json!("nan")
    } else {
        json!(format!("{:016x}", x.to_bits()))
    }
}

fn shown(value: impl Display) -> Value {
    json!(value.to_string())
}

fn int_value(n: &Int) -> Value {
    match n {
        Int::Small(n) => shown(n),
        Int::Big(n) => shown(n),
    }
}

fn position(found: Option<usize>) -> Value {
    found.map_or(json!("-1"), shown)
}

type Answer = Result<Value, TextError>;

/// Runs a table through `answer` and reports the first disagreements.
fn replay(name: &str, answer: impl Fn(&str, &Row<'_>) -> Answer) {
    let path = format!("{}/tests/oracle/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(&path).unwrap();
    let (mut rows, mut failures) = (0, Vec::new());
    for line in table.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let operation = row[0].as_str().unwrap();
        let arguments = row[1].as_array().unwrap();
        let got = answer(operation, &Row { arguments })
            .unwrap_or_else(|error| json!({ "error": error.to_string() }));
        rows += 1;
        if got != row[2] {
            failures.push(format!(
                "{operation} {}\n  expected {}\n  got      {got}",
                row[1], row[2]
            ));
        }
    }
    assert!(rows > 0, "{path} is empty");
    let shown = failures
        .iter()
        .take(40)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        failures.is_empty(),
        "{} of {rows} rows of {name} differ:\n{shown}",
        failures.len()
    );
}

fn big_ref(n: &BigInt) -> Int {
    Int::from(n.clone())
}

#[test]
fn numbers() {
    let limit = number::DEFAULT_MAX_STR_DIGITS;
    replay("numbers", |operation, row| {
        Ok(match operation {
            "repr" => json!(number::repr_float(row.float(0))),
            "hex" => json!(number::hex(row.float(0))),
            "fromhex" => float_value(number::from_hex(row.text(0))?),
            "hash_float" => shown(hash::hash_float(row.float(0)).unwrap()),
            "ratio" => {
                let (top, bottom) = number::integer_ratio(row.float(0))?;
                json!([shown(top), shown(bottom)])
            }
            "int" => shown(number::truncate(row.float(0))?),
            "round" => shown(number::round_to_int(row.float(0))?),
            "round_digits" => float_value(number::round_digits(row.float(0), row.int(1))?),
            "float" => float_value(number::parse_float(row.text(0))?),
            "parse_int" => int_value(&number::parse_int(row.text(0), row.int(1), limit)?),
            "str" => json!(number::int_to_text(big_ref(&row.big(0)).as_ref(), limit)?),
            "str_digits" => {
                let n = number::parse_int(row.text(0), 16, limit)
                    .or_else(|_| number::parse_int(row.text(0), 0, 0))?;
                shown(number::int_to_text(n.as_ref(), limit)?.len())
            }
            "hash_int" => {
                let n = row.big(0);
                let hashed = hash::hash_big(&n);
                if let Int::Small(n) = big_ref(&n) {
                    assert_eq!(hashed, hash::hash_int(n));
                }
                shown(hashed)
            }
            "bin" => json!(number::int_to_base(big_ref(&row.big(0)).as_ref(), 2, true)),
            "oct" => json!(number::int_to_base(big_ref(&row.big(0)).as_ref(), 8, true)),
            "hexint" => json!(number::int_to_base(big_ref(&row.big(0)).as_ref(), 16, true)),
            "round_int" => shown(number::round_int(&row.big(0), row.int(1) as u64)),
            "to_bytes" => latin(&number::int_to_bytes(
                &row.big(0),
                row.int(1) as usize,
                row.text(2) == "big",
                row.flag(3),
            )?),
            "from_bytes" => int_value(&number::int_from_bytes(
                &row.bytes(0),
                row.text(1) == "big",
                row.flag(2),
            )),
            "float_of" => float_value(IntRef::Big(&row.big(0)).to_float()?),
            "repr_complex" => {
                json!(number::repr_complex(
                    float(&row.arguments[0][0]),
                    float(&row.arguments[0][1])
                ))
            }
            "hash_complex" => {
                let part = |at: usize| hash::hash_float(float(&row.arguments[0][at])).unwrap();
                shown(hash::hash_complex(part(0), part(1)))
            }
            "complex" => {
                let (re, im) = number::parse_complex(row.text(0))?;
                json!([float_value(re), float_value(im)])
            }
            _ => panic!("unknown operation {operation}"),
        })
    });
}

#[test]
fn formats() {
    replay("formats", |operation, row| {
        Ok(json!(match operation {
            "int" => format::format_int(big_ref(&row.big(0)).as_ref(), row.text(1), "int")?,
            "bool" if row.text(1).is_empty() => "True".to_owned(),
            "bool" =>
                format::format_int(IntRef::Small(i64::from(row.flag(0))), row.text(1), "bool")?,
            "str" => format::format_str(row.text(0), row.text(1), "str")?,
            "float" => format::format_float(row.float(0), row.text(1), "float")?,
            "complex" => {
                let part = |at: usize| float(&row.arguments[0][at]);
                format::format_complex(part(0), part(1), row.text(1), "complex")?
            }
            _ => panic!("unknown operation {operation}"),
        }))
    });
}

#[test]
fn hashes() {
    replay("hashes", |operation, row| {
        let items = || {
            row.arguments[0]
                .as_array()
                .unwrap()
                .iter()
                .map(|n| hash::hash_int(n.as_str().unwrap().parse().unwrap()))
        };
        Ok(shown(match operation {
            "bytes" => hash::hash_bytes(row.text(0).as_bytes(), hash::HashKeys::from_seed(0)),
            "tuple" => hash::hash_tuple(items()),
            "frozenset" => hash::hash_frozenset(items()),
            _ => panic!("unknown operation {operation}"),
        }))
    });
}

/// The predicates by their Python names.
fn predicate(name: &str) -> Option<fn(&str) -> bool> {
    Some(match name {
        "isalpha" => strings::is_alpha,
        "isalnum" => strings::is_alnum,
        "isdecimal" => strings::is_decimal,
        "isdigit" => strings::is_digit,
        "isnumeric" => strings::is_numeric,
        "isspace" => strings::is_space,
        "isprintable" => strings::is_printable,
        "isidentifier" => strings::is_identifier,
        "islower" => strings::is_lower,
        "isupper" => strings::is_upper,
        "istitle" => strings::is_title,
        _ => return None,
    })
}

/// The sampled code points for which a predicate holds, as the hexadecimal number whose bits they are.
fn sweep(test: fn(&str) -> bool) -> Value {
    let bits = (0..0x110000u32)
        .filter(|c| *c < 0x600 || c % 97 == 0)
        .map(|code| {
            let c = tick::text::from_code_point(code).unwrap();
            if test(c.encode_utf8(&mut [0; 4])) {
                '1'
            } else {
                '0'
            }
        });
    let bits: String = bits.collect();
    json!(
        BigInt::parse_bytes(bits.as_bytes(), 2)
            .unwrap()
            .to_str_radix(16)
    )
}

#[test]
fn text() {
    replay("strings", |operation, row| {
        if let Some(operation) = operation.strip_prefix("b.") {
            return bytes_method(operation, row);
        }
        if let Some(name) = operation.strip_prefix("sweep.") {
            return Ok(sweep(predicate(name).unwrap()));
        }
        let text = row.text(0);
        if let Some(test) = predicate(operation) {
            return Ok(json!(test(text)));
        }
        let side = |name: &str| match name {
            "strip" => strings::Side::Both,
            "lstrip" => strings::Side::Left,
            _ => strings::Side::Right,
        };
        Ok(match operation {
            "lower" => json!(strings::lower(text)),
            "upper" => json!(strings::upper(text)),
            "title" => json!(strings::title(text)),
            "capitalize" => json!(strings::capitalize(text)),
            "swapcase" => json!(strings::swap_case(text)),
            "casefold" => json!(strings::casefold(text)),
            "repr" => json!(repr::repr_str(text)),
            "ascii" => json!(repr::ascii_str(text)),
            "splitlines" => json!(strings::split_lines(text, row.flag(1))),
            "split" => match row.maybe(1) {
                None => json!(strings::split_whitespace(text, row.int(2))),
                Some(separator) => json!(strings::split(text, separator, row.int(2))?),
            },
            "rsplit" => match row.maybe(1) {
                None => json!(strings::rsplit_whitespace(text, row.int(2))),
                Some(separator) => json!(strings::rsplit(text, separator, row.int(2))?),
            },
            "replace" => json!(strings::replace(text, row.text(1), row.text(2), row.int(3))),
            "partition" => json!(strings::partition(text, row.text(1))?),
            "rpartition" => json!(strings::rpartition(text, row.text(1))?),
            "find" => position(strings::find(
                text,
                row.text(1),
                row.maybe_int(2),
                row.maybe_int(3),
            )),
            "rfind" => position(strings::rfind(
                text,
                row.text(1),
                row.maybe_int(2),
                row.maybe_int(3),
            )),
            "count" => shown(strings::count(
                text,
                row.text(1),
                row.maybe_int(2),
                row.maybe_int(3),
            )),
            "startswith" => json!(strings::starts_with(
                text,
                row.text(1),
                row.maybe_int(2),
                row.maybe_int(3)
            )),
            "endswith" => json!(strings::ends_with(
                text,
                row.text(1),
                row.maybe_int(2),
                row.maybe_int(3)
            )),
            "strip" | "lstrip" | "rstrip" => {
                json!(strings::strip(text, row.maybe(1), side(operation)))
            }
            "expandtabs" => json!(strings::expand_tabs(text, row.int(1))?),
            "zfill" => json!(strings::zfill(text, row.int(1))?),
            "center" => json!(strings::center(text, row.int(1), '\u{b7}')?),
            "ljust" => json!(strings::ljust(text, row.int(1), '\u{b7}')?),
            "rjust" => json!(strings::rjust(text, row.int(1), '\u{b7}')?),
            "slice" => {
                let (start, stop, step) = (row.maybe_int(1), row.maybe_int(2), row.maybe_int(3));
                json!(strings::slice(
                    text,
                    strings::slice_range(strings::char_count(text), start, stop, step)?
                ))
            }
            _ => panic!("unknown operation {operation}"),
        })
    });
}

fn bytes_method(operation: &str, row: &Row<'_>) -> Answer {
    let pieces = |list: Vec<&[u8]>| Value::Array(list.into_iter().map(latin).collect());
    let triple = |(a, b, c): (&[u8], &[u8], &[u8])| json!([latin(a), latin(b), latin(c)]);
    if operation == "fromhex" {
        return Ok(latin(&bytestrings::from_hex(row.text(0))?));
    }
    let bytes = row.bytes(0);
    let range = || (row.bytes(1), row.maybe_int(2), row.maybe_int(3));
    let side = |name: &str| match name {
        "strip" => strings::Side::Both,
        "lstrip" => strings::Side::Left,
        _ => strings::Side::Right,
    };
    Ok(match operation {
        "lower" => latin(&bytes.to_ascii_lowercase()),
        "upper" => latin(&bytes.to_ascii_uppercase()),
        "title" => latin(&bytestrings::title(&bytes)),
        "capitalize" => latin(&bytestrings::capitalize(&bytes)),
        "swapcase" => latin(&bytestrings::swap_case(&bytes)),
        "isalpha" => json!(bytestrings::every(&bytes, |b| b.is_ascii_alphabetic())),
        "isalnum" => json!(bytestrings::every(&bytes, |b| b.is_ascii_alphanumeric())),
        "isdigit" => json!(bytestrings::every(&bytes, |b| b.is_ascii_digit())),
        "isspace" => json!(bytestrings::every(&bytes, bytestrings::is_space)),
        "islower" => json!(bytestrings::is_lower(&bytes)),
        "isupper" => json!(bytestrings::is_upper(&bytes)),
        "istitle" => json!(bytestrings::is_title(&bytes)),
        "hex" => json!(bytestrings::hex(&bytes, None, 1)),
        "hexsep" => json!(bytestrings::hex(
            &bytes,
            row.text(1).chars().next(),
            row.int(2)
        )),
        "repr" => json!(repr::repr_bytes(&bytes)),
        "splitlines" => pieces(bytestrings::split_lines(&bytes, row.flag(1))),
        "split" => match row.maybe_bytes(1) {
            None => pieces(bytestrings::split_whitespace(&bytes, row.int(2))),
            Some(separator) => pieces(bytestrings::split(&bytes, &separator, row.int(2))?),
        },
        "rsplit" => match row.maybe_bytes(1) {
            None => pieces(bytestrings::rsplit_whitespace(&bytes, row.int(2))),
            Some(separator) => pieces(bytestrings::rsplit(&bytes, &separator, row.int(2))?),
        },
        "replace" => latin(&bytestrings::replace(
            &bytes,
            &row.bytes(1),
            &row.bytes(2),
            row.int(3),
        )),
        "partition" => triple(bytestrings::partition(&bytes, &row.bytes(1))?),
        "rpartition" => triple(bytestrings::rpartition(&bytes, &row.bytes(1))?),
        "find" => {
            let (part, start, end) = range();
            position(bytestrings::find(&bytes, &part, start, end))
        }
        "rfind" => {
            let (part, start, end) = range();
            position(bytestrings::rfind(&bytes, &part, start, end))
        }
        "count" => {
            let (part, start, end) = range();
            shown(bytestrings::count(&bytes, &part, start, end))
        }
        "startswith" => {
            let (part, start, end) = range();
            json!(bytestrings::starts_with(&bytes, &part, start, end))
        }
        "endswith" => {
            let (part, start, end) = range();
            json!(bytestrings::ends_with(&bytes, &part, start, end))
        }
        "strip" | "lstrip" | "rstrip" => latin(bytestrings::strip(
            &bytes,
            row.maybe_bytes(1).as_deref(),
            side(operation),
        )),
        "expandtabs" => latin(&bytestrings::expand_tabs(&bytes, row.int(1))?),
        "zfill" => latin(&bytestrings::zfill(&bytes, row.int(1))?),
        "center" => latin(&bytestrings::center(&bytes, row.int(1), b'.')?),
        _ => panic!("unknown operation {operation}"),
    })
}

#[test]
fn surrogates_have_stand_ins() {
    let c = tick::text::from_code_point(0xD800).unwrap();
    assert_eq!(tick::text::to_code_point(c), 0xD800);
    assert!(tick::text::is_surrogate(c));
    assert_eq!(unicode::decimal_value('٣'), Some(3));
}

/// An answer, or the fields of the Unicode error beside its text.
fn faulty(answer: Answer) -> Answer {
    answer.or_else(|error| match &error.kind {
        Kind::UnicodeEncodeError(fault) | Kind::UnicodeDecodeError(fault) => Ok(json!([
            error.message,
            fault.encoding,
            shown(fault.start),
            shown(fault.end),
            fault.reason
        ])),
        _ => Err(error),
    })
}

#[test]
fn codecs() {
    replay("codecs", |operation, row| {
        if operation == "lookup" {
            return Ok(json!(Codec::lookup(row.text(0))?.name()));
        }
        let codec = Codec::lookup(row.text(1))?;
        match operation {
            "encode" => faulty(
                codec::encode(codec, row.text(0), Errors::by_name(row.text(2))).map(|b| latin(&b)),
            ),
            "decode" => faulty(
                codec::decode(codec, &row.bytes(0), Errors::by_name(row.text(2)))
                    .map(|text| json!(text)),
            ),
            "pieces" => {
                let mut decoder = codec::IncrementalDecoder::new(codec, Errors::Strict);
                let bytes = row.bytes(0);
                let piece = |at: usize| decoder.decode(&bytes[at..=at], at + 1 == bytes.len());
                Ok(json!(
                    (0..bytes.len()).map(piece).collect::<Result<Vec<_>, _>>()?
                ))
            }
            _ => panic!("unknown operation {operation}"),
        }
    });
}

/// `str.format` over two values that show how they were reached.
fn expand(
    text: &str,
    numbering: &mut template::Numbering,
    depth: usize,
) -> Result<String, TextError> {
    if depth == 0 {
        return Err(template::too_deep());
    }
    let mut out = String::new();
    for piece in template::Pieces::new(text) {
        let piece = piece?;
        out.push_str(piece.literal);
        let Some(field) = piece.field else { continue };
        let (first, steps) = template::split_name(field.name)?;
        let mut value = match numbering.resolve(first)? {
            template::First::Index(index) => ["v", "w"]
                .get(index)
                .ok_or_else(|| template::index_out_of_range(index))?
                .to_string(),
            template::First::Name(name) => {
                return Err(TextError {
                    kind: Kind::KeyError,
                    message: repr::repr_str(name),
                });
            }
            template::First::Auto => unreachable!(),
        };
        for step in steps {
            value = match step? {
                template::Step::Attribute(name) => format!("{value}.{name}"),
                template::Step::Index(index) => format!("{value}[{index}]"),
                template::Step::Key(key) => format!("{value}[{}]", repr::repr_str(key)),
            };
        }
        if let Some(c @ ('r' | 's' | 'a')) = field.conversion {
            let _ = c;
            value = "object".to_owned();
        } else if let Some(c) = field.conversion {
            return Err(template::unknown_conversion(c));
        }
        let spec = if field.nested {
            expand(field.spec, numbering, depth - 1)?
        } else {
            field.spec.to_owned()
        };
        out.push_str(&if value == "object" {
            format::format_str("object", &spec, "str")?
        } else {
            format!("<{value}:{spec}>")
        });
    }
    Ok(out)
}

/// The values of a printf-style format.
struct Values<'a> {
    kinds: Vec<char>,
    items: Vec<&'a Value>,
    next: usize,
    is_map: bool,
    selected: Option<usize>,
}

impl<'a> Values<'a> {
    fn take(&mut self) -> Result<(char, &'a Value), TextError> {
        if let Some(at) = self.selected.take() {
            return Ok((self.kinds[at], self.items[at]));
        }
        if self.is_map || self.next >= self.items.len() {
            return Err(percent::not_enough());
        }
        self.next += 1;
        Ok((self.kinds[self.next - 1], self.items[self.next - 1]))
    }
}

impl percent::Arguments for Values<'_> {
    type Error = TextError;

    fn select(&mut self, key: &[u8]) -> Result<(), TextError> {
        if !self.is_map {
            return Err(percent::needs_mapping());
        }
        let key = std::str::from_utf8(key).unwrap();
        let at = (0..self.items.len())
            .step_by(2)
            .find(|at| self.items[*at].as_str() == Some(key));
        let missing = || TextError {
            kind: Kind::KeyError,
            message: repr::repr_str(key),
        };
        self.selected = Some(at.ok_or_else(missing)? + 1);
        Ok(())
    }

    fn star(&mut self) -> Result<i64, TextError> {
        match self.take()? {
            ('i', n) => Ok(n.as_str().unwrap().parse().unwrap()),
            _ => Err(percent::star_wants_int()),
        }
    }
}

#[test]
fn templates() {
    replay("templates", |operation, row| {
        if operation == "format" {
            return Ok(json!(expand(
                row.text(0),
                &mut template::Numbering::default(),
                template::MAX_DEPTH
            )?));
        }
        let mut values = Values {
            kinds: row.text(2).chars().collect(),
            items: row.arguments[3].as_array().unwrap().iter().collect(),
            next: 0,
            is_map: row.text(1) == "map",
            selected: None,
        };
        let mut pieces = percent::Pieces::of_text(row.text(0));
        let mut out = String::new();
        while let Some(piece) = pieces.next_piece(&mut values)? {
            let directive = match piece {
                percent::Piece::Literal(text) => {
                    out.push_str(std::str::from_utf8(text).unwrap());
                    continue;
                }
                percent::Piece::Directive(directive) => directive,
            };
            let (kind, value) = values.take()?;
            match (directive.code, kind) {
                ('s' | 'c', 's') => directive.apply_text(&mut out, value.as_str().unwrap())?,
                ('d' | 'i' | 'u' | 'x' | 'X' | 'o', 'i') => {
                    let n: BigInt = value.as_str().unwrap().parse().unwrap();
                    directive.apply_int(&mut out, big_ref(&n).as_ref())?
                }
                ('e' | 'E' | 'f' | 'F' | 'g' | 'G', 'f') => {
                    directive.apply_float(&mut out, float(value))?
                }
                _ => return Err(directive.unsupported()),
            }
        }
        if !values.is_map && values.next < values.items.len() {
            return Err(percent::not_all_converted("string"));
        }
        Ok(json!(out))
    });
}

fn regex_failure(error: &regex::RegexError) -> Value {
    let name = match error.kind {
        regex::RegexKind::Pattern => {
            return json!([
                "re.error",
                error.text(),
                error.message,
                error.position,
                error.line,
                error.column
            ]);
        }
        regex::RegexKind::Value => "ValueError",
        regex::RegexKind::Overflow => "OverflowError",
        regex::RegexKind::Index => "IndexError",
        regex::RegexKind::Recursion => "RecursionError",
    };
    json!([name, error.text()])
}

/// Spans in code points (or bytes), the group that closed last, its name.
fn outcome(pattern: &regex::Pattern, subject: &str, found: Option<regex::Captures>) -> Value {
    let Some(captures) = found else {
        return Value::Null;
    };
    let place = |at: usize| {
        if pattern.is_text() {
            strings::char_index(subject, at)
        } else {
            at
        }
    };
    let span = |group| {
        captures
            .span(group)
            .map_or([-1, -1], |(a, b)| [place(a) as i64, place(b) as i64])
    };
    let spans: Vec<_> = (0..=pattern.groups()).map(span).collect();
    let last = captures.last_index();
    json!([
        spans,
        last,
        last.and_then(|group| pattern.group_name(group))
    ])
}

#[test]
fn regexes() {
    replay("regexes", |operation, row| {
        if operation == "escape" {
            return Ok(json!(regex::escape(row.text(0))));
        }
        if operation == "bytes" {
            let subject = row.bytes(2);
            return Ok(
                match regex::Pattern::compile_bytes(&row.bytes(0), row.int(1) as u32) {
                    Err(error) => regex_failure(&error),
                    Ok(pattern) => outcome(
                        &pattern,
                        "",
                        pattern.find(&subject, 0, subject.len(), regex::Mode::Search),
                    ),
                },
            );
        }
        let flags = if operation == "sub" {
            0
        } else {
            row.int(1) as u32
        };
        let pattern = match regex::Pattern::compile(row.text(0), flags) {
            Err(error) => return Ok(regex_failure(&error)),
            Ok(pattern) => pattern,
        };
        let subject = if operation == "compile" {
            ""
        } else {
            row.text(2)
        };
        let bytes = subject.as_bytes();
        let find = |mode| outcome(&pattern, subject, pattern.find(bytes, 0, bytes.len(), mode));
        Ok(match operation {
            "compile" => {
                let mut names = pattern.group_index().to_vec();
                names.sort();
                json!([pattern.groups(), names, pattern.flags()])
            }
            "search" => find(regex::Mode::Search),
            "match" => find(regex::Mode::Match),
            "fullmatch" => find(regex::Mode::FullMatch),
            "range" => {
                let place = |at: usize| strings::byte_index(subject, row.int(at) as usize);
                outcome(
                    &pattern,
                    subject,
                    pattern.find(bytes, place(3), place(4), regex::Mode::Search),
                )
            }
            "iter" => {
                let mut scanner = regex::Scanner::new(0, bytes.len());
                let mut spans = Vec::new();
                while let Some(found) = scanner.next(&pattern, bytes, regex::Mode::Search) {
                    let place = |at: usize| strings::char_index(subject, at);
                    spans.push([place(found.start()), place(found.end())]);
                }
                json!(spans)
            }
            "sub" => {
                let code = row.text(1).chars().map(tick::text::to_code_point).collect();
                let template = match regex::Template::parse(&pattern, code) {
                    Err(error) => return Ok(regex_failure(&error)),
                    Ok(template) => template,
                };
                let (mut out, mut plain) = (Vec::new(), 0);
                let mut scanner = regex::Scanner::new(0, bytes.len());
                while let Some(found) = scanner.next(&pattern, bytes, regex::Mode::Search) {
                    out.extend_from_slice(&bytes[plain..found.start()]);
                    template.expand(&found, bytes, &mut out);
                    plain = found.end();
                }
                out.extend_from_slice(&bytes[plain..]);
                json!(String::from_utf8(out).unwrap())
            }
            _ => panic!("unknown operation {operation}"),
        })
    });
}

#[test]
fn patterns_stay_within_their_means() {
    let run = || {
        let deep = |levels: usize| format!("{}a{}", "(".repeat(levels), ")".repeat(levels));
        assert_eq!(
            regex::Pattern::compile(&deep(199), 0).unwrap().groups(),
            199
        );
        let error = regex::Pattern::compile(&deep(100_000), 0).unwrap_err();
        assert_eq!(error.kind, regex::RegexKind::Recursion);
        let long = "ab".repeat(200_000);
        let pattern = regex::Pattern::compile("(?:(a)|b)*", 0).unwrap();
        let found = pattern
            .find(long.as_bytes(), 0, long.len(), regex::Mode::FullMatch)
            .unwrap();
        assert_eq!(found.span(1), Some((long.len() - 2, long.len() - 1)));
        // Hopeless backtracking ends when the watch says so.
        let pattern = regex::Pattern::compile("(a|a)*b", 0).unwrap();
        let text = "a".repeat(60);
        let asked = std::cell::Cell::new(0);
        let watch = || asked.replace(asked.get() + 1) >= 5;
        let answer =
            pattern.find_watched(text.as_bytes(), 0, text.len(), regex::Mode::Search, &watch);
        assert_eq!(answer, Err(regex::Interrupted));
    };
    std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(run)
        .unwrap()
        .join()
        .unwrap();
}
