"""Traces may lie in each other, follow each other, and overlap between threads."""
import threading
import time
import tick

with tick.trace() as outer:
    time.sleep(0.002)
    with tick.trace() as inner:
        time.sleep(0.003)
    time.sleep(0.002)
assert inner.totals['duration_ns'] < outer.totals['duration_ns']
assert inner.totals['processes'][0]['threads'][0]['sleep_ns'] >= 3_000_000
assert outer.totals['processes'][0]['threads'][0]['sleep_ns'] >= 7_000_000

for _ in range(50):
    with tick.trace() as run:
        pass
    assert [thread['name'] for thread in run.totals['processes'][0]['threads']] == ['MainThread']

begun, ended = threading.Event(), threading.Event()
runs = []


def other():
    with tick.trace() as run:
        begun.set()
        ended.wait()
        runs.append(run)


thread = threading.Thread(target=other, name='other')
thread.start()
begun.wait()
with tick.trace() as run:
    ended.set()
    thread.join()
names = [thread['name'] for thread in run.totals['processes'][0]['threads']]
print(sorted(names))
print(sorted(thread['name'] for thread in runs[0].totals['processes'][0]['threads']))
