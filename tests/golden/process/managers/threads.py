# Each thread has a connection of its own: one waits in the server while others are served, and locks know their threads.
import multiprocessing
import threading

if __name__ == '__main__':
    manager = multiprocessing.get_context('fork').Manager()
    queue, answers = manager.Queue(), manager.Queue()
    lock, counter = manager.RLock(), manager.Value('i', 0)

    def wait_for_item():
        answers.put(('got', queue.get()))

    def count():
        for _ in range(50):
            with lock:
                counter.value += 1

    waiter = threading.Thread(target=wait_for_item)
    waiter.start()
    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(counter.value)
    with lock:
        other = threading.Thread(target=lambda: answers.put(('lock is free', lock.acquire(False))))
        other.start()
        other.join()
    print(answers.get())
    queue.put('the item')
    print(answers.get())
    waiter.join()
    event = manager.Event()
    condition = manager.Condition()
    ready = manager.Event()

    def consumer():
        with condition:
            ready.set()
            print('notified', condition.wait(50))

    thread = threading.Thread(target=consumer)
    thread.start()
    ready.wait()
    with condition:
        condition.notify()
    thread.join()
    barrier = manager.Barrier(3)
    order = manager.list()
    threads = [threading.Thread(target=lambda: order.append(barrier.wait())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sorted(order))
    manager.shutdown()
