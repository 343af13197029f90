"""Ten thousand living threads wait for one Event: start, wake and join them. Prints JSON: seconds of each phase and who woke."""
import json
import threading
import time

COUNT = 10_000
threading.stack_size(256 * 1024)
go = threading.Event()
lock = threading.Lock()
woken = 0


def wait():
    global woken
    go.wait()
    with lock:
        woken += 1


clock = [time.perf_counter()]
threads = [threading.Thread(target=wait) for _ in range(COUNT)]
for thread in threads:
    thread.start()
clock.append(time.perf_counter())
alive = threading.active_count()
go.set()
clock.append(time.perf_counter())
for thread in threads:
    thread.join()
clock.append(time.perf_counter())
print(json.dumps({"start": clock[1] - clock[0], "wake_join": clock[3] - clock[1], "alive": alive, "woken": woken}))
