# No descriptors left, no room for a file: starting a process is an OSError, and works again when there is room.
import errno
import multiprocessing
import os
import resource
import signal

import leftovers


def nothing():
    pass


def attempt(act):
    try:
        act()
        return 'done'
    except OSError as error:
        return errno.errorcode[error.errno]


def run(argument=None):
    process = multiprocessing.Process(target=len, args=(argument if argument is not None else '',))
    process.start()
    process.join()
    assert process.exitcode == 0


def main():
    taken = []
    try:
        while True:
            taken.append(os.dup(0))
    except OSError:
        pass
    print(attempt(run), attempt(multiprocessing.Pipe), attempt(lambda: multiprocessing.Pool(1)))
    for room in range(1, 12):
        # A few descriptors are free, but not enough.
        os.close(taken.pop())
        try:
            run()
            break
        except OSError as error:
            assert error.errno == errno.EMFILE, error
    for fd in taken:
        os.close(fd)
    print(attempt(run), room > 1)
    # The objects for the child do not fit into a file.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
    print(attempt(run), attempt(lambda: run(bytes(200_000))), attempt(run))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(attempt(lambda: run(bytes(200_000))))


if __name__ == '__main__':
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
    run()
    before = leftovers.count()
    main()
    after = leftovers.count()
    print(after == before or (before, after))
