//! Reading and moving text streams.
//!
//! Pieces of bytes are decoded whole; `tell` counts back from the position of the bytes by encoding the text that was not
//! handed out.

use super::buffered::{self, Buffered};
use super::buffered_methods;
use super::newline::{self, Newline};
use super::text::{Text, attached, flush, native_buffer, state};
use super::unsupported;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::text::codec::{Errors, encode};
use crate::vm::{Outcome, Vm};

impl Text {
    /// The text that was not handed out.
    fn rest<'a>(&'a self, vm: &'a Vm) -> &'a str {
        &self.text.get(vm)[self.at.get()..]
    }

    /// Hands out so many bytes of the text.
    fn take(&self, vm: &mut Vm, bytes: usize) -> Value {
        let from = self.at.get();
        let text = self.text.get(vm);
        let piece = vm.new_str(&text[from..from + bytes]);
        if from + bytes == text.len() {
            self.text.get_mut(vm.gil()).clear();
            *self.raw.get_mut(vm.gil()) = None;
            self.at.set(0);
        } else {
            self.at.set(from + bytes);
        }
        piece
    }

    /// Reads and decodes a piece, or with `all` everything; false at the end.
    fn fill(&self, vm: &mut Vm, all: bool) -> Outcome<bool> {
        self.hand_on(vm)?;
        let buffer = self.buffer.get(vm).clone();
        let data = read_bytes(vm, &buffer, if all { None } else { Some(self.chunk.get()) })?;
        let last = all || data.is_empty();
        let decoded = match self.decoder.get_mut(vm.gil()).decode(&data, last) {
            Ok(decoded) => decoded,
            Err(error) => {
                let mut bytes = self.decoder.get(vm).pending().to_vec();
                bytes.extend_from_slice(&data);
                let bytes = vm.new_bytes(bytes);
                return Err(vm.unicode_error(error, &bytes));
            }
        };
        vm.check_memory()?;
        if !crate::memory::reserve_text(self.text.get_mut(vm.gil()), decoded.len()) {
            return Err(vm.memory_error());
        }
        self.add(vm, decoded, last);
        Ok(!data.is_empty())
    }

    /// Puts decoded text behind what is there.
    fn add(&self, vm: &mut Vm, mut piece: String, last: bool) {
        let mode = self.newline.get();
        if mode.is_universal() {
            if self.held.get() && (last || !piece.is_empty()) {
                piece.insert(0, '\r');
                self.held.set(false);
            }
            if !last && piece.ends_with('\r') {
                piece.pop();
                self.held.set(true);
            }
            self.ends.set(self.ends.get() | newline::ends_in(&piece));
        }
        let translate = mode == Newline::Universal && piece.contains('\r');
        if !translate && self.raw.get(vm).is_none() {
            let at = self.at.take();
            let text = self.text.get_mut(vm.gil());
            text.drain(..at);
            text.push_str(&piece);
            return;
        }
        let rest = self.rest(vm).to_string();
        let raw_rest = match self.raw.get(vm) {
            Some(raw) => raw[untranslated(raw, self.at.get())..].to_string(),
            None => rest.clone(),
        };
        let raw = (translate || raw_rest != rest).then(|| raw_rest + &piece);
        let piece = if translate {
            newline::translate(&piece)
        } else {
            piece
        };
        let text = if rest.is_empty() {
            piece
        } else {
            rest + &piece
        };
        *self.text.get_mut(vm.gil()) = text;
        *self.raw.get_mut(vm.gil()) = raw;
        self.at.set(0);
    }
}

/// The offset in `raw` of the place that lies at `at` once line ends are translated.
fn untranslated(raw: &str, at: usize) -> usize {
    let bytes = raw.as_bytes();
    let (mut place, mut seen) = (0, 0);
    while seen < at && place < bytes.len() {
        place += if bytes[place] == b'\r' && bytes.get(place + 1) == Some(&b'\n') {
            2
        } else {
            1
        };
        seen += 1;
    }
    place
}

/// Bytes of the stream below: a piece, or all.
fn read_bytes(vm: &mut Vm, buffer: &Value, size: Option<usize>) -> Outcome<Vec<u8>> {
    if native_buffer(vm, buffer).is_some_and(|native: &Buffered| native.reads) {
        buffered::check_open(vm, buffer, "read of closed file")?;
        return match size {
            Some(size) => buffered_methods::read_some(vm, buffer, size),
            None => Ok(buffered_methods::read(vm, buffer, None)?.unwrap_or_default()),
        };
    }
    let method = match size {
        Some(_) if vm.get_attribute_opt(buffer, "read1")?.is_some() => "read1",
        _ => "read",
    };
    let arguments: Vec<Value> = size.iter().map(|&size| Value::int(size as i64)).collect();
    let data = vm.call_method(buffer, method, &arguments)?;
    match vm.bytes_like_if_any(&data)? {
        Some(bytes) => Ok(bytes.into_vec()),
        None => {
            let name = vm.class_name(&data);
            Err(vm.type_error(format!(
                "underlying {method}() should have returned a bytes-like object, not '{name}'"
            )))
        }
    }
}

fn readable<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Text> {
    let state = state(vm, value)?;
    if state.readable.get() {
        Ok(state)
    } else {
        Err(unsupported(vm, "not readable"))
    }
}

/// `size` characters, or all to the end.
pub fn read(vm: &mut Vm, value: &Value, size: Option<usize>) -> Outcome<Value> {
    let state = readable(vm, value)?;
    let Some(size) = size else {
        state.fill(vm, true)?;
        let count = state.rest(vm).len();
        return Ok(state.take(vm, count));
    };
    loop {
        let rest = state.rest(vm);
        if let Some((end, _)) = rest.char_indices().nth(size) {
            return Ok(state.take(vm, end));
        }
        let count = rest.len();
        if rest.chars().count() == size || !state.fill(vm, false)? {
            let count = count.max(state.rest(vm).len());
            let end = state
                .rest(vm)
                .char_indices()
                .nth(size)
                .map_or(count, |(at, _)| at);
            return Ok(state.take(vm, end));
        }
    }
}

/// One line of at most `limit` characters.
pub fn readline(vm: &mut Vm, value: &Value, limit: Option<usize>) -> Outcome<Value> {
    let state = readable(vm, value)?;
    let mode = state.newline.get();
    let mut searched = 0;
    loop {
        let rest = state.rest(vm);
        // A line end of two characters may have been cut by the end of a piece.
        let from = floor_boundary(rest, searched.min(rest.len()).saturating_sub(1));
        let end = mode.line_end(&rest[from..]).map(|at| from + at);
        if let Some(limit) = limit
            && let Some((cut, _)) = rest.char_indices().nth(limit)
            && end.is_none_or(|end| end > cut)
        {
            return Ok(state.take(vm, cut));
        }
        if let Some(end) = end {
            return Ok(state.take(vm, end));
        }
        searched = rest.len();
        if !state.fill(vm, false)? {
            let rest = state.rest(vm);
            let end = mode.line_end(rest).unwrap_or(rest.len());
            return Ok(state.take(vm, end));
        }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The position of the next character, in bytes of the stream below.
pub fn tell(vm: &mut Vm, value: &Value) -> Outcome<i64> {
    let state = state(vm, value)?;
    if !state.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    if !state.telling.get() {
        return Err(vm.raise(Exc::OSError, "telling position disabled by next() call"));
    }
    flush(vm, value)?;
    let (_, buffer) = attached(vm, value)?;
    let at = vm.call_method(&buffer, "tell", &[])?;
    let at = vm.index_i64(&at)?;
    let mut unread = match state.raw.get(vm) {
        Some(raw) => raw[untranslated(raw, state.at.get())..].to_string(),
        None => state.rest(vm).to_string(),
    };
    if state.held.get() {
        unread.push('\r');
    }
    let pending = state.decoder.get(vm).pending().len();
    if unread.is_empty() {
        return Ok(at - pending as i64);
    }
    let errors = state.errors.get(vm).clone();
    let errors = match Errors::by_name(&errors) {
        kept @ (Errors::SurrogateEscape | Errors::SurrogatePass) => kept,
        _ => Errors::Replace,
    };
    let bytes =
        encode(state.unmarked_codec(), &unread, errors).map_or(unread.len(), |bytes| bytes.len());
    Ok(at - pending as i64 - bytes as i64)
}

impl Text {
    /// The codec as it is in the middle of a stream, where no mark is written.
    fn unmarked_codec(&self) -> crate::text::codec::Codec {
        use crate::text::codec::{Codec, Order};
        match self.codec.get() {
            Codec::Utf8Sig => Codec::Utf8,
            Codec::Utf16(Order::Marked) => Codec::Utf16(Order::Little),
            Codec::Utf32(Order::Marked) => Codec::Utf32(Order::Little),
            codec => codec,
        }
    }
}

/// Moves to a position.
pub fn seek(vm: &mut Vm, value: &Value, cookie: i64, whence: i64) -> Outcome<Value> {
    let state = state(vm, value)?;
    if !state.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let (_, buffer) = attached(vm, value)?;
    let target = match whence {
        0 if cookie < 0 => return Err(vm.value_error(format!("negative seek position {cookie}"))),
        0 => cookie,
        1 if cookie != 0 => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        1 => tell(vm, value)?,
        2 if cookie != 0 => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        2 => {
            flush(vm, value)?;
            state.forget_text(vm);
            state.set_middle(vm);
            return vm.call_method(&buffer, "seek", &[Value::int(0), Value::int(2)]);
        }
        _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
    };
    flush(vm, value)?;
    vm.call_method(&buffer, "seek", &[Value::int(target)])?;
    state.forget_text(vm);
    state.held.set(false);
    if target == 0 {
        state.decoder.get_mut(vm.gil()).reset();
        state.encoder.get_mut(vm.gil()).reset();
    } else {
        state.set_middle(vm);
    }
    Ok(Value::int(target))
}

impl Text {
    /// Decoder and encoder as they are in the middle of a stream.
    fn set_middle(&self, vm: &mut Vm) {
        let errors = self.errors.get(vm).clone();
        let codec = self.unmarked_codec();
        *self.decoder.get_mut(vm.gil()) =
            crate::text::codec::IncrementalDecoder::new(codec, Errors::by_name(&errors));
        self.encoder.get_mut(vm.gil()).skip_mark();
    }
}
