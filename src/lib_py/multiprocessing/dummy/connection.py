"""Connections between threads: the interface of `multiprocessing.connection` over two queues.

Enters: objects. Leaves: the same objects at the other end.
"""
from collections import deque
from queue import Queue
from threading import Condition, Lock

__all__ = ['Client', 'Listener', 'Pipe']

families = [None]


class Listener:
    """Accepts connections of threads that know the listener's address, which is a queue."""

    def __init__(self, address=None, family=None, backlog=1):
        self._backlog_queue = Queue(backlog)

    def accept(self):
        return Connection(*self._backlog_queue.get())

    def close(self):
        self._backlog_queue = None

    @property
    def address(self):
        return self._backlog_queue

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address):
    """A connection to the listener with that address."""
    incoming, outgoing = _Line(), _Line()
    address.put((incoming, outgoing))
    return Connection(outgoing, incoming)


def Pipe(duplex=True):
    """Two connections that are the ends of one pipe."""
    first, second = _Line(), _Line()
    return Connection(first, second), Connection(second, first)


class _Line:
    """Objects in one direction."""

    def __init__(self):
        self._items = deque()
        self._changed = Condition(Lock())

    def put(self, item):
        with self._changed:
            self._items.append(item)
            self._changed.notify()

    def get(self):
        with self._changed:
            self._changed.wait_for(lambda: self._items)
            return self._items.popleft()

    def wait(self, timeout):
        with self._changed:
            return bool(self._changed.wait_for(lambda: self._items, timeout))


class Connection:
    """One end: what it sends the other receives."""

    def __init__(self, _in, _out):
        self._in, self._out = _in, _out
        self.send = self.send_bytes = _out.put
        self.recv = self.recv_bytes = _in.get

    def poll(self, timeout=0.0):
        """Whether there is something to receive, waiting for it up to `timeout` seconds."""
        return self._in.wait(timeout)

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()
