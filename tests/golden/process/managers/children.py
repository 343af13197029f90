# Children of both kinds share objects by their proxies.
import multiprocessing


def count(table, lock, n):
    for _ in range(n):
        with lock:
            table['n'] += 1


def collect(queue, results):
    while (item := queue.get()) is not None:
        results.append(item * item)


def iterate(table, results):
    results.extend(f'{key}={table[key]}' for key in sorted(table))
    results.append(sorted(table.items()))


def nest(shared):
    shared['list'].append(3)
    shared['new'] = [4]


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        with context.Manager() as manager:
            table, lock = manager.dict(n=0), manager.Lock()
            children = [context.Process(target=count, args=(table, lock, 25)) for _ in range(4)]
            for child in children:
                child.start()
            for child in children:
                child.join()
            print(table['n'], [child.exitcode for child in children])
            queue, results = manager.Queue(), manager.list()
            children = [context.Process(target=collect, args=(queue, results)) for _ in range(2)]
            for child in children:
                child.start()
            for n in range(20):
                queue.put(n)
            for child in children:
                queue.put(None)
            for child in children:
                child.join()
            print(sorted(results))
            shared = manager.dict(list=manager.list([1, 2]))
            child = context.Process(target=nest, args=(shared,))
            child.start()
            child.join()
            print(shared['list'], shared['new'], child.exitcode)
