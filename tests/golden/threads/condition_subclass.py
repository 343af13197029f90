import threading
class Counted(threading.Condition):
    notified = 0
    def notify_all(self):
        self.notified += 1
        super().notify_all()
c = Counted()
with c:
    c.notify_all()
    c.notify_all()
print(c.notified, isinstance(c, threading.Condition))
class Log:
    def __init__(self):
        self.inner = threading.Lock()
        self.calls = []
    def acquire(self, *args):
        self.calls.append('acquire')
        return self.inner.acquire(*args)
    def release(self):
        self.calls.append('release')
        self.inner.release()
    def __enter__(self):
        return self.acquire()
    def __exit__(self, *args):
        self.release()
log = Log()
c = threading.Condition(log)
with c:
    pass
print(log.calls)
