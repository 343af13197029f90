import threading
def attempt(what, *args, **kwargs):
    try:
        print(what(*args, **kwargs))
    except BaseException as e:
        print(type(e).__name__, e)
t = threading.Thread(target=lambda: None)
attempt(t.join)
t.start()
attempt(t.start)
t.join()
attempt(t.start)
attempt(threading.current_thread().join)
attempt(lambda: setattr(t, 'daemon', True))
attempt(threading.Thread, 1)
class Bad(threading.Thread):
    def __init__(self):
        pass
b = Bad()
attempt(b.start)
attempt(b.join)
attempt(lambda: b.name)
attempt(lambda: b.daemon)
attempt(lambda: b.is_alive())
attempt(lambda: repr(b))
def own():
    attempt(threading.current_thread().join)
t = threading.Thread(target=own)
t.start()
t.join()
attempt(threading.Thread, target=None, nothing=1)
