# wait() for connections, sockets, descriptors and the ends of processes.
import multiprocessing
import os
import socket
import time
from multiprocessing.connection import Pipe, wait

if __name__ == '__main__':
    r, w = Pipe(False)
    r2, w2 = Pipe(False)
    print(wait([r, r2], 0), wait([r, r2], 0.01), wait([r], -1), wait([], 0))
    w2.send(1)
    print(wait([r, r2]) == [r2], wait([r2.fileno()]) == [r2.fileno()])
    w.send(2)
    print(wait([r2, r], 1) == [r2, r], wait(iter([r, r2])) == [r, r2])
    r2.recv()
    w2.close()
    # The end is something to be read, too.
    print(wait([r2]) == [r2])
    a, b = socket.socketpair()
    b.send(b'x')
    print(wait([a, r2, r]) == [a, r2, r])
    try:
        wait(['no descriptor'], 0)
    except (TypeError, ValueError) as error:
        print(type(error).__name__)
    r.recv()
    start = time.monotonic()
    wait([r], 0.2)
    print(0.19 < time.monotonic() - start)

    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        child = context.Process(target=time.sleep, args=(0,))
        child.start()
        print(wait([r, child.sentinel]) == [child.sentinel])
        child.join()
        print(wait([child.sentinel], 0) == [child.sentinel], child.exitcode)
