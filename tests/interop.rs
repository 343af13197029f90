//! Distributed processes: a server and its clients, each Tick or CPython, over the loopback interface.
//!
//! Enters: the scripts of `tests/interop/` and the CPythons that the machine has. Leaves: the worker's transcript is the same in every
//! pairing, a wrong key is refused in all of them, and a server of Tick's goes on whatever strangers send it. Pairings with a
//! CPython that is not installed are left out with a notice. Ports are the system's choice.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// A run that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(300);

fn tick() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tick"))
}

/// A CPython of that version, on the path or among pyenv's.
fn cpython(version: &str) -> Option<PathBuf> {
    let mut places = vec![
        PathBuf::from(format!("python{version}")),
        PathBuf::from("python3"),
        PathBuf::from("/usr/bin/python3"),
    ];
    if let Some(home) = std::env::var_os("HOME") {
        let versions = Path::new(&home).join(".pyenv/versions");
        let entries = std::fs::read_dir(versions).into_iter().flatten().flatten();
        places.extend(entries.map(|entry| entry.path().join("bin/python3")));
    }
    let text = "import sys; print('%d.%d' % sys.version_info[:2], sys.implementation.name)";
    places.into_iter().find(|place| {
        let output = Command::new(place).args(["-c", text]).output();
        output.is_ok_and(|output| {
            output.status.success()
                && String::from_utf8_lossy(&output.stdout).trim() == format!("{version} cpython")
        })
    })
}

fn run(program: &Path, script: &str, arguments: &[&str]) -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
    let mut command = Command::new(program);
    command.arg(folder.join(script)).args(arguments);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a process printed, which must end in time and well.
fn finished(mut child: Child, mut stdout: BufReader<ChildStdout>, what: &str) -> String {
    let (sender, receiver) = mpsc::channel();
    let mut stderr = child.stderr.take().expect("it is piped");
    std::thread::spawn(move || {
        let mut text = String::new();
        let _ = stdout.read_to_string(&mut text);
        let mut problems = String::new();
        let _ = stderr.read_to_string(&mut problems);
        let _ = sender.send((text, problems));
    });
    let Ok((text, problems)) = receiver.recv_timeout(PATIENCE) else {
        let _ = child.kill();
        panic!("{what} does not end");
    };
    let status = child.wait().expect("it is our child");
    assert!(status.success(), "{what}: {status}\n{text}\n{problems}");
    assert!(problems.is_empty(), "{what} complains:\n{problems}");
    text
}

fn output(program: &Path, script: &str, arguments: &[&str]) -> String {
    let mut child = run(program, script, arguments)
        .spawn()
        .expect("the interpreter starts");
    let stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    finished(child, stdout, &format!("{} {script}", program.display()))
}

/// A master with its server's port and process.
struct Master {
    child: Child,
    stdout: BufReader<ChildStdout>,
    port: String,
    server: u32,
}

fn master(program: &Path) -> Master {
    let mut child = run(program, "master.py", &[])
        .spawn()
        .expect("the interpreter starts");
    let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("it prints its port");
    let mut words = line.split_whitespace();
    let port = words.next().unwrap_or_default().to_string();
    let server = words.next().and_then(|word| word.parse().ok());
    let Some(server) = server else {
        let _ = child.kill();
        let mut problems = String::new();
        let _ = child
            .stderr
            .take()
            .map(|mut pipe| pipe.read_to_string(&mut problems));
        panic!("no port in {line:?}\n{problems}");
    };
    Master {
        child,
        stdout,
        port,
        server,
    }
}

fn expected(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/interop")
        .join(name);
    std::fs::read_to_string(path).expect("the expectation is there")
}

/// The first line in which two texts differ.
fn assert_same(found: &str, expected: &str, what: &str) {
    for (number, (found, expected)) in found.lines().zip(expected.lines()).enumerate() {
        assert_eq!(found, expected, "{what}, line {}", number + 1);
    }
    assert_eq!(found.lines().count(), expected.lines().count(), "{what}");
}

fn pairing(server: &Path, client: &Path, what: &str) {
    let master = master(server);
    let refused = output(client, "wrong_key.py", &[&master.port]);
    assert_same(
        &refused,
        &expected("wrong_key.out"),
        &format!("{what}: wrong key"),
    );
    let transcript = output(client, "worker.py", &[&master.port]);
    assert_same(
        &transcript,
        &expected("worker.out"),
        &format!("{what}: worker"),
    );
    let report = finished(master.child, master.stdout, what);
    assert_same(&report, &expected("master.out"), &format!("{what}: master"));
}

fn with_cpython(version: &str) {
    let Some(python) = cpython(version) else {
        println!("notice: no CPython {version} is installed; its pairings are left out");
        return;
    };
    pairing(&tick(), &python, &format!("Tick serves CPython {version}"));
    pairing(&python, &tick(), &format!("CPython {version} serves Tick"));
}

#[test]
fn tick_serves_tick() {
    pairing(&tick(), &tick(), "Tick serves Tick");
}

#[test]
fn with_cpython_3_11() {
    with_cpython("3.11");
}

#[test]
fn with_cpython_3_13() {
    with_cpython("3.13");
}

// ---- strangers --------------------------------------------------------------------------------------------------------------

fn connect(port: &str) -> TcpStream {
    let stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("the server accepts");
    stream
        .set_read_timeout(Some(PATIENCE))
        .expect("it can be set");
    stream
}

fn frame(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = [0; 4];
    stream.read_exact(&mut head).expect("the server challenges");
    let mut body = vec![0; u32::from_be_bytes(head) as usize];
    stream.read_exact(&mut body).expect("the server challenges");
    body
}

/// Reads to the end of a connection that the server shall have closed by then.
fn assert_closed(mut stream: TcpStream, what: &str) {
    let mut rest = Vec::new();
    if let Err(error) = stream.read_to_end(&mut rest) {
        let kind = error.kind();
        assert_eq!(kind, std::io::ErrorKind::ConnectionReset, "{what}: {error}");
    }
}

fn descriptors(process: u32) -> usize {
    std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count)
}

#[test]
fn strangers_do_not_stop_the_server() {
    let master = master(&tick());
    let port = &master.port;
    // What the master's own connections need is open: it has dealt out its tasks before it told the port.
    output(&tick(), "wrong_key.py", &[port]);
    let before = descriptors(master.server);
    let marker = std::env::temp_dir().join(format!("tick-interop-{}", std::process::id()));
    let mut garbage = 0x9e37_79b9_7f4a_7c15_u64;
    let mut held = Vec::new();

    // A pickle that would make a file, where an answer to the challenge is due.
    let pickle = format!("cos\nsystem\n(S'touch {}'\ntR.", marker.display());
    let mut stream = connect(port);
    assert!(frame(&mut stream).starts_with(b"#CHALLENGE#{sha256}"));
    let mut answer = (pickle.len() as u32).to_be_bytes().to_vec();
    answer.extend_from_slice(pickle.as_bytes());
    stream.write_all(&answer).expect("it is read");
    assert_eq!(frame(&mut stream), b"#FAILURE#");
    assert_closed(stream, "a pickle instead of a proof");
    assert!(
        !marker.exists(),
        "nothing is unpickled before the key is proved"
    );

    // Lengths that are none, and more than 256 bytes.
    for head in [
        &[0x7f, 0xff, 0xff, 0xff][..],
        &[
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        ],
        &[0xff, 0xff, 0xff, 0xff, 0, 0, 0x10, 0, 0, 0, 0, 0],
        &[0x80, 0, 0, 0],
        &[0, 0, 1, 1],
    ] {
        let mut stream = connect(port);
        stream.write_all(head).expect("it is read");
        assert_closed(stream, "a length that is too large");
    }
    // Noise of all lengths; whoever has sent a whole frame is turned away, the others wait for more.
    for length in 0..100 {
        let mut stream = connect(port);
        let noise: Vec<u8> = (0..length)
            .map(|_| {
                garbage ^= garbage << 13;
                garbage ^= garbage >> 7;
                garbage ^= garbage << 17;
                garbage as u8
            })
            .collect();
        let _ = stream.write_all(&noise);
        if length % 2 == 0 {
            held.push(stream);
        }
    }
    // More silent ones than the server bears: the oldest make room.
    held.extend((0..300).map(|_| connect(port)));
    // One that sends its answer byte by byte, and never to the end.
    let mut slow = connect(port);
    let (stop, stopped) = mpsc::channel::<()>();
    let drip = std::thread::spawn(move || {
        let _ = slow.write_all(&[0, 0, 0, 200]);
        while stopped.recv_timeout(Duration::from_millis(20)).is_err() {
            if slow.write_all(b"x").is_err() {
                break;
            }
        }
    });

    // Meanwhile everything works as ever.
    let refused = output(&tick(), "wrong_key.py", &[port]);
    assert_same(
        &refused,
        &expected("wrong_key.out"),
        "wrong key among strangers",
    );
    let transcript = output(&tick(), "worker.py", &[port, "stay"]);
    assert_same(
        &transcript,
        &expected("worker.out"),
        "worker among strangers",
    );

    // What the strangers held is given back.
    drop(held);
    let _ = stop.send(());
    drip.join().expect("it only writes");
    let deadline = Instant::now() + PATIENCE;
    let mut open = descriptors(master.server);
    while open > before && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
        open = descriptors(master.server);
    }
    assert!(
        open > 0 && open <= before,
        "{open} descriptors are open where {before} were before the strangers came"
    );
    output(&tick(), "farewell.py", &[port]);
    let report = finished(master.child, master.stdout, "master among strangers");
    assert_same(&report, &expected("master.out"), "master among strangers");
}
