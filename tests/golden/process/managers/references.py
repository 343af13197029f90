# Objects live as long as a proxy anywhere stands for them.
# (Children that are spawned count themselves, too; those of CPython forget to.)
import gc
import multiprocessing
import re


def child(proxy, c):
    c.send((proxy[0], manager_count(proxy)))
    c.recv()
    del proxy
    gc.collect()


def manager_count(proxy):
    return len(proxy)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        manager = context.Manager()
        print(manager._number_of_objects())
        proxies = [manager.list([n]) for n in range(5)]
        print(manager._number_of_objects())
        del proxies[1:]
        gc.collect()
        print(manager._number_of_objects(), re.sub(r'  \w+: ', '  id: ', manager._debug_info()).splitlines())
        ours, theirs = context.Pipe()
        process = context.Process(target=child, args=(proxies[0], theirs))
        process.start()
        print(ours.recv(), 'refcount=2' in manager._debug_info())
        # The child's reference keeps the object.
        token = proxies[0]._token
        proxies.clear()
        gc.collect()
        print(manager._number_of_objects())
        ours.send(None)
        process.join()
        print(manager._number_of_objects(), process.exitcode)
        manager.shutdown()
