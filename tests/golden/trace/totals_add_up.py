# test: gil=fair,py2,py39,py310,ticks:7
"""The parts of each thread's life add up to it exactly, whatever the threads do."""
import queue
import threading
import time
import tick

PARTS = ('hold_ns', 'want_ns', 'lock_ns', 'queue_ns', 'io_ns', 'sleep_ns', 'join_ns', 'compute_ns')
lock = threading.Lock()
items = queue.Queue(2)
shared = 0


def count():
    global shared
    for _ in range(2000):
        with lock:
            shared += 1


def consume():
    while items.get() is not None:
        pass


def sleep():
    for _ in range(3):
        time.sleep(0.002)


with tick.trace() as run:
    threads = [threading.Thread(target=target, name=target.__name__) for target in (count, count, consume, sleep)]
    for thread in threads:
        thread.start()
    for number in range(50):
        items.put(number)
    items.put(None)
    for thread in threads:
        thread.join()

[process] = run.totals['processes']
print(len(process['threads']), 'threads')
for thread in process['threads']:
    assert thread['life_ns'] == sum(thread[part] for part in PARTS), thread
    assert thread['life_ns'] <= process['life_ns'] == run.totals['duration_ns']
    assert thread['turns'] >= thread['forced'] + thread['voluntary']
    assert thread['wait_median_ns'] <= thread['wait_99_ns'] <= thread['wait_longest_ns'] <= thread['want_ns']
# One thread at a time: what they held together is no more than the time there was.
assert sum(thread['hold_ns'] for thread in process['threads']) <= run.totals['duration_ns']
[sleeper] = [thread for thread in process['threads'] if thread['name'] == 'sleep']
assert sleeper['sleep_ns'] >= 6_000_000, sleeper
[found] = [known for known in process['locks'] if known['name'] == 'lock']
print(found['kind'], 'taken', found['taken'], 'times')
assert found['contended'] <= found['taken'] and found['longest_wait_ns'] <= found['wait_ns']
assert found['held_ns'] <= run.totals['duration_ns']
print(run.totals['policy'] != '', run.totals['lost'], shared)
