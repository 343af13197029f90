//! What a person does with the page, done in a browser.

use super::browser::Browser;
use super::{page, sample, written};
use serde_json::Value;
use std::path::Path;
use std::time::Instant;
use tick::trace::model::Trace;

const STATE: &str = "tickTrace.state()";

fn state(browser: &mut Browser, name: &str) -> f64 {
    browser.number(&format!("{STATE}.{name}"))
}

/// The visible range, after the frame that shows it.
fn range(browser: &mut Browser) -> (f64, f64) {
    browser.value("new Promise(requestAnimationFrame)");
    (state(browser, "from"), state(browser, "to"))
}

fn chosen(browser: &mut Browser) -> (String, i64) {
    let value = browser.value(&format!("{STATE}.chosen"));
    (
        value["lane"].as_str().unwrap_or_default().to_string(),
        value["span"].as_i64().unwrap_or(-1),
    )
}

/// Where a span is, in whole pixels as pointers have them.
fn place(browser: &mut Browser, lane: &str, span: usize) -> (f64, f64) {
    let place = browser.value(&format!("tickTrace.placeOf('{lane}', {span})"));
    let pixel = |name: &str| place[name].as_f64().expect("a number").round();
    (pixel("x"), pixel("y"))
}

fn focus_first(browser: &mut Browser) {
    browser.value("document.activeElement.blur()");
    browser.value("document.querySelector('.label').focus()");
}

/// Every scenario, one after the other in one browser, each on a page of its own.
pub fn all(program: &Path, folder: &Path) {
    let mut browser = Browser::start(program, folder, (1280, 800));
    let small = written(page::write, &sample::small());
    let bank = written(page::write, &sample::bank(30));
    let scenarios: [(&str, &str, fn(&mut Browser)); 12] = [
        ("wheel", &bank, wheel_zooms_around_the_pointer),
        ("keys", &bank, keys_zoom_and_move),
        ("threads", &bank, keys_go_through_threads_and_spans),
        ("handovers", &bank, keys_follow_hand_overs),
        ("hover", &small, pointing_tells),
        ("pin", &small, clicking_pins),
        ("drag", &bank, dragging_moves_and_chooses),
        ("pinch", &bank, fingers_zoom),
        ("filters", &bank, filters_hide),
        ("sums", &bank, sums_are_lives),
        ("schemes", &bank, light_dark_and_without_colour),
        ("roles", &bank, roles_and_names),
    ];
    for (name, page, scenario) in scenarios {
        eprintln!("  {name}");
        browser.open(&format!("{name}.html"), page.as_bytes());
        scenario(&mut browser);
        assert_eq!(browser.complaints, [""; 0], "{name}: the browser complains");
    }
    eprintln!("  empty, nasty, large, without script");
    browser.open(
        "empty.html",
        written(page::write, &Trace::default()).as_bytes(),
    );
    for key in [
        "Tab",
        "n",
        "p",
        "Enter",
        "+",
        "0",
        "f",
        " ",
        "ArrowDown",
        "Escape",
    ] {
        browser.key(key);
    }
    assert_eq!(browser.complaints, [""; 0]);
    nothing_escapes(&mut browser);
    a_large_page_is_whole(&mut browser);
    tables_need_no_script(&mut browser, &bank, folder);
}

fn wheel_zooms_around_the_pointer(browser: &mut Browser) {
    let whole = range(browser);
    assert_eq!(whole, (0.0, state(browser, "duration")));
    let (x, y) = place(browser, "compute", 5);
    let under = "(() => { const { from, to } = tickTrace.state(), box = document.getElementById('picture').getBoundingClientRect(); return from + (to - from) * (X - box.left) / box.width; })()"
        .replace('X', &x.to_string());
    let before = browser.number(&under);
    for _ in 0..8 {
        browser.wheel(x, y, -240.0);
    }
    let near = range(browser);
    assert!(
        near.1 - near.0 < (whole.1 - whole.0) / 20.0,
        "{near:?} of {whole:?}"
    );
    let after = browser.number(&under);
    assert!(
        (after - before).abs() <= (near.1 - near.0) / 500.0,
        "the time under the pointer stays"
    );
    for _ in 0..12 {
        browser.wheel(x, y, 240.0);
    }
    assert_eq!(range(browser), whole);
}

fn keys_zoom_and_move(browser: &mut Browser) {
    let whole = range(browser);
    focus_first(browser);
    browser.key("+");
    browser.key("+");
    let near = range(browser);
    assert!(((near.1 - near.0) * 4.0 - whole.1).abs() < 2.0, "{near:?}");
    browser.key("ArrowRight");
    let right = range(browser);
    assert!(right.0 > near.0 && (right.1 - right.0 - (near.1 - near.0)).abs() < 1.0);
    browser.key("ArrowLeft");
    browser.key("-");
    let far = range(browser);
    assert!(((far.1 - far.0) * 2.0 - whole.1).abs() < 2.0);
    // Never out of the run, never nearer than 100 ns.
    for _ in 0..30 {
        browser.key("ArrowRight");
    }
    assert_eq!(range(browser).1, whole.1);
    for _ in 0..60 {
        browser.key("+");
    }
    let nearest = range(browser);
    assert!((nearest.1 - nearest.0 - 100.0).abs() < 1e-3, "{nearest:?}");
    browser.key("0");
    assert_eq!(range(browser), whole);
}

fn keys_go_through_threads_and_spans(browser: &mut Browser) {
    let names: Vec<String> = browser
        .value(&format!("{STATE}.lanes"))
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_string)
        .collect();
    assert_eq!(
        names[..4],
        ["MainProcess", "MainThread", "teller-1", "teller-2"]
    );
    focus_first(browser);
    assert_eq!(chosen(browser).0, "MainProcess");
    browser.key("Tab");
    assert_eq!(chosen(browser).0, "MainThread");
    browser.key("ArrowDown");
    let (lane, first) = chosen(browser);
    assert_eq!(lane, "teller-1");
    browser.key("Enter");
    let (lane, second) = chosen(browser);
    assert_eq!((lane.as_str(), second), ("teller-1", first + 1));
    let spoken = browser.text("document.getElementById('live').textContent");
    let word = browser.text(&format!("tickTrace.span('teller-1', {second}).word"));
    assert!(
        spoken.contains("teller-1") && spoken.contains(&word),
        "{spoken}"
    );
    assert_eq!(
        browser
            .text("document.activeElement.textContent")
            .find("teller-1"),
        Some(0)
    );
    browser.key_with("Enter", 8);
    assert_eq!(chosen(browser).1, first);
    browser.key("f");
    let (from, to) = range(browser);
    let span = browser.value(&format!("tickTrace.span('teller-1', {first})"));
    assert!(
        from <= span["from"].as_f64().expect("a time")
            && to >= span["to"].as_f64().expect("a time")
    );
    assert!(to - from < state(browser, "duration") / 10.0);
    browser.key("ArrowUp");
    assert_eq!(chosen(browser).0, "MainThread");
    browser.key("/");
    assert_eq!(browser.text("document.activeElement.id"), "find-threads");
    // Letters that are typed into the search are no commands.
    browser.key("n");
    assert_eq!(browser.text("document.activeElement.value"), "n");
    browser.key("Escape");
    assert_ne!(browser.text("document.activeElement.id"), "find-threads");
}

fn keys_follow_hand_overs(browser: &mut Browser) {
    let trace = sample::bank(30);
    let handovers = &trace.processes[0].handovers;
    focus_first(browser);
    browser.key("+");
    browser.key("+");
    browser.key("+");
    let from = range(browser).0;
    let start =
        browser.number("(() => { const { chosen } = tickTrace.state(); return chosen.span; })()");
    assert!(start >= 0.0);
    browser.key("n");
    let first = chosen(browser);
    assert!(
        browser
            .text("document.getElementById('live').textContent")
            .contains("hand-over from")
    );
    let at = |browser: &mut Browser| {
        let (lane, span) = chosen(browser);
        let begin = browser.number(&format!("tickTrace.span('{lane}', {span}).from"));
        assert_eq!(
            browser.text(&format!("tickTrace.span('{lane}', {span}).word")),
            "runs"
        );
        handovers
            .iter()
            .position(|handover| {
                handover.time_ns as f64 == begin
                    && trace.processes[0].threads[handover.to as usize].name == lane
            })
            .expect("it is a hand-over's")
    };
    let number = at(browser);
    assert!(handovers[number].time_ns as f64 >= from);
    browser.key("n");
    assert_eq!(at(browser), number + 1);
    browser.key("p");
    assert_eq!((at(browser), chosen(browser)), (number, first));
    let (from, to) = range(browser);
    let time = handovers[number].time_ns as f64;
    assert!(from <= time && time <= to, "what is chosen is on show");
}

fn pointing_tells(browser: &mut Browser) {
    let trace = sample::small();
    let left = &trace.processes[0].threads[1];
    let io = left
        .spans
        .iter()
        .position(|span| span.doing == tick::trace::model::Doing::Wait(tick::sched::Reason::Io))
        .expect("it reads");
    let (x, y) = place(browser, "left", io);
    browser.move_to(x, y, false);
    browser.wait("!document.getElementById('tip').hidden");
    let tip = browser.text("document.getElementById('tip').textContent");
    for part in [
        "left",
        "reads or writes",
        "500 µs",
        "bank.py:",
        "Lock balance, made at examples/bank.py:3",
    ] {
        assert!(tip.contains(part), "{part} is not in {tip}");
    }
    let waits = trace.processes[0].threads[2]
        .spans
        .iter()
        .position(|span| span.object == 0)
        .expect("it waits for the lock");
    let (x, y) = place(browser, "right", waits);
    browser.move_to(x, y, false);
    let tip = browser.text("document.getElementById('tip').textContent");
    assert!(
        tip.contains("waits for a lock") && tip.contains("Lock balance"),
        "{tip}"
    );
    let site = trace.processes[0].threads[2].spans[waits].site as usize;
    let line = trace
        .lines
        .iter()
        .find(|line| line.1 == trace.sites[site].line)
        .expect("the line is there");
    assert_eq!(
        browser.text("document.querySelector('#tip .source').textContent"),
        line.2.trim()
    );
    assert_eq!(
        browser.text("document.querySelector('#details .source').textContent"),
        line.2.trim()
    );
    browser.move_to(x, 5.0, false);
    browser.wait("document.getElementById('tip').hidden");
}

fn clicking_pins(browser: &mut Browser) {
    let (x, y) = place(browser, "left", 1);
    browser.click(x, y);
    assert_eq!(chosen(browser), ("left".to_string(), 1));
    browser.wait("document.getElementById('details').classList.contains('pinned')");
    let pinned = browser.text("document.getElementById('details').textContent");
    let (x, y) = place(browser, "right", 1);
    browser.move_to(x, y, false);
    assert_eq!(
        browser.text("document.getElementById('details').textContent"),
        pinned,
        "pinned details stay"
    );
    browser.key("Escape");
    browser.wait("!document.getElementById('details').classList.contains('pinned')");
    browser.move_to(x + 1.0, y, false);
    assert_ne!(
        browser.text("document.getElementById('details').textContent"),
        pinned
    );
}

fn dragging_moves_and_chooses(browser: &mut Browser) {
    let whole = range(browser).1;
    let middle = browser.value("(() => { const box = document.getElementById('overview').getBoundingClientRect(); return [box.left, box.top + box.height / 2, box.width]; })()");
    let part =
        |share: f64| middle[0].as_f64().expect("x") + share * middle[2].as_f64().expect("width");
    let y = middle[1].as_f64().expect("y");
    browser.move_to(part(0.25), y, false);
    browser.press(part(0.25), y);
    browser.move_to(part(0.4), y, true);
    browser.move_to(part(0.5), y, true);
    browser.release(part(0.5), y);
    let (from, to) = range(browser);
    assert!(
        (from - whole * 0.25).abs() < whole * 0.01 && (to - whole * 0.5).abs() < whole * 0.01,
        "{from} {to} of {whole}"
    );
    // Dragging the picture to the left by 100 pixels moves what is seen by as much.
    let (x, y) = browser_middle(browser);
    let wide = browser.number("document.getElementById('picture').getBoundingClientRect().width");
    browser.move_to(x, y, false);
    browser.press(x, y);
    browser.move_to(x - 50.0, y, true);
    browser.move_to(x - 100.0, y, true);
    browser.release(x - 100.0, y);
    let (dragged, _) = range(browser);
    assert!(
        (dragged - from - (to - from) * 100.0 / wide).abs() < (to - from) * 0.02,
        "{from} became {dragged}"
    );
    // A click on the overview shows what lies there.
    browser.click(part(0.9), middle[1].as_f64().expect("y"));
    let (from, to) = range(browser);
    assert!(from < whole * 0.9 && to > whole * 0.9);
}

fn browser_middle(browser: &mut Browser) -> (f64, f64) {
    let box_of = browser.value("(() => { const box = document.getElementById('picture').getBoundingClientRect(); return [box.left + box.width / 2, box.top + 60]; })()");
    (
        box_of[0].as_f64().expect("x"),
        box_of[1].as_f64().expect("y"),
    )
}

fn fingers_zoom(browser: &mut Browser) {
    browser.call(
        "Emulation.setTouchEmulationEnabled",
        serde_json::json!({"enabled": true, "maxTouchPoints": 2}),
    );
    let whole = range(browser);
    let (x, y) = browser_middle(browser);
    browser.touch("touchStart", &[(x - 40.0, y), (x + 40.0, y)]);
    for step in 1..=8 {
        let apart = 40.0 + 15.0 * f64::from(step);
        browser.touch("touchMove", &[(x - apart, y), (x + apart, y)]);
    }
    browser.touch("touchEnd", &[]);
    let near = range(browser);
    assert!(
        near.1 - near.0 < (whole.1 - whole.0) * 0.6,
        "{near:?} of {whole:?}"
    );
    browser.touch("touchStart", &[(x, y)]);
    browser.touch("touchMove", &[(x - 60.0, y)]);
    browser.touch("touchMove", &[(x - 120.0, y)]);
    browser.touch("touchEnd", &[]);
    let moved = range(browser);
    assert!(moved.0 > near.0, "one finger moves: {near:?}, {moved:?}");
    browser.call(
        "Emulation.setTouchEmulationEnabled",
        serde_json::json!({"enabled": false}),
    );
}

fn filters_hide(browser: &mut Browser) {
    let rows = state(browser, "lanes.length");
    assert_eq!(rows, 10.0, "two processes and eight threads");
    browser.click_on("#thread-list li:nth-child(2) input");
    assert_eq!(state(browser, "lanes.length"), rows - 1.0);
    assert!(
        !browser
            .value("tickTrace.state().lanes.includes('teller-1')")
            .as_bool()
            .expect("yes or no")
    );
    assert_eq!(
        browser.number("document.querySelectorAll('#threads tbody tr').length"),
        7.0
    );
    // A search narrows the list, and the buttons act on what was found.
    browser.click_on("#find-threads");
    for letter in ["t", "e", "l", "l"] {
        browser.key(letter);
    }
    assert_eq!(
        browser.number("document.querySelectorAll('#thread-list li').length"),
        2.0
    );
    browser.click_on("#no-threads");
    assert_eq!(state(browser, "lanes.length"), rows - 2.0);
    browser.click_on("#all-threads");
    assert_eq!(state(browser, "lanes.length"), rows);
    // Without its lock the picture of a teller changes, and the table has one row less.
    let picture = "document.getElementById('picture').toDataURL()";
    browser.value("new Promise(requestAnimationFrame)");
    let (before, objects) = (
        browser.text(picture),
        browser.number("document.querySelectorAll('#objects tbody tr').length"),
    );
    browser.click_on("#object-list li:nth-child(1) input");
    browser.value("new Promise(requestAnimationFrame)");
    assert_ne!(browser.text(picture), before);
    assert_eq!(
        browser.number("document.querySelectorAll('#objects tbody tr').length"),
        objects - 1.0
    );
    browser.click_on("#all-objects");
    browser.move_to(5.0, 5.0, false);
    browser.value("new Promise(requestAnimationFrame)");
    assert_eq!(browser.text(picture), before);
}

fn sums_are_lives(browser: &mut Browser) {
    // The page's own sums, of the whole and of parts: groups add up to the life, parts to the whole.
    browser.value(
        "(() => { for (const lane of threads) {
            if (lane.wholeSum !== lane.raw.end - lane.at[0]) throw new Error(`${lane.name}: ${lane.wholeSum}`);
            for (const cut of [0.1, 0.33, 0.5, 0.77]) {
                const time = trace.duration * cut, a = shares(lane, 0, time), b = shares(lane, time, Infinity);
                for (let g = 0; g < GROUPS; g++) if (Math.abs(a[g] + b[g] - lane.whole[g]) > 1e-3) throw new Error(`${lane.name} ${g}`);
            }
        } })()",
    );
    // Random stretches against a walk over all spans.
    browser.value(
        "(() => { let seed = 1; const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
            for (const lane of lanes) for (let k = 0; k < 50; k++) {
                const from = random() * trace.duration, to = from + random() * trace.duration * 0.3, sums = shares(lane, from, to);
                const slow = new Float64Array(GROUPS + 1);
                for (let i = 0; i < lane.count; i++) slow[lane.group[i]] += Math.max(0, Math.min(to, lane.at[i + 1]) - Math.max(from, lane.at[i]));
                for (let g = 0; g <= GROUPS; g++) if (Math.abs(slow[g] - sums[g]) > 1e-3) throw new Error(`${lane.name} ${g} ${slow[g]} ${sums[g]}`);
            } })()",
    );
    // What the table says is the visible range: half of it, half of the sums.
    let sum =
        "document.querySelector('#threads tbody tr td:nth-last-child(3)').firstChild.textContent";
    let before = browser.text(sum);
    focus_first(browser);
    browser.key("+");
    browser.key("+");
    browser.wait(&format!("{sum} !== '{before}'"));
    assert!(
        browser
            .text("document.querySelector('#totals .range').textContent")
            .starts_with("From ")
    );
}

fn light_dark_and_without_colour(browser: &mut Browser) {
    let ground = "getComputedStyle(document.body).backgroundColor";
    let picture = "document.getElementById('picture').toDataURL()";
    let (light, drawn) = (browser.text(ground), browser.text(picture));
    browser.call(
        "Emulation.setEmulatedMedia",
        serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]}),
    );
    browser.wait(&format!("{ground} !== '{light}'"));
    // The picture follows the scheme.
    browser.wait(&format!("{picture} !== {}", serde_json::json!(drawn)));
    browser.call(
        "Emulation.setEmulatedMedia",
        serde_json::json!({"features": [{"name": "prefers-color-scheme", "value": "light"}]}),
    );
    browser.wait(&format!("{ground} === '{light}'"));
    // In shades of grey every two groups are still drawn differently, whatever their hues.
    let alike = browser.value(
        "(() => { const grey = patterns.slice(0, GROUPS).map((pattern) => {
            const tile = document.createElement('canvas'); tile.width = tile.height = 16;
            const p = tile.getContext('2d'); p.fillStyle = pattern; p.fillRect(0, 0, 16, 16);
            const { data } = p.getImageData(0, 0, 16, 16), shades = [];
            for (let i = 0; i < data.length; i += 4) shades.push(0.2126 * data[i] + 0.7152 * data[i + 1] + 0.0722 * data[i + 2]);
            return shades; });
          const alike = [];
          for (let a = 0; a < GROUPS; a++) for (let b = 0; b < a; b++) {
            const different = grey[a].filter((shade, i) => Math.abs(shade - grey[b][i]) > 25).length;
            if (different < 16) alike.push([a, b, different]);
          }
          return alike; })()",
    );
    assert_eq!(alike, serde_json::json!([]));
}

fn roles_and_names(browser: &mut Browser) {
    let tree = browser.call("Accessibility.getFullAXTree", serde_json::json!({}));
    let nodes = tree["nodes"].as_array().expect("a list");
    let has = |role: &str, name: &str| {
        nodes.iter().any(|node| {
            node["role"]["value"] == role
                && node["name"]["value"]
                    .as_str()
                    .is_some_and(|found| found.contains(name))
        })
    };
    for (role, name) in [
        ("group", "Timeline"),
        ("button", "thread teller-1, ran"),
        ("button", "process MainProcess, lock held"),
        ("toolbar", "View"),
        ("button", "zoom in"),
        ("image", "The whole run in small"),
        ("searchbox", "search threads"),
        ("checkbox", "teller-1"),
        ("complementary", "Details and filters"),
        ("region", "Tables"),
        ("rowheader", "teller-1"),
        ("columnheader", "runs"),
        ("link", "Skip to the tables"),
    ] {
        assert!(has(role, name), "nothing is a {role} called {name}");
    }
    assert!(
        nodes.iter().any(|node| node["role"]["value"] == "status"),
        "what is chosen is read out"
    );
    // Whatever can be pressed has a name.
    for node in nodes {
        let role = node["role"]["value"].as_str().unwrap_or_default();
        if matches!(role, "button" | "checkbox" | "searchbox" | "link")
            && node["ignored"] != Value::Bool(true)
        {
            assert_ne!(node["name"]["value"], "", "a {role} has no name");
        }
    }
}

/// Names that try to be markup are text, and nothing of them runs.
fn nothing_escapes(browser: &mut Browser) {
    browser.open(
        "nasty.html",
        written(page::write, &sample::nasty()).as_bytes(),
    );
    assert_eq!(browser.value("typeof window.hacked"), "undefined");
    let name = sample::nasty().processes[0].threads[1].name.clone();
    assert_eq!(browser.text("threads[1].name"), name);
    assert_eq!(
        browser.text("threads[1].label.querySelector('bdi').textContent"),
        name
    );
    assert_eq!(browser.number("document.images.length"), 0.0);
    browser.value("document.querySelectorAll('.label')[2].focus()");
    for _ in 0..5 {
        browser.key("Enter");
    }
    assert!(
        browser
            .text("document.getElementById('details').textContent")
            .contains("</script>")
    );
    assert_eq!(browser.value("typeof window.hacked"), "undefined");
    // The page's own policy: what a script of somebody else would do is refused.
    let complaints = browser.complaints.len();
    browser.value("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://localhost:9/x\" onerror=\"window.hacked=3\">')");
    // The policy refuses and says so.
    browser.wait_for_complaint(complaints);
    assert_eq!(browser.value("typeof window.hacked"), "undefined");
    browser.complaints.clear();
}

/// 10⁵ spans are all there, and the picture can be zoomed down to one of them and back.
fn a_large_page_is_whole(browser: &mut Browser) {
    let trace = sample::bank(4000);
    browser.open("large.html", written(page::write, &trace).as_bytes());
    assert_eq!(state(browser, "spans"), sample::spans(&trace) as f64);
    let thread = &trace.processes[0].threads[1];
    let wanted = thread.spans.len() / 2;
    let span = browser.value(&format!("tickTrace.span('teller-1', {wanted})"));
    assert_eq!(
        (span["from"].as_f64(), span["to"].as_f64()),
        (
            Some(thread.spans[wanted].start_ns as f64),
            Some(thread.spans[wanted].end_ns as f64)
        )
    );
    for _ in 0..60 {
        let (x, y) = place(browser, "teller-1", wanted);
        browser.wheel(x, y, -200.0);
    }
    let (x, y) = place(browser, "teller-1", wanted);
    browser.click(x, y);
    assert_eq!(chosen(browser), ("teller-1".to_string(), wanted as i64));
    browser.key("0");
    assert_eq!(range(browser), (0.0, trace.duration_ns as f64));
    assert_eq!(browser.complaints, [""; 0]);
}

fn tables_need_no_script(browser: &mut Browser, page: &str, folder: &Path) {
    browser.call(
        "Emulation.setScriptExecutionDisabled",
        serde_json::json!({"value": true}),
    );
    let path = folder.join("plain.html");
    std::fs::write(&path, page).expect("the folder can be written");
    browser.visit(&format!("file://{}", path.display()));
    browser.wait("document.readyState === 'complete' && document.querySelectorAll('#threads tbody tr').length === 8");
    assert_eq!(
        browser.number("document.querySelectorAll('#objects tbody tr').length"),
        3.0
    );
    assert_eq!(
        browser.number("document.getElementById('stage').offsetHeight"),
        0.0,
        "no dead controls"
    );
    assert!(
        browser
            .text("document.querySelector('noscript').textContent")
            .contains("JavaScript")
    );
    assert!(
        browser
            .text("document.querySelector('#threads').textContent")
            .contains("teller-1")
    );
    browser.call(
        "Emulation.setScriptExecutionDisabled",
        serde_json::json!({"value": false}),
    );
}

/// Size, loading and frames of large pages, for the docs of the page.
pub fn measure(program: &Path, folder: &Path) {
    let mut browser = Browser::start(program, folder, (1280, 800));
    for (name, trace, lane, span) in [
        ("10⁵ spans", sample::bank(4000), "compute", 4000),
        ("5,000 threads", sample::crowd(5000), "worker-3", 2),
    ] {
        let page = written(page::write, &trace);
        println!(
            "{name}: {} spans, {} bytes",
            sample::spans(&trace),
            page.len()
        );
        let start = Instant::now();
        browser.open("measure.html", page.as_bytes());
        println!(
            "  opened in {:.0} ms, as the test sees it",
            start.elapsed().as_secs_f64() * 1e3
        );
        println!("  {}", browser.text("(() => { const [page] = performance.getEntriesByType('navigation'); return `loaded ${page.loadEventEnd.toFixed(0)} ms after navigation began`; })()"));
        let (x, y) = place(&mut browser, lane, span);
        browser.value(
            "(() => { window.gaps = []; window.draws = []; let last = performance.now(); const tick = (now) => { gaps.push(now - last); last = now; draws.push(tickTrace.state().frames.last); requestAnimationFrame(tick); }; requestAnimationFrame(tick); })()",
        );
        for down in [-60.0, 60.0] {
            for _ in 0..150 {
                browser.wheel(x, y, down);
            }
        }
        println!(
            "{}",
            browser.text(
                "(() => { const tell = (list) => { const sorted = [...list].sort((a, b) => a - b), at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(2); return `${list.length} frames: median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, longest ${at(1)} ms`; }; return `  between frames ${tell(gaps)}\\n  drawing ${tell(draws)}`; })()"
            )
        );
    }
}

/// The page after a script has run that says which span to point at.
pub fn picture(program: &Path, folder: &Path, page: &[u8], script: &str) -> Vec<u8> {
    let mut browser = Browser::start(program, folder, (1280, 860));
    browser.open("picture.html", page);
    let target = browser.value(script);
    browser.value("new Promise((done) => setTimeout(() => requestAnimationFrame(done), 300))");
    if let (Some(lane), Some(span)) = (target[0].as_str(), target[1].as_u64()) {
        let (x, y) = place(&mut browser, lane, span as usize);
        browser.move_to(x, y, false);
        browser.value("new Promise(requestAnimationFrame)");
    }
    browser.screenshot()
}
