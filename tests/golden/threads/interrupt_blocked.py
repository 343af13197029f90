import os, signal, threading, time
armed = False
def handler(number, frame):
    global armed
    if armed:
        armed = False
        raise KeyboardInterrupt
signal.signal(signal.SIGINT, handler)
def poke():
    # Again and again: one signal could come just before the main thread begins to wait.
    while armed:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
def blocked(name, wait):
    global armed
    poker = threading.Thread(target=poke)
    armed = True
    try:
        poker.start()
        wait()
    except KeyboardInterrupt:
        print(name, 'interrupted')
    while True:
        try:
            poker.join()
            break
        except RuntimeError:
            pass
stop = threading.Event()
lock = threading.Lock()
lock.acquire()
cond = threading.Condition()
waiter = threading.Thread(target=stop.wait)
waiter.start()
blocked('lock', lock.acquire)
blocked('lock with timeout', lambda: lock.acquire(timeout=1000))
blocked('event', threading.Event().wait)
blocked('join', waiter.join)
blocked('sleep', lambda: time.sleep(1000))
def wait():
    with cond:
        cond.wait()
blocked('condition', wait)
blocked('semaphore', threading.Semaphore(0).acquire)
stop.set()
waiter.join()
