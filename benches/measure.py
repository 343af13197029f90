"""Numbers that small programs measure, with python3 and with Tick in one run, beside their targets.

Enters: the folder of the programs and their numbers, from a `compare` beside them; --bin (Tick), --python, --only REGEX, --json FILE.
Leaves: a markdown table with the target and pass or fail of each number; exit status 1 when one fails. The machine should be
idle otherwise. Runs alternate; each program runs --runs times and the better number counts.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SYSTEM = "/usr/bin/python3"


def run(folder, binary, program, limit, python):
    command = [python if program.startswith("..") else binary, str(folder / f"{program}.py")]
    if program.startswith("..") or program == "round_trip":
        command.append(binary if program.startswith("..") else python)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, stdin=subprocess.DEVNULL)
        if done.returncode == 0:
            return json.loads(done.stdout)
        problem = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
    except subprocess.TimeoutExpired:
        problem = f"no end within {limit} s"
    except (OSError, ValueError) as error:
        problem = str(error)
    print(f"{binary} {program}: {problem}", file=sys.stderr)
    return None


def pick(results, path, smaller_is_better):
    values = []
    for result in results:
        for key in path:
            result = result.get(key) if result else None
        if result is not None:
            values.append(result)
    return (min if smaller_is_better else max)(values) if values else None


def judge(target, python, tick):
    """The target as text, and whether it is met."""
    if isinstance(target, tuple):
        sign, bound = target
        return f"{sign} {bound}", tick is not None and (tick <= bound if sign == "<=" else tick >= bound)
    known = tick is not None and python is not None
    if target == "python":
        return ">= python3", known and tick >= python
    if target == "at most":
        return "<= python3", known and tick <= python
    if target == "half":
        return "<= 1/2 of python3", known and tick <= python / 2
    return "<= 1/5 of python3", known and tick <= python / 5


def main(folder, numbers):
    """Measures the numbers: rows of program, path of the number in its JSON, name, unit, and target: ("<=" | ">=", number), "python"
    (at least python3's), "at most", "half" or "fifth" (of python3's)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT / "target/release/tick"))
    parser.add_argument("--python", default=SYSTEM if pathlib.Path(SYSTEM).exists() else sys.executable)
    parser.add_argument("--only", default="")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--limit", type=float, default=180)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    programs = [name for name in dict.fromkeys(number[0] for number in numbers) if re.search(options.only, name)]
    results = {name: {"python": [], "tick": []} for name in programs}
    for name in programs:
        for _ in range(options.runs):
            for who, binary in (("python", options.python), ("tick", options.bin)):
                results[name][who].append(run(folder, binary, name, options.limit, options.python))
        print(f"{name} measured", file=sys.stderr, flush=True)
    failed = False
    rows = []
    print("| number | python3 | tick | target | |\n|---|---:|---:|---:|---|")
    for name, path, label, unit, target in numbers:
        if name not in results:
            continue
        smaller = target in ("fifth", "half", "at most") or (isinstance(target, tuple) and target[0] == "<=")
        python, tick = (pick(results[name][who], path, smaller) for who in ("python", "tick"))
        text, met = judge(target, python, tick)
        failed |= not met
        rows.append({"name": label, "python": python, "tick": tick, "target": text, "met": met})
        shown = ["–" if value is None else f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3f}" for value in (python, tick)]
        print(f"| {label}{f' ({unit})' if unit else ''} | {shown[0]} | {shown[1]} | {text} | {'pass' if met else '**fail**'} |")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n")
    return 1 if failed else 0
