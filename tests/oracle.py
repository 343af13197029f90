#!/usr/bin/env python3
"""Make or check the golden expectations with a CPython.

Enters: `--python PATH` (default: the interpreter that runs this), `--bless` to write `.out`, `.err` and `.code` of the
named cases, files or folders to look at (default: tests/golden/run and tests/golden/hostile).
Leaves: a line for each case that differs, exit status 1 if there is one. With `--stdout-only` only the standard output is
compared (older CPythons word tracebacks differently). A file whose expectation holds patterns is compared by them, never rewritten.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def run(python, script):
    environment = dict(os.environ, PYTHONHASHSEED="0", TZ="UTC", NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1", PYTHONUTF8="1")
    environment.pop("PYTHONPATH", None)
    given = script.with_suffix(".in")
    with tempfile.TemporaryDirectory() as folder:
        command = [python, *lines(script.with_suffix(".opts")), str(script), *lines(script.with_suffix(".args"))]
        try:
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=20,
                                  input=given.read_bytes() if given.exists() else b"")
        except subprocess.TimeoutExpired:
            return "", "killed: no end within 20 s\n", -9
    clean = [text.decode("utf-8", "replace").replace(f"{script.parent}/", "") for text in (done.stdout, done.stderr)]
    return clean[0], clean[1], done.returncode


def matches(wanted, got):
    if wanted == got:
        return True
    pattern = []
    for line in wanted.splitlines(keepends=True):
        if line == "...\n":
            pattern.append("(?:.*\n)*?")
        else:
            pattern.append(".*".join(re.escape(part) for part in line.split("[..]")))
    return ("[..]" in wanted or "...\n" in wanted) and re.fullmatch("".join(pattern), got) is not None


def write(path, text, keep=False):
    if path.exists() and matches(path.read_text(), text):
        return
    if text or keep:
        path.write_text(text)
    elif path.exists():
        path.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--stdout-only", action="store_true")
    parser.add_argument("paths", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    paths = options.paths or [ROOT / "golden/run", ROOT / "golden/hostile"]
    scripts = []
    for path in map(pathlib.Path.resolve, paths):
        found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        scripts += [each for each in found if not path.is_dir()
                    or any(each.with_suffix(end).exists() for end in (".out", ".err", ".code"))]
    different = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for script, (out, err, code) in zip(scripts, pool.map(lambda each: run(options.python, each), scripts)):
            if options.bless:
                write(script.with_suffix(".out"), out, keep=True)
                write(script.with_suffix(".err"), err)
                write(script.with_suffix(".code"), f"{code}\n" if code else "")
                if err and not options.stdout_only:
                    print(f"note: {script.name} writes to standard error (status {code}): {err.splitlines()[-1][:150]}")
                continue
            problems = []
            if not matches("\n".join(lines(script.with_suffix(".out"))), out.rstrip("\n")) and \
                    not matches(script.with_suffix(".out").read_text(), out):
                problems.append("stdout")
            if not options.stdout_only:
                wanted = script.with_suffix(".err")
                if not matches(wanted.read_text() if wanted.exists() else "", err):
                    problems.append("stderr")
            if code != int("".join(lines(script.with_suffix(".code"))) or 0):
                problems.append(f"status {code}")
            if problems:
                different += 1
                print(f"{script}: {', '.join(problems)}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
