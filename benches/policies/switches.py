"""How often a second the processor goes from one computing thread to another, as the threads see it: each looks into a shared cell
whether another one was there last. Runs with Python 2.7, too. Prints JSON: {"2": number for 2 threads, "4": number for 4}."""
import json
import threading
import time

SECONDS = 1.0
last = None
stop = False


def compute(me, seen):
    global last
    count = 0
    while not stop:
        if last != me:
            last = me
            count += 1
    seen.append(count)


def switches(count):
    global stop
    stop = False
    seen = []
    threads = [threading.Thread(target=compute, args=(number, seen)) for number in range(count)]
    start = time.time()
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop = True
    for thread in threads:
        thread.join()
    return sum(seen) / (time.time() - start)


print(json.dumps({"2": switches(2), "4": switches(4)}))
