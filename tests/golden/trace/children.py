# test: timeout=120
"""Child processes of all kinds are in the picture, also one that was killed."""
import multiprocessing
import os
import signal
import subprocess
import sys
import tick


def work(number):
    return sum(range(number))


def wait_for_ever(ready):
    ready.set()
    while True:
        signal.pause()


with tick.trace() as run:
    process = multiprocessing.Process(target=work, args=(1000,), name='spawned')
    process.start()
    process.join()
    process = multiprocessing.get_context('fork').Process(target=work, args=(1000,), name='forked')
    process.start()
    process.join()
    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=wait_for_ever, args=(ready,), name='killed')
    process.start()
    ready.wait()
    process.kill()
    process.join()
    pid = os.fork()
    if pid == 0:
        work(1000)
        os._exit(0)
    os.waitpid(pid, 0)
    subprocess.run([sys.executable, '-c', 'pass'], check=True)

names = [process['name'] for process in run.totals['processes']]
print(names[:4], len(names))
for process in run.totals['processes']:
    assert process['life_ns'] <= run.totals['duration_ns']
    assert len(process['threads']) >= 1, process
    for thread in process['threads']:
        parts = sum(value for key, value in thread.items()
                    if key.endswith('_ns') and key != 'life_ns' and not key.startswith('wait_'))
        assert parts == thread['life_ns'], thread

# After the block nothing is recorded, and nothing is left behind.
process = multiprocessing.Process(target=work, args=(10,))
process.start()
process.join()
print(process.exitcode, 'TICK_TRACE_FOLDER' in os.environ)
