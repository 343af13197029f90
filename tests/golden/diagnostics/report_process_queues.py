# -X report: items left in queues between processes.
import multiprocessing


def local():
    multiprocessing.SimpleQueue().put('lost')


def main():
    global items, tasks, empty
    items = multiprocessing.Queue()
    tasks = multiprocessing.JoinableQueue()
    empty = multiprocessing.get_context('spawn').Queue()
    for n in range(3):
        items.put(n)
    tasks.put(1)
    child = multiprocessing.Process(target=empty.put, args=(1,))
    child.start()
    child.join()
    print(empty.get(), items.get())
    local()


main()
