//! Source texts: a name, the text, and where its lines start. Spans count bytes of the text.
use std::sync::Arc;

/// A source text with its name.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The name as tracebacks show it.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    line_starts: Vec<u32>,
}

impl Source {
    /// A source text; the text must be shorter than 4 GiB.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text: Arc<str> = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
        Source {
            name: name.into(),
            text,
            line_starts,
        }
    }

    /// Line counted from 1 and column counted from 0 in bytes, of a byte offset.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self
            .line_starts
            .partition_point(|&start| start <= offset)
            .max(1);
        (
            line as u32,
            offset.saturating_sub(self.line_starts[line - 1]),
        )
    }

    /// The text of a line counted from 1, without its line end; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let Some(&start) = self.line_starts.get((line as usize).wrapping_sub(1)) else {
            return "";
        };
        let end = self
            .line_starts
            .get(line as usize)
            .map_or(self.text.len(), |&next| next as usize);
        self.text[start as usize..end].trim_end_matches(['\n', '\r'])
    }
}
