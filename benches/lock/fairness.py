"""Four threads compute for a second: Jain's index of what each got (1 is equal shares). Prints JSON: {"jain": x}."""
import json
import threading
import time

counts = [0] * 4
stop = False


def compute(place):
    n = 0
    while not stop:
        n += 1
    counts[place] = n


threads = [threading.Thread(target=compute, args=(place,)) for place in range(4)]
for thread in threads:
    thread.start()
time.sleep(1.5)
stop = True
for thread in threads:
    thread.join()
print(json.dumps({"jain": sum(counts) ** 2 / (4 * sum(n * n for n in counts))}))
