"""Connects to the master's server and prints what each of many operations gives: the same text whoever is at either end."""
import array
import collections
import datetime
import decimal
import fractions
import functools
import operator
import queue
import sys
from multiprocessing.managers import RemoteError
from shared import KEY, Manager, Point, use_key

count = 0


def show(what, operation, *args):
    global count
    count += 1
    try:
        result = operation(*args)
    except RemoteError as error:
        # The traceback is the other implementation's; its last line is not, but for the word of the version.
        result = f'RemoteError: {str(error).rstrip("-").rstrip().splitlines()[-1]}'.replace('pickle local', 'get local')
    except BaseException as error:
        result = f'{type(error).__name__}: {error}'.replace('pickle local', 'get local')
    if isinstance(result, collections.OrderedDict):
        result = list(result.items())
    print(f'{what}: {result if isinstance(result, str) else repr(result)}')


def tasks_and_results(manager):
    tasks, results = manager.tasks(), manager.results()
    while (point := tasks.get(timeout=300)) is not None:
        results.put((point.x ** 2, point))
    show('queue empty', tasks.empty)
    show('queue size', tasks.qsize)
    show('get_nowait', tasks.get_nowait)
    show('get timeout', lambda: tasks.get(True, 0.01))
    small = manager.Queue(1)
    small.put('one')
    show('put to full', lambda: small.put('two', block=False))
    show('full', small.full)
    show('get', small.get)
    joinable = manager.JoinableQueue()
    joinable.put(1)
    joinable.get()
    show('task_done', joinable.task_done)
    show('task_done again', joinable.task_done)
    show('join', joinable.join)


def containers(manager):
    numbers = manager.list([3, 1, 2])
    show('list', lambda: str(numbers))
    show('append', numbers.append, 5)
    show('extend', numbers.extend, (8, 9))
    show('sort', lambda: numbers.sort(reverse=True))
    show('getitem', lambda: numbers[0])
    show('slice', lambda: numbers[1:4])
    show('negative', lambda: numbers[-1])
    show('out of range', lambda: numbers[99])
    show('setitem', lambda: operator.setitem(numbers, 0, {'nested': [1, 2]}))
    show('delitem', lambda: operator.delitem(numbers, 1))
    show('len', lambda: len(numbers))
    show('contains', lambda: (3 in numbers, 77 in numbers))
    show('add', lambda: numbers + [0])
    show('mul', lambda: numbers * 2)
    show('pop', numbers.pop)
    show('remove missing', numbers.remove, 42)
    show('index', numbers.index, 3)
    show('copy of it', lambda: numbers._getvalue())
    show('iterate', lambda: list(numbers))

    def add_in_place():
        nonlocal numbers
        numbers += [1]
        numbers *= 2
        return str(numbers)

    show('in place', add_in_place)
    table = manager.dict(a=1, b=2)
    show('dict', lambda: str(table))
    show('dict set', lambda: operator.setitem(table, ('t', 1), None))
    show('dict get', table.get, 'b')
    show('dict get default', table.get, 'zz', 'default')
    show('dict missing', lambda: table['zz'])
    show('dict keys', table.keys)
    show('dict values', table.values)
    show('dict items', table.items)
    show('dict update', lambda: table.update({'c': 3}, d=4))
    show('dict pop', table.pop, 'a')
    show('dict setdefault', table.setdefault, 'e', [])
    show('dict in', lambda: ('b' in table, 'a' in table))
    show('dict iterate', lambda: list(table))
    show('dict copy', table.copy)
    show('dict len', lambda: len(table))
    show('dict popitem', table.popitem)
    show('dict clear', table.clear)
    nested = manager.list([table, numbers])
    table['deep'] = 'found'
    show('nested', lambda: nested[0]['deep'])
    show('nested list', lambda: len(nested[1]))
    nested.append(manager.list(['kept by the other list alone']))
    show('kept', lambda: nested[2][0])


def small_things(manager):
    names = manager.Namespace(x=1, y='two')
    show('namespace', lambda: str(names))
    show('namespace get', lambda: names.x)
    names.z = [1, 2]
    show('namespace set', lambda: names.z)
    del names.x
    show('namespace deleted', lambda: names.x)
    value = manager.Value('d', 1.5)
    value.value *= 2
    show('value', lambda: (value.value, value.get(), str(value)))
    numbers = manager.Array('i', range(4))
    numbers[2] = 40
    show('array', lambda: (numbers[2], len(numbers), numbers[1:3], str(numbers)))
    lock, rlock = manager.Lock(), manager.RLock()
    show('lock', lambda: (lock.acquire(), lock.acquire(False), lock.acquire(True, 0.01), lock.release()))
    show('release of a free lock', lock.release)
    show('rlock', lambda: (rlock.acquire(), rlock.acquire(), rlock.release(), rlock.release()))
    with lock:
        show('with lock', lock.acquire, False)
    semaphore = manager.BoundedSemaphore(1)
    show('semaphore', lambda: (semaphore.acquire(), semaphore.acquire(False), semaphore.release()))
    show('semaphore too often', semaphore.release)
    event = manager.Event()
    show('event', lambda: (event.is_set(), event.wait(0.01), event.set(), event.wait(), event.is_set()))
    condition = manager.Condition()
    with condition:
        show('condition', lambda: (condition.wait(0.01), condition.wait_for(lambda: 5), condition.notify(),
                                   condition.notify_all()))
    barrier = manager.Barrier(1)
    show('barrier', lambda: (barrier.parties, barrier.wait(), barrier.n_waiting, barrier.broken))


def travellers(calculator):
    table = collections.OrderedDict([('x', 1), ('y', 2)])
    default = collections.defaultdict(list, {'k': [1]})
    for thing in (
            None, True, 0, -1, 255, 256, 65536, -2**31, 2**31, 2**63, -2**100, 0.1, -0.0, float('inf'), 1e300, 3 + 4j,
            '', 'plain', 'gr\u00fc\u00df \u4f60\u597d \U0001f40d', 'x' * 300, b'', b'\0\xff', b'y' * 300, bytearray(b'abc'), (), (1,),
            (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [[]], {}, {'k': {'l': None}}, set(), {1}, frozenset({'f'}), range(1, 10, 3),
            slice(1, None, 2), ..., NotImplemented, datetime.date(2024, 2, 29),
            datetime.datetime(2024, 2, 29, 12, 30, 45, 678, datetime.timezone.utc), datetime.timedelta(1, 2, 3),
            decimal.Decimal('1.50'), fractions.Fraction(3, 7), table, default, collections.deque([1, 2], 5),
            collections.Counter('abca'), array.array('h', [1, -2]), Point(1, [Point(2, 3)]), KeyError('k'), int, len, Point,
            str.upper, 'abc'.upper, functools.partial(int, base=2), operator.itemgetter(1)):
        # What is passed there and back is what it was.
        there = calculator.echo(thing)
        show(f'echo {type(thing).__name__}', lambda: there if not callable(thing) or isinstance(thing, type) else type(there).__name__)
    same = [1]
    show('shared', lambda: (lambda pair: pair[0] is pair[1])(calculator.echo([same, same])))
    loop = []
    loop.append(loop)
    show('cycle', lambda: (lambda got: got[0] is got)(calculator.echo(loop)))
    for size in (16383, 16384, 16385, 65536, 300000, 3000000):
        show(f'bytes {size}', lambda: len(calculator.echo(b'z' * size)))
    show('many', lambda: sum(calculator.echo(list(range(100000)))))
    show('views', lambda: [calculator.echo(view) for view in ({1: 2}.keys(), {1: 2}.values(), {1: 2}.items())])
    show('call', calculator.apply, operator.add, 20, 22)
    show('call partial', calculator.apply, functools.partial(int, base=2), '101')
    show('call method', calculator.apply, 'a,b'.split, ',')


def errors(calculator):
    show('divide', calculator.divide, 1, 0)
    show('file', calculator.open_missing)
    for error in (ValueError('bad', 1), KeyError('key'), StopIteration(3), UnicodeDecodeError('ascii', b'\xff', 0, 1, 'why'),
                  OSError(2, 'gone', 'name'), queue.Empty(), SyntaxError('odd'), Exception(), TimeoutError(), EOFError('end'),
                  AttributeError('attribute'), IndexError(-1), ConnectionResetError(104, 'reset')):
        show('fail', calculator.fail, error)
    show('not exposed', calculator._callmethod, '_private')
    show('no such method', calculator._callmethod, 'missing')
    show('wrong arguments', calculator.divide, 1)
    show('unserializable', lambda: calculator.unserializable())
    show('unpicklable here', calculator.echo, lambda: None)
    show('still there', calculator.echo, 'yes')


def main():
    use_key()
    manager = Manager(('127.0.0.1', int(sys.argv[1])), KEY)
    manager.connect()
    tasks_and_results(manager)
    containers(manager)
    small_things(manager)
    calculator = manager.Calculator(100)
    show('add', lambda: calculator.add(1, 2, scale=10))
    show('add again', calculator.add)
    travellers(calculator)
    errors(calculator)
    counting = calculator.countdown(5)
    show('next', lambda: next(counting))
    show('send', counting.send, 3)
    show('rest', lambda: list(counting))
    show('over', lambda: next(counting))
    numbers = manager.list(['inspected there'])
    show('proxy as argument', calculator.inspect, numbers)
    before = manager._number_of_objects()
    extra = [manager.list() for _ in range(5)]
    show('objects', lambda: manager._number_of_objects() - before)
    extra.clear()
    show('objects after', lambda: manager._number_of_objects() - before)
    show('debug', lambda: 'refcount=1' in manager._debug_info())
    print(f'{count} operations' if count < 50 else 'at least 50 operations')
    if 'stay' not in sys.argv:
        manager.results().put('good-bye')


if __name__ == '__main__':
    main()
