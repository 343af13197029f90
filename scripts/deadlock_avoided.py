"""Lesson: two locks taken in different orders can block two threads for ever; one order for everybody cannot."""
import threading

fork, knife = threading.Lock(), threading.Lock()
meals = {"Plato": 0, "Kant": 0}
gave_up = 0


def eat_in_order(name):
    for _ in range(500):
        with fork:
            with knife:
                meals[name] += 1


threads = [threading.Thread(target=eat_in_order, args=(name,)) for name in meals]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("meals:", meals)

# The other order, with a time limit, so that the lesson ends: each has one lock and waits for the other's.
both_hold_one = threading.Barrier(2)


def crossed(first, second):
    global gave_up
    with first:
        both_hold_one.wait()
        if not second.acquire(timeout=0.05):
            gave_up += 1
        else:
            second.release()


threads = [threading.Thread(target=crossed, args=pair) for pair in ((fork, knife), (knife, fork))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("somebody had to give up:", gave_up >= 1)
