import os, signal, threading
for block in ('event', 'lock', 'join', 'condition'):
    ready = threading.Event()
    stop = threading.Event()
    def poker():
        ready.wait()
        os.kill(os.getpid(), signal.SIGINT)
    t = threading.Thread(target=poker)
    t.start()
    lock = threading.Lock()
    lock.acquire()
    cond = threading.Condition()
    w = threading.Thread(target=stop.wait)
    w.start()
    try:
        ready.set()
        if block == 'event':
            threading.Event().wait()
        elif block == 'lock':
            lock.acquire()
        elif block == 'join':
            w.join()
        else:
            with cond:
                cond.wait()
    except KeyboardInterrupt:
        print(block, 'interrupted')
    stop.set()
    t.join()
    w.join()
