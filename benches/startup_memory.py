"""Start-up time and memory of an interpreter, measured from outside.

Enters: the interpreter's path (default: the one that runs this). Run by a CPython. Leaves JSON: `startup`, the median time of
`-c pass` in ms; `ints` and `instances`, peak memory in MB that a list of 10^6 ints and 10^5 small instances add to `-c pass`.
"""
import json
import os
import sys
import time

BINARY = sys.argv[1] if len(sys.argv) > 1 else sys.executable
INTS = "a = list(range(1000, 1001000))"
INSTANCES = """
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
a = [Point(i, i + 1) for i in range(100000)]
"""


def child(code):
    """Runs the code; gives seconds and the peak resident memory in MB, from the child's own account."""
    start = time.perf_counter()
    pid = os.posix_spawnp(BINARY, [BINARY, "-c", code], os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{BINARY} -c failed with wait status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def peak(code):
    return min(child(code)[1] for _ in range(3))


child("pass")
times = sorted(child("pass")[0] for _ in range(21))
base = peak("pass")
print(json.dumps({"startup": times[len(times) // 2] * 1000, "base": base, "ints": peak(INTS) - base, "instances": peak(INSTANCES) - base}))
