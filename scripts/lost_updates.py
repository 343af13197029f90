"""Lesson: `counter += 1` is not one step. Two threads that count without a lock lose updates.

The line reads the counter, adds one and writes it back. The interpreter may let the other thread run between any two of these
steps; what the other thread wrote in between is then overwritten. The lock of the interpreter protects the interpreter, not you.
"""
import threading

ROUNDS = 1_000_000
counter = 0


def count():
    global counter
    for _ in range(ROUNDS):
        counter += 1


def race():
    """Both count, from zero on."""
    global counter
    counter = 0
    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


race()
while counter == 2 * ROUNDS:
    # On a busy machine the second thread may come when the first one is done: once more.
    race()
print(f"expected {2 * ROUNDS}, counted {counter}, lost {2 * ROUNDS - counter}")
print("some updates were lost:", counter < 2 * ROUNDS)
print("nothing was counted twice:", counter <= 2 * ROUNDS)
