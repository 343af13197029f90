# Processes meet at primitives of every kind, after naps about as long as it takes until a wait is looked at.
import multiprocessing
import random
import threading
import time

PROCESSES, ROUNDS = 3, 12


def work(number, barrier, permits, lock, inner, queue, tasks, changed, count):
    chance = random.Random(number)

    def nap():
        time.sleep(chance.choice([0, chance.random() * 0.0006]))

    def take():
        with lock:
            nap()

    for round in range(1, ROUNDS + 1):
        barrier.wait()
        with permits, lock:
            nap()
            with inner:
                nap()
        queue.put(number)
        nap()
        queue.get()
        tasks.put(number)
        nap()
        tasks.get()
        tasks.task_done()
        tasks.join()
        with changed:
            count.value += 1
            if count.value == round * PROCESSES:
                changed.notify_all()
            while count.value < round * PROCESSES:
                changed.wait()
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()


things = [
    multiprocessing.Barrier(PROCESSES), multiprocessing.Semaphore(2), multiprocessing.Lock(), multiprocessing.RLock(),
    multiprocessing.Queue(), multiprocessing.JoinableQueue(), multiprocessing.Condition(),
    multiprocessing.Value('i', 0, lock=False),
]
children = [multiprocessing.Process(target=work, args=(number, *things)) for number in range(PROCESSES)]
for child in children:
    child.start()
for child in children:
    child.join()
print([child.exitcode for child in children])
