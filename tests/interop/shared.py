"""What master and worker of the interop test both know: the key, the manager, and a class whose instances travel."""
import multiprocessing
import queue
from multiprocessing.managers import SyncManager

KEY = b'a key for the test'


class Point:
    """Travels by the name of its class."""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f'Point({self.x!r}, {self.y!r})'


class Calculator:
    """Lives in the master's server."""

    def __init__(self, start=0):
        self.total = start

    def add(self, *numbers, scale=1):
        self.total += sum(numbers) * scale
        return self.total

    def echo(self, thing):
        return thing

    def apply(self, function, *args):
        return function(*args)

    def divide(self, a, b):
        return a / b

    def open_missing(self):
        open('/nowhere/at/all')

    def fail(self, error):
        raise error

    def unserializable(self):
        return lambda: None

    def countdown(self, n):
        while n:
            got = yield n
            n = n - 1 if got is None else got

    def inspect(self, proxy):
        return type(proxy).__name__, proxy[0]

    def _private(self):
        return 'not exposed'


class Manager(SyncManager):
    """Registered the same way on both sides; only the master's callables are called."""


tasks, results = queue.Queue(), queue.Queue()
Manager.register('tasks', callable=lambda: tasks)
Manager.register('results', callable=lambda: results)
Manager.register('Calculator', Calculator, method_to_typeid={'countdown': 'Iterator'})


def use_key():
    """Proxies inside of other objects find the key here."""
    multiprocessing.current_process().authkey = KEY
