# A finalizer and a callback of a weak reference wake waiters.
import threading
import weakref


class Resource:
    def __del__(self):
        died.set()


died, seen = threading.Event(), threading.Event()


def work():
    resource = Resource()
    reference = weakref.ref(resource, lambda _: seen.set())
    del resource
    return reference


threading.Thread(target=work).start()
died.wait()
seen.wait()
print('done')
