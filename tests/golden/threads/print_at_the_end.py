"""Daemon threads that print while the program ends neither hold its end up nor lose what the main thread printed."""
import subprocess
import sys

PROGRAM = """
import sys
import threading

started = threading.Barrier(3)


def work(stream):
    started.wait()
    while True:
        print('worker', file=stream)


for stream in (sys.stdout, sys.stderr):
    threading.Thread(target=work, args=(stream,), daemon=True).start()
started.wait()
print('main')
print('main', file=sys.stderr)
"""

for flags in ([], ['-u']):
    codes = set()
    whole = set()
    for _ in range(10):
        done = subprocess.run([sys.executable, *flags, '-c', PROGRAM], capture_output=True, text=True, timeout=120)
        codes.add(done.returncode)
        whole.add('main' in done.stdout and 'main' in done.stderr)
        # What each thread wrote is there to the end of a write: a text, or the end of its line.
        leftover = done.stdout.replace('worker', '').replace('main', '').strip()
        assert not leftover, leftover
    print(flags, codes, whole)
