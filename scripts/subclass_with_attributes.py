"""Lesson: a Thread subclass with attributes of its own must call the base class's __init__; `ident` is the same inside and outside."""
import threading


class Errand(threading.Thread):
    def __init__(self, item):
        self.item = item
        self.seen_ident = None
        super().__init__()

    def run(self):
        self.seen_ident = threading.current_thread().ident
        print("fetching", self.item)


class Forgetful(threading.Thread):
    def __init__(self):
        pass


errand = Errand("bread")
print("before start:", errand.ident, errand.is_alive())
errand.start()
errand.join()
print("after join:", errand.ident == errand.seen_ident, errand.ident > 0, errand.is_alive())
try:
    Forgetful().start()
except RuntimeError as error:
    print("without it:", error)
