//! The page: a recorded run as one HTML file that needs no network and no server.
//!
//! Enters: a [`Trace`]. Leaves: the file. Anybody may call [`write`].
//!
//! | file | holds |
//! |---|---|
//! | `data.rs` | the trace in packed columns |
//! | `text.rs` | escaping, durations |
//! | `html.rs` | the parts that are there without a script: facts, legend, tables |
//! | `page.css`, `*.js` | the page itself; `data.js` unpacks, `lanes.js` draws, `tables.js` sums, `words.js` describes, `input.js` listens |
//!
//! # How it stays fluid
//! Nothing depends on how many spans there are but loading. Each thread has the starts of its spans in one sorted array and running
//! sums by group for every 64th, so the shares of any stretch of time cost two binary searches and at most 128 steps. A frame draws,
//! per row, spans that are at least two pixels wide as they are, and everything between as columns of two pixels that show how much of
//! that time the thread ran (height of the solid part) and what it mostly did else (pattern above).
//!
//! Measured with `cargo test --profile quick --test page -- --ignored --nocapture measure`, headless Chromium without a graphics
//! processor, two processors:
//!
//! | | 122,472 spans, 8 threads | 40,000 spans, 5,000 threads |
//! |---|---|---|
//! | file | 1.56 MB | 2.18 MB |
//! | loaded | 0.37 s | 1.1 s |
//! | drawing a frame while the wheel zooms, median / 95 % | 0.9 / 3.3 ms | 0.9 / 1.3 ms |
//! | from frame to frame, median / 95 % / 99 % | 16.7 / 16.8 / 33 ms | 16.7 / 16.7 / 17 ms |
//!
//! # Security
//! Names and source lines come from scripts. They stand in the file as JSON without `<`, or escaped, and reach the document as
//! text only. The policy in the head allows the page's own script and style by their digests and nothing else, no network either.

mod data;
mod html;
pub mod text;

use super::model::Trace;
use crate::native::binascii::encode_base64;
pub use html::title;

use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");

/// The script, one subject a file, in the order they build on each other.
const SCRIPT: &[&str] = &[
    include_str!("data.js"),
    include_str!("words.js"),
    include_str!("lanes.js"),
    include_str!("tables.js"),
    include_str!("input.js"),
];

/// Writes the trace as one HTML page.
pub fn write(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let script = format!("\n\"use strict\";\n{}", SCRIPT.join("\n"));
    let style = format!("\n{}{STYLE}", html::palette());
    let title = text::markup(&html::title(trace));
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{}'; style-src '{}'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        digest(&script),
        digest(&style),
    )?;
    html::body(trace, out)?;
    write!(
        out,
        "<script type=\"application/json\" id=\"trace\">{}</script>\n<script>{script}</script>\n</body>\n</html>\n",
        data::json_of(trace)
    )
}

/// The text of a source line, if the trace has it.
pub fn source_line<'a>(trace: &'a Trace, file: &str, line: u32) -> Option<&'a str> {
    let at = trace
        .lines
        .binary_search_by(|(name, number, _)| (name.as_str(), *number).cmp(&(file, line)))
        .ok()?;
    Some(&trace.lines[at].2)
}

/// What a policy calls a script or a style that stands in the page.
fn digest(text: &str) -> String {
    let digits = encode_base64(&Sha256::digest(text.as_bytes()));
    format!("sha256-{}", String::from_utf8_lossy(&digits))
}
