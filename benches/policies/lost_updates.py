"""Updates that two threads lose of `counter += 1`. Runs with Python 2.7, too. Prints JSON: {"lost": parts of all updates}."""
import json
import threading

ROUNDS = 3000000
counter = 0


def count():
    global counter
    for _ in range(ROUNDS):
        counter += 1


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"lost": (2.0 * ROUNDS - counter) / (2 * ROUNDS)}))
