# When a program is killed, its children end, and theirs; what it made by os.fork goes on.
import multiprocessing
import os
import select
import signal
import sys
import time


def middle(report):
    child = multiprocessing.Process(target=leaf, args=(report,))
    child.start()
    report.send(os.getpid())
    time.sleep(60)


def leaf(report):
    report.send(os.getpid())
    time.sleep(60)


def pool_task(report):
    report.send(os.getpid())
    time.sleep(60)


def program(report):
    """A program of its own, killed from outside."""
    processes = [multiprocessing.get_context(method).Process(target=middle, args=(report,), daemon=False)
                 for method in ('spawn', 'fork')]
    for process in processes:
        process.start()
    manager = multiprocessing.Manager()
    report.send(manager._process.pid)
    pool = multiprocessing.Pool(1)
    pool.apply_async(pool_task, (report,))
    time.sleep(60)


def main():
    ours, theirs = multiprocessing.Pipe()
    pid = os.fork()
    if pid == 0:
        ours.close()
        program(theirs)
        os._exit(1)
    theirs.close()
    pids = [ours.recv() for _ in range(6)]
    watched = {os.pidfd_open(number) for number in pids}
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    deadline = time.monotonic() + 50
    ended = 0
    while watched and time.monotonic() < deadline:
        for fd in select.select(list(watched), [], [], 50)[0]:
            watched.discard(fd)
            ended += 1
    print(len(pids), 'processes,', ended, 'ended with their parent')
    for number in pids:
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            pass


if __name__ == '__main__':
    main()
