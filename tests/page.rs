//! What shows a recorded run: the page, the picture, the JSON.
//!
//! Enters: traces made by hand or at random. Leaves: libtest's report. The page is looked at in a real headless Chromium, with real
//! keys and pointers; without one on this machine those tests say so and pass. Nothing is asserted about time; `measure` (run it with
//! `-- --ignored --nocapture`) tells sizes and times.
#[path = "page/browser.rs"]
mod browser;
#[path = "page/random.rs"]
mod random;
#[path = "page/sample.rs"]
mod sample;
#[path = "page/scenarios.rs"]
mod scenarios;

use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use tick::trace::model::*;
use tick::trace::{page, perfetto, svg};

type Writer = fn(&Trace, &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(writer: Writer, trace: &Trace) -> String {
    let mut out = Vec::new();
    writer(trace, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("it is UTF-8")
}

/// An empty folder that goes away with the value.
struct Folder(PathBuf);

fn folder(name: &str) -> Folder {
    let name = format!("page-{name}-{}", std::process::id());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("the folder can be made");
    Folder(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

// ---- the JSON ----

/// Microseconds with three decimals as nanoseconds.
fn nanoseconds(value: &Value) -> u64 {
    let text = value.to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
    let part = format!("{part:0<3}");
    whole.parse::<u64>().expect("a number") * 1000 + part.parse::<u64>().expect("three digits")
}

/// A slice that a flow goes through.
struct Stop {
    start: u64,
    end: u64,
    enters: bool,
    leaves: bool,
}

/// Reads the JSON and holds it against what its readers ask for.
fn check_json(trace: &Trace) -> Result<(), TestCaseError> {
    // Numbers are kept as they stand: as floats, long traces would lose nanoseconds.
    let text = written(perfetto::write, trace);
    let root: Value = serde_json::from_str(&text).expect("it is JSON");
    let events = root["traceEvents"].as_array().expect("a list");
    let mut tracks: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut flows: BTreeMap<String, Vec<Stop>> = BTreeMap::new();
    let mut slices = 0;
    for event in events {
        let track = (
            event["pid"].as_u64().expect("pid"),
            event["tid"].as_u64().expect("tid"),
        );
        prop_assert!(track.0 > 0 && track.1 > 0);
        let name = event["name"].as_str().expect("every event has a name");
        let special = [
            "Profile",
            "ProfileChunk",
            "CpuProfile",
            "Screenshot",
            "TracingStartedInBrowser",
        ];
        prop_assert!(!special.contains(&name));
        let phase = event["ph"].as_str().expect("a phase");
        prop_assert!(phase == "M" || event["ts"].is_number());
        match phase {
            "X" => {
                slices += 1;
                let start = nanoseconds(&event["ts"]);
                let end = start + nanoseconds(&event["dur"]);
                tracks.entry(track).or_default().push((start, end));
                if let Some(id) = event["bind_id"].as_str() {
                    flows.entry(id.to_string()).or_default().push(Stop {
                        start,
                        end,
                        enters: event["flow_in"] == true,
                        leaves: event["flow_out"] == true,
                    });
                }
            }
            "C" => prop_assert!(
                event["args"]["threads"].as_u64().is_some(),
                "never below zero"
            ),
            "M" if name == "thread_name" => {
                prop_assert!(
                    named.insert(track),
                    "a track is named once, so no two threads share one"
                );
            }
            "M" | "i" => {}
            other => prop_assert!(false, "phase {other}"),
        }
    }
    let all = trace.processes.iter().flat_map(|process| &process.threads);
    let locks: usize = all.map(|thread| thread.locks.len()).sum();
    prop_assert_eq!(slices, sample::spans(trace) + locks);
    for (track, slices) in &mut tracks {
        prop_assert!(named.contains(track), "every track has a name");
        slices.sort_unstable();
        for pair in slices.windows(2) {
            prop_assert!(pair[0].1 <= pair[1].0, "slices overlap: {pair:?}");
        }
    }
    // A flow goes forward, from its only beginning to its only end.
    for (id, stops) in &mut flows {
        stops.sort_by_key(|stop| stop.start);
        prop_assert!(stops.len() >= 2, "{id}");
        for (at, stop) in stops.iter().enumerate() {
            prop_assert!(stop.end > stop.start);
            prop_assert_eq!(stop.enters, at > 0);
            prop_assert_eq!(stop.leaves, at + 1 < stops.len());
        }
        for pair in stops.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start);
        }
    }
    Ok(())
}

#[test]
fn json_of_samples() {
    for trace in [
        sample::bank(40),
        sample::small(),
        sample::nasty(),
        Trace::default(),
    ] {
        check_json(&trace).expect("the readers' rules hold");
    }
    let text = written(perfetto::write, &sample::bank(40));
    let hand_overs: usize = sample::bank(40)
        .processes
        .iter()
        .map(|process| process.handovers.len())
        .sum();
    assert_eq!(
        text.matches("\"flow_out\":true").count(),
        hand_overs,
        "every hand-over of a run that keeps the rules is a flow"
    );
}

// ---- the picture ----

/// Follows tags to see that they close in order, and that nothing stands in the document that should be escaped.
fn check_markup(text: &str) {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name.to_string()), "what ends was begun");
        } else if !tag.ends_with('/') {
            open.push(
                tag.split_whitespace()
                    .next()
                    .unwrap_or_default()
                    .to_string(),
            );
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?} are never closed");
}

#[test]
fn pictures_are_small_and_well_formed() {
    // 10,000 events, and more.
    for rounds in [1, 40, 400, 4000] {
        let trace = sample::bank(rounds);
        let text = written(svg::write, &trace);
        check_markup(&text);
        assert!(
            text.len() < 50_000,
            "{} bytes for {} spans",
            text.len(),
            sample::spans(&trace)
        );
        assert!(text.contains("teller-1") && text.contains("Process-1"));
    }
    let nasty = written(svg::write, &sample::nasty());
    check_markup(&nasty);
    assert!(!nasty.contains("<script"));
    check_markup(&written(svg::write, &Trace::default()));
}

#[test]
fn pictures_of_many_threads_are_small() {
    let mut trace = sample::bank(400);
    let thread = trace.processes[0].threads[1].clone();
    trace.processes[0]
        .threads
        .extend(std::iter::repeat_n(thread, 300));
    let text = written(svg::write, &trace);
    check_markup(&text);
    assert!(text.len() < 50_000, "{} bytes", text.len());
    assert!(text.contains("more threads are not shown"));
}

// ---- the page's file ----

/// The data of a page.
fn data(page: &str) -> Value {
    let begin = "<script type=\"application/json\" id=\"trace\">";
    let from = page.find(begin).expect("the data is there") + begin.len();
    let to = from + page[from..].find("</script>").expect("it ends");
    serde_json::from_str(&page[from..to]).expect("it is JSON")
}

#[test]
fn pages_are_small() {
    let trace = sample::bank(4000);
    let page = written(page::write, &trace);
    assert!(
        sample::spans(&trace) >= 100_000,
        "{}",
        sample::spans(&trace)
    );
    assert!(page.len() < 2_000_000, "{} bytes", page.len());
}

#[test]
fn nothing_of_a_script_is_markup() {
    let page = written(page::write, &sample::nasty());
    assert!(!page.contains("<script>window"));
    assert!(!page.contains("<img"));
    assert_eq!(
        page.matches("</script>").count(),
        2,
        "the data and the script"
    );
    assert!(
        !page.contains('\u{2028}')
            || !page[page.find("id=\"trace\"").expect("data")..].contains('\u{2028}')
    );
    assert!(
        data(&page)["command"][0]
            .as_str()
            .expect("text")
            .contains("</script>")
    );
}

proptest! {
    #[test]
    fn any_trace_can_be_written(trace in random::trace()) {
        check_json(&trace)?;
        let page = written(page::write, &trace);
        let data = data(&page);
        let threads: usize = data["processes"].as_array().expect("a list").iter().map(|process| process["threads"].as_array().expect("a list").len()).sum();
        prop_assert_eq!(threads, trace.processes.iter().map(|process| process.threads.len()).sum::<usize>());
        check_markup(&written(svg::write, &trace));
    }
}

// ---- the page in a browser ----

#[test]
fn the_page_in_chromium() {
    let Some(program) = browser::find() else {
        eprintln!("skipped: no Chromium on this machine (Debian: apt-get install chromium)");
        return;
    };
    scenarios::all(&program, &folder("chromium").0);
}

#[test]
#[ignore = "measures; run it by hand"]
fn measure() {
    let program = browser::find().expect("a Chromium");
    scenarios::measure(&program, &folder("measure").0);
}

/// Writes the sample as a page, a picture and JSON into the folder that `TICK_SAMPLES` names.
#[test]
#[ignore = "writes files to look at"]
fn samples() {
    let folder =
        PathBuf::from(std::env::var_os("TICK_SAMPLES").expect("TICK_SAMPLES names a folder"));
    for (name, trace) in [
        ("bank", sample::bank(60)),
        ("small", sample::small()),
        ("large", sample::bank(4000)),
        ("nasty", sample::nasty()),
        ("crowd", sample::crowd(5000)),
    ] {
        for (ending, writer) in [
            ("html", page::write as Writer),
            ("svg", svg::write),
            ("json", perfetto::write),
        ] {
            std::fs::write(
                folder.join(format!("{name}.{ending}")),
                written(writer, &trace),
            )
            .expect("the folder can be written");
        }
    }
}

/// Takes the picture of the docs: opens the page that `TICK_PAGE` names, runs the script in `TICK_LOOK`, points at the span that it
/// returns (`[lane, span]`), and writes what is seen to `TICK_PICTURE`.
#[test]
#[ignore = "makes a picture of the docs"]
fn picture() {
    let named = |name: &str| std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
    let program = browser::find().expect("a Chromium");
    let page = std::fs::read(named("TICK_PAGE")).expect("the page can be read");
    let picture = scenarios::picture(&program, &folder("picture").0, &page, &named("TICK_LOOK"));
    std::fs::write(named("TICK_PICTURE"), picture).expect("the picture can be written");
}
