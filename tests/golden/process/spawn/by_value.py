# What the target reaches arrives as a copy: functions, closures, classes of every kind, queues and locks; nothing of the top level
# runs again, with or without a guard.
import abc
import collections
import dataclasses
import enum
import functools
import multiprocessing
import queue
import threading
import typing

print('top level')
COUNT = 3
table = {'a': [1, 2]}
table['self'] = table
lock = threading.Lock()
held = threading.Lock()
held.acquire()
again = threading.RLock()
ready = threading.Event()
ready.set()
gate = threading.Condition()
places = threading.Semaphore(4)
jobs = queue.Queue(5)
jobs.put('one')
jobs.put('two')
best = queue.PriorityQueue()
for number in 3, 1, 2:
    best.put(number)
simple = queue.SimpleQueue()
simple.put('simple')
per_thread = threading.local()
per_thread.name = 'main'


class Base:
    registry = []

    def __init_subclass__(cls, **keywords):
        Base.registry.append(cls.__name__)

    def who(self):
        return 'base of ' + type(self).__name__


class Child(Base):
    __slots__ = ('x', 'y')

    def __init__(self, x):
        self.x = x

    @property
    def twice(self):
        return self.x * 2

    @classmethod
    def make(cls):
        return cls(7)

    @staticmethod
    def plain(a):
        return a + COUNT

    def who(self):
        return 'child and ' + super().who()


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2


class Meta(type):
    def __call__(cls, *arguments):
        made = super().__call__(*arguments)
        made.by = cls.__name__
        return made


class Made(metaclass=Meta):
    pass


class Color(enum.Enum):
    RED = 1
    GREEN = 2
    ALIAS = 1

    def shout(self):
        return self.name + '!'


class Bits(enum.Flag):
    A = 1
    B = 2
    AB = 3


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 2
    names: list = dataclasses.field(default_factory=list)


Pair = collections.namedtuple('Pair', 'left right', defaults=[9])


class Typed(typing.NamedTuple):
    a: int
    b: str = 'b'

    def both(self):
        return f'{self.a}{self.b}'


class Failure(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def counter():
    count = 0

    def more():
        nonlocal count
        count += 1
        return count

    def look():
        return count
    return more, look


more, look = counter()
more()


def recursive():
    def down(n):
        return n if n == 0 else down(n - 1)
    return down


down = recursive()


def generator(n=COUNT, *, step=1):
    """Its doc."""
    for i in range(0, n, step):
        yield i


add = lambda a, b=10: a + b


def target(given, *, keyword):
    print('given', given, keyword)
    print(COUNT, table['a'], table['self'] is table)
    print(lock.acquire(blocking=False), held.locked(), ready.is_set(), places._value)
    with again, gate:
        print('locks work')
    print(jobs.maxsize, jobs.get(), jobs.get(), jobs.empty(), best.get(), best.get(), simple.get())
    print(per_thread.name)
    child = Child.make()
    print(child.twice, child.plain(1), child.who(), Base.registry)
    try:
        Shape()
    except TypeError as error:
        print('abstract:', 'area' in str(error))
    print(Square(3).area(), isinstance(Square(1), Shape), Made().by, type(Made).__name__)
    print(Color.RED, Color(2), Color.ALIAS is Color.RED, Color.GREEN.shout(), list(Color), Bits.A | Bits.B)
    print(Point(1), Point(1) < Point(2), Point(1, names=['n']) == Point(1, 2, ['n']), dataclasses.fields(Point)[2].default is dataclasses.MISSING)
    print(Pair(1), Pair(1)._replace(left=5), Typed(1).both(), Typed.__annotations__['a'])
    try:
        raise Failure(5)
    except Failure as error:
        print(repr(error), error.code)
    print(fib(30), more(), look(), down(5), list(generator()), generator.__doc__, list(generator(9, step=4)), add(1))
    print(__name__, target.__module__, target.__qualname__)


process = multiprocessing.Process(target=target, args=({'k': Point(4, 5)},), kwargs={'keyword': Color.GREEN})
process.start()
process.join()
print(process.exitcode, jobs.qsize(), look())

process = multiprocessing.Process(target=lambda: print('a lambda sees', COUNT))
process.start()
process.join()
