# The state changes, and nobody is told.
import threading


class Box:
    def __init__(self):
        self.changed = threading.Condition()
        self.item = None

    def put(self, item):
        with self.changed:
            self.item = item

    def get(self):
        with self.changed:
            while self.item is None:
                self.changed.wait()
            return self.item


box = Box()
waiting = threading.Event()
consumer = threading.Thread(target=box.get, name='consumer')
consumer.start()
# The consumer waits as soon as it is in the condition's list.
while 'Condition' not in repr(box.changed) or not repr(box.changed).endswith(', 1)>'):
    pass
box.put('item')
consumer.join()
