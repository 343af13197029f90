//! Source texts: a name, the text, and where its lines start. Spans count bytes of the text.
use std::sync::{Arc, OnceLock};

/// The characters of a source: in the binary itself, or made at run time.
#[derive(Clone, Debug)]
pub enum Text {
    /// Part of the binary.
    Static(&'static str),
    /// Read or made at run time.
    Shared(Arc<str>),
}

impl std::ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        match self {
            Text::Static(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl Eq for Text {}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::Shared(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::Shared(text.into())
    }
}

/// A source text with its name.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The name as tracebacks show it.
    pub name: Arc<str>,
    /// The text.
    pub text: Text,
    /// Found when first asked for: most sources never report a place.
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A source text; the text must be shorter than 4 GiB.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Text>) -> Source {
        Source {
            name: name.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let mut starts = vec![0];
            starts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at as u32 + 1));
            starts
        })
    }

    /// Line counted from 1 and column counted from 0 in bytes, of a byte offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1);
        (line as u32, offset.saturating_sub(starts[line - 1]))
    }

    /// The text of a line counted from 1, without its line end; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let Some(&start) = starts.get((line as usize).wrapping_sub(1)) else {
            return "";
        };
        let end = starts
            .get(line as usize)
            .map_or(self.text.len(), |&next| next as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }
}
