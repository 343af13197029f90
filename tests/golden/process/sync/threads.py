# Threads of one process contend for the same lock as other processes do, and nobody who waits stops the others. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import sys
import threading

ctx = mp.get_context(sys.argv[1])
lock, value = ctx.Lock(), ctx.RawValue('q', 0)


def count():
    for _ in range(1500):
        with lock:
            value.value += 1


def in_threads():
    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


processes = [ctx.Process(target=in_threads) for _ in range(2)]
for process in processes:
    process.start()
for process in processes:
    process.join()
in_threads()
print(value.value)

# A thread waits for a lock, a condition and an event; the main thread goes on, and lets it go.
lock, condition, event = ctx.Lock(), ctx.Condition(), ctx.Event()
steps = threading.Semaphore(0)
lock.acquire()


def wait():
    steps.release()
    lock.acquire()
    print('locked')
    with condition:
        steps.release()
        print(condition.wait())
    steps.release()
    print(event.wait())


thread = threading.Thread(target=wait)
thread.start()
steps.acquire()
print(sum(range(1000)))
lock.release()
steps.acquire()
with condition:
    condition.notify()
steps.acquire()
print(sum(range(1000)))
event.set()
thread.join()

# A re-entrant lock belongs to a thread.
rlock = ctx.RLock()
rlock.acquire()
answers = []
thread = threading.Thread(target=lambda: answers.append(rlock.acquire(timeout=0.01)))
thread.start()
thread.join()
print(answers, rlock)
