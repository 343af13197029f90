# Joining in a circle of time, not of waits; joining oneself is an error of its own.
import threading

threads = []


def join_earlier():
    for thread in threads[:threads.index(threading.current_thread())]:
        thread.join()


for _ in range(5):
    threads.append(threading.Thread(target=join_earlier))
for thread in threads:
    thread.start()
for thread in threads + threads:
    thread.join()
try:
    threading.current_thread().join()
except RuntimeError as error:
    print(error)
