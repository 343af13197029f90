"""Refresh what CPython 3.13 prints for the programs in tests/errors/*.cases.

In: the case files (their form is described in tests/errors.rs), a CPython 3.13 as the first argument or `python3.13`, and
perhaps a Tick as the second. Out: the same files with standard error and exit code of CPython; cases that say
`#! own: reason` have what Tick prints, and those that say `#! beyond: hint` as well, if that is CPython's text and a hint
behind it; without a Tick they are left as they are.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PYTHON = sys.argv[1] if len(sys.argv) > 1 else "python3.13"
TICK = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
TITLE, SECTION = "######## ", "#### "


def parse(text):
    """The cases: name, settings, [(section, text)], the first section being the program's."""
    for block in re.split(f"^{TITLE}", text, flags=re.M)[1:]:
        name, _, rest = block.partition("\n")
        parts = re.split(f"^{SECTION}(.*)\n", rest, flags=re.M)
        program, settings = parts[0], {}
        while program.startswith("#! "):
            line, _, program = program.partition("\n")
            key, _, value = line[3:].partition(":")
            settings[key] = value.strip()
        yield name, settings, [("program", program), *zip(parts[1::2], parts[2::2])]


def normalise(text, folder):
    """Text without what differs from machine to machine, and without frames of the library."""
    text = text.replace(str(folder) + "/", "").replace(str(folder), ".")
    text = re.sub(r'^[ |+]*File "[^"]*/lib/python3\.13/[^\n]*\n((?!\s*\|?\s*File )[ |]*(?: {4})[^\n]*\n)*', "", text, flags=re.M)
    text = re.sub(r'^[ |+]*File "<frozen [^"]*"[^\n]*\n((?!\s*\|?\s*File )[ |]*(?: {4})[^\n]*\n)*', "", text, flags=re.M)
    text = re.sub(r"/[^ ()']*/lib/python3\.13/|<lib>/", "LIB/", text)
    return re.sub(r"0x[0-9a-f]{6,}", "0xADDRESS", text)


def answer(case, beyond=False):
    """Standard error and exit code; of Tick with hints if `beyond`."""
    name, settings, sections = case
    with tempfile.TemporaryDirectory() as folder:
        # The path as the program sees it.
        folder = Path(folder).resolve()
        program = sections[0][1]
        if "no-newline" in settings or settings.get("run") == "-c":
            program = program[:-1]
        for section, text in sections[1:]:
            if section.startswith("file "):
                path = folder / section[5:]
                path.parent.mkdir(exist_ok=True, parents=True)
                path.write_text(text)
        options = settings.get("options", "").split()
        script = settings.get("script", "case.py")
        how = settings.get("run", "file")
        words, given = {
            "file": ([script], ""), "-c": (["-c", program], ""), "stdin": (["-"], program),
            "-m": (["-m", script.removesuffix(".py")], ""),
        }[how]
        if how in ("file", "-m"):
            (folder / script).write_text(program)
        environment = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}
        if beyond:
            options += ["--diagnostics", "rich"]
        interpreter = TICK if "own" in settings or beyond else PYTHON
        done = subprocess.run([interpreter, *options, *words], cwd=folder, input=given, text=True, env=environment,
                              capture_output=True, timeout=60)
        return normalise(done.stderr, folder), done.returncode


def expectation(case):
    """What a case expects; None to leave it as it is."""
    name, settings, _ = case
    if "own" in settings or "beyond" in settings:
        if not TICK:
            return None
    if "beyond" not in settings:
        return answer(case)
    (base, code), (text, own_code) = answer(case), answer(case, beyond=True)
    rest = text if name.startswith("nothing") else re.sub("^hint: .*\n\\Z", "", text, flags=re.M)
    if name.startswith("syntax"):
        # A picture stands for the text, but the last line is the same.
        base, rest = base.splitlines()[-1], rest.splitlines()[-1]
    if (base, code) != (rest, own_code) or (rest == text) != name.startswith("nothing") and not name.startswith("syntax"):
        print(f"{name}: this is not CPython's text and a hint:\n{text}")
    return text, own_code


def show(case, found):
    name, settings, sections = case
    out = [TITLE + name + "\n", *[f"#! {key}: {value}".rstrip() + "\n" for key, value in settings.items()], sections[0][1]]
    for section, text in sections[1:]:
        if section.startswith("file ") or found is None:
            out.append(f"{SECTION}{section}\n{text}")
    if found is not None:
        stderr, code = found
        out.append(f"{SECTION}stderr {code}\n{stderr}")
        if stderr and not stderr.endswith("\n"):
            raise SystemExit(f"{name}: standard error does not end in a newline")
    return "".join(out)


def main():
    shutil.which(PYTHON) or sys.exit(f"no {PYTHON}")
    for path in sorted(Path(__file__).parent.glob("*.cases")):
        text = path.read_text()
        head = text[:text.index(TITLE)]
        cases = list(parse(text))
        with ThreadPoolExecutor(2) as pool:
            answers = pool.map(expectation, cases)
            new = head + "".join([show(case, found) for case, found in zip(cases, answers)])
        if new != text:
            path.write_text(new)
            print("changed:", path.name)


main()
