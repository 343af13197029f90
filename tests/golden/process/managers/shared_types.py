# Every type of a SyncManager, through its proxies.
import multiprocessing


def show(*things):
    print(*things)


def main(manager):
    numbers = manager.list([3, 1, 2])
    numbers.append(4)
    numbers += [5]
    numbers.sort()
    numbers[0] = 'first'
    del numbers[1]
    show(numbers, len(numbers), numbers[1:3], numbers[-1], 'first' in numbers, numbers.index(5), numbers * 2, [*numbers])
    numbers *= 2
    numbers.reverse()
    show(numbers, numbers.count(5), numbers.pop(), numbers + [0], list(reversed(numbers._getvalue())))
    table = manager.dict({'a': 1}, b=2)
    table['c'] = 3
    table.update(d=4)
    del table['a']
    show(table, len(table), table.get('zz'), table.setdefault('e', 5), sorted(table.keys()), table.values(), table.items())
    show(list(table), 'b' in table, table.pop('b'), table.copy(), table.popitem())
    table.clear()
    show(table)
    names = manager.Namespace(x=1)
    names.y = [2]
    names._hidden = 'stays here'
    show(names, names.x, names.y, names._hidden, hasattr(names, 'z'))
    del names.x
    show(names)
    value = manager.Value('i', 3)
    value.value += 1
    show(value, value.value, value.get())
    value.set(9)
    show(value.value)
    array = manager.Array('d', [1, 2])
    array[0] = 5
    show(array, array[0], array[:], len(array))
    lock = manager.Lock()
    with lock:
        show(lock.acquire(False), lock.acquire(True, 0.01))
    rlock = manager.RLock()
    with rlock, rlock:
        show(rlock.acquire())
        rlock.release()
    semaphore = manager.Semaphore(2)
    show(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.release())
    bounded = manager.BoundedSemaphore(1)
    event = manager.Event()
    show(event.is_set(), event.wait(0.01), event.set(), event.is_set(), event.wait(), event.clear(), event.is_set())
    condition = manager.Condition()
    with condition:
        show(condition.wait(0.01), condition.notify(), condition.notify_all(), condition.wait_for(lambda: 'yes', 1),
             condition.wait_for(lambda: 0, 0.01))
    barrier = manager.Barrier(1)
    show(barrier.wait(), barrier.parties, barrier.n_waiting, barrier.broken, barrier.abort(), barrier.broken)
    queue = manager.Queue(2)
    queue.put(1)
    queue.put_nowait('two')
    show(queue.full(), queue.qsize(), queue.get(), queue.get_nowait(), queue.empty())
    joinable = manager.JoinableQueue()
    joinable.put(1)
    joinable.get()
    show(joinable.task_done(), joinable.join())
    for proxy in (numbers, table, names, value, array, lock, semaphore, event, condition, barrier, queue):
        show(type(proxy).__name__, type(proxy).__module__, repr(proxy).split(' at ')[0], proxy._token.typeid)
    for act in (lambda: numbers[99], lambda: table['zz'], lambda: bounded.release(), lambda: queue.get(False),
                lambda: queue.get(True, 0.01), lambda: joinable.task_done(), lambda: names.missing, lambda: barrier.wait(),
                lambda: manager.list(5), lambda: lock.release()):
        try:
            act()
        except Exception as error:
            show(type(error).__name__, str(error).rstrip('-').rstrip().splitlines()[-1:])


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        with multiprocessing.get_context(method).Manager() as manager:
            main(manager)
