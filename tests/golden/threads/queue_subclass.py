import queue, threading
class SetQueue(queue.Queue):
    def _init(self, maxsize):
        self.items = set()
        print('_init', maxsize)
    def _qsize(self):
        return len(self.items)
    def _put(self, item):
        self.items.add(item)
    def _get(self):
        item = min(self.items)
        self.items.remove(item)
        return item
q = SetQueue(2)
q.put(5); q.put(3)
print(q.qsize(), q.full())
try:
    q.put_nowait(1)
except queue.Full:
    print('full')
t = threading.Thread(target=q.put, args=(4,))
t.start()
print(q.get())
t.join()
print(q.get(), q.get(), q.empty())
for _ in range(3): q.task_done()
q.join()
class Loud(queue.Queue):
    def put(self, item, block=True, timeout=None):
        print('put', item, block, timeout)
        super().put(item, block, timeout)
    def _put(self, item):
        print('_put', item)
        super()._put(item)
    def get(self, *args, **kwargs):
        print('get', args, kwargs)
        return super().get(*args, **kwargs)
q = Loud()
q.put(1)
q.put_nowait(2)
print(q.get(), q.get_nowait())
class Plain(queue.Queue):
    def extra(self):
        return self.qsize()
q = Plain()
q.put(1)
print(q.extra(), q.get())
