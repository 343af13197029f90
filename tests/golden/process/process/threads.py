"""Processes are started and joined from several threads; each is waited for by two."""
import os
import threading
from multiprocessing import Process, active_children


def run(results):
    process = Process(target=os._exit, args=(3,))
    process.start()
    seen = []
    other = threading.Thread(target=lambda: (process.join(), seen.append(process.exitcode)))
    other.start()
    process.join()
    seen.append(process.exitcode)
    other.join()
    results.append(seen)


results = []
threads = [threading.Thread(target=run, args=(results,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(results, active_children())
