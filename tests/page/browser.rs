//! A headless Chromium, driven through the DevTools protocol over its pipe: commands go in on descriptor 3, answers and events come
//! out on descriptor 4, each a JSON text that ends with a zero byte. No port, no other program.
//!
//! Enters: pages, keys, pointers. Leaves: what the page answers. A command that gets no answer within some minutes fails the test.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const LIMIT: Duration = Duration::from_secs(180);

/// The browser on this machine, if there is one.
pub fn find() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    named
        .into_iter()
        .chain(
            std::env::split_paths(&folders).flat_map(|folder| names.map(|name| folder.join(name))),
        )
        .find(|path| path.is_file())
}

pub struct Browser {
    child: Child,
    commands: ChildStdin,
    answers: Receiver<Value>,
    session: Option<String>,
    next: u64,
    /// What the page complained about: exceptions, messages of the console, things the page's policy refused, requests but its own.
    pub complaints: Vec<String>,
    folder: PathBuf,
}

impl Browser {
    /// Starts the browser with a window of that size, in pixels. `folder` is for its profile and the pages.
    pub fn start(program: &Path, folder: &Path, (width, height): (u32, u32)) -> Browser {
        // The shell moves the pipes to where the browser looks for them. The sandbox needs rights that containers do not give; the only
        // pages opened are the test's own.
        let mut child = Command::new("sh")
            .args([
                "-c",
                "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1",
                "sh",
            ])
            .arg(program)
            .args([
                "--headless=new",
                "--remote-debugging-pipe",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
            ])
            .args([
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
            ])
            .arg(format!("--window-size={width},{height}"))
            .arg(format!(
                "--user-data-dir={}",
                folder.join("profile").display()
            ))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell can be started");
        let commands = child.stdin.take().expect("it is a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("it is a pipe"));
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            let mut text = Vec::new();
            while output.read_until(0, &mut text).is_ok_and(|count| count > 0) {
                text.pop();
                if let Ok(value) = serde_json::from_slice(&text) {
                    let _ = sender.send(value);
                }
                text.clear();
            }
        });
        let mut browser = Browser {
            child,
            commands,
            answers,
            session: None,
            next: 0,
            complaints: Vec::new(),
            folder: folder.to_path_buf(),
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attached = browser.call(
            "Target.attachToTarget",
            json!({"targetId": target["targetId"], "flatten": true}),
        );
        browser.session = attached["sessionId"].as_str().map(str::to_string);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        );
        browser
    }

    /// Sends a command and waits for its answer; events that come meanwhile are looked at.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let mut command = json!({"id": self.next, "method": method, "params": parameters});
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let mut text = command.to_string().into_bytes();
        text.push(0);
        self.commands.write_all(&text).expect("the browser listens");
        let until = Instant::now() + LIMIT;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let answer = self
                .answers
                .recv_timeout(left)
                .unwrap_or_else(|error| panic!("no answer to {method}: {error}"));
            if answer["id"] == json!(self.next) {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            self.notice(&answer);
        }
    }

    fn notice(&mut self, event: &Value) {
        let parameters = &event["params"];
        match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => self
                .complaints
                .push(parameters["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => {
                self.complaints.push(parameters["args"].to_string())
            }
            Some("Log.entryAdded") => self
                .complaints
                .push(parameters["entry"]["text"].to_string()),
            Some("Network.requestWillBeSent") => {
                let url = parameters["request"]["url"].as_str().unwrap_or_default();
                if !url.starts_with("file:") || !url.ends_with(".html") {
                    self.complaints.push(format!("asked for {url}"));
                }
            }
            _ => {}
        }
    }

    /// Opens a page and waits until its script has run and a frame was drawn.
    pub fn open(&mut self, name: &str, page: &[u8]) {
        let path = self.folder.join(name);
        std::fs::write(&path, page).expect("the folder can be written");
        self.visit(&format!("file://{}", path.display()));
        self.wait("document.readyState === 'complete' && window.tickTrace && tickTrace.state().frames.count > 0");
    }

    /// Goes to an address and waits until it is loaded.
    pub fn visit(&mut self, address: &str) {
        self.call("Page.navigate", json!({"url": address}));
    }

    /// The value of an expression in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let answer = self.call(
            "Runtime.evaluate",
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true}),
        );
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].clone()
    }

    pub fn number(&mut self, expression: &str) -> f64 {
        let value = self.value(expression);
        value
            .as_f64()
            .unwrap_or_else(|| panic!("{expression} is {value}"))
    }

    pub fn text(&mut self, expression: &str) -> String {
        let value = self.value(expression);
        value
            .as_str()
            .unwrap_or_else(|| panic!("{expression} is {value}"))
            .to_string()
    }

    /// Waits until an expression holds.
    pub fn wait(&mut self, expression: &str) {
        let until = Instant::now() + LIMIT;
        while !self
            .value(&format!("Boolean({expression})"))
            .as_bool()
            .unwrap_or(false)
        {
            assert!(
                Instant::now() < until,
                "{expression} never came to hold; complaints: {:?}",
                self.complaints
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until there are more complaints than so many.
    pub fn wait_for_complaint(&mut self, before: usize) {
        let until = Instant::now() + LIMIT;
        while self.complaints.len() <= before {
            assert!(Instant::now() < until, "there never was a complaint");
            // Whatever is asked, what the browser tells meanwhile is looked at.
            self.value("new Promise((done) => setTimeout(done, 20))");
        }
    }

    /// Presses a key by the name that the page sees (`"Enter"`, `"n"`, `"ArrowDown"`).
    pub fn key(&mut self, key: &str) {
        self.key_with(key, 0);
    }

    /// The same with modifiers: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift.
    pub fn key_with(&mut self, key: &str, modifiers: u32) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => 0,
        };
        let mut down = json!({"type": "keyDown", "key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code});
        let up = json!({"type": "keyUp", "key": key, "modifiers": modifiers, "windowsVirtualKeyCode": code});
        match key {
            "Enter" => down["text"] = json!("\r"),
            key if key.chars().count() == 1 => down["text"] = json!(key),
            _ => {}
        }
        self.call("Input.dispatchKeyEvent", down);
        self.call("Input.dispatchKeyEvent", up);
    }

    /// Moves the mouse, with the left button held down or not.
    pub fn move_to(&mut self, x: f64, y: f64, pressed: bool) {
        let buttons = u32::from(pressed);
        let button = if pressed { "left" } else { "none" };
        self.call(
            "Input.dispatchMouseEvent",
            json!({"type": "mouseMoved", "x": x, "y": y, "buttons": buttons, "button": button}),
        );
    }

    pub fn press(&mut self, x: f64, y: f64) {
        self.call("Input.dispatchMouseEvent", json!({"type": "mousePressed", "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1}));
    }

    pub fn release(&mut self, x: f64, y: f64) {
        self.call("Input.dispatchMouseEvent", json!({"type": "mouseReleased", "x": x, "y": y, "button": "left", "buttons": 0, "clickCount": 1}));
    }

    pub fn click(&mut self, x: f64, y: f64) {
        self.move_to(x, y, false);
        self.press(x, y);
        self.release(x, y);
    }

    /// Clicks in the middle of the first element of that selector.
    pub fn click_on(&mut self, selector: &str) {
        let middle = self.value(&format!(
            "(() => {{ const element = document.querySelector({}); element.scrollIntoView({{block: 'nearest'}}); const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        ));
        let at = |index: usize| middle[index].as_f64().expect("it is somewhere");
        self.click(at(0), at(1));
    }

    pub fn wheel(&mut self, x: f64, y: f64, down: f64) {
        self.call(
            "Input.dispatchMouseEvent",
            json!({"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": down}),
        );
    }

    /// Fingers at those points; `kind` is `touchStart`, `touchMove` or `touchEnd`.
    pub fn touch(&mut self, kind: &str, points: &[(f64, f64)]) {
        let points: Vec<Value> = points
            .iter()
            .enumerate()
            .map(|(id, (x, y))| json!({"x": x, "y": y, "id": id}))
            .collect();
        self.call(
            "Input.dispatchTouchEvent",
            json!({"type": kind, "touchPoints": points}),
        );
    }

    /// A picture of the window as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let digits = answer["data"].as_str().expect("it is text").bytes();
        let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
        for digit in digits.filter(|&digit| digit != b'=') {
            let value = ALPHABET
                .iter()
                .position(|&known| known == digit)
                .expect("a digit of base 64");
            bits = bits << 6 | value as u32;
            count += 6;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
                bits &= (1 << count) - 1;
            }
        }
        bytes
    }
}

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to close, it ends its own children; killed only if it does not.
        let _ = self
            .commands
            .write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
