# Time is virtual: an instruction takes 20 ns, a sleep takes no real time, and every clock tells the same.
import datetime
import queue
import threading
import time

begin = time.monotonic()
assert 1704067200 <= time.time() < 1704067201
print(datetime.datetime.now().replace(microsecond=0), time.localtime().tm_zone)

# An hour of sleep, and threads whose sleeps overlap.
time.sleep(3600)
print(round(time.monotonic() - begin, 3))


def sleeper(seconds, done):
    time.sleep(seconds)
    done.append(seconds)


done = []
threads = [threading.Thread(target=sleeper, args=(seconds, done)) for seconds in (30, 10, 20, 0.5)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(done, round(time.monotonic() - begin, 3))

# Timeouts come at their time.
lock = threading.Lock()
lock.acquire()
event, condition, box = threading.Event(), threading.Condition(), queue.Queue()
print(lock.acquire(timeout=100), event.wait(100), round(time.monotonic() - begin, 3))
with condition:
    print(condition.wait(timeout=100))
try:
    box.get(timeout=100)
except queue.Empty:
    print("empty", round(time.monotonic() - begin, 3))
waiting = threading.Thread(target=event.wait)
waiting.start()
waiting.join(timeout=100)
print(waiting.is_alive(), round(time.monotonic() - begin, 3))

# A deadline that has passed is late, although its thread has not run since.
heard = []


def listens():
    heard.append(event.wait(timeout=0.001))


listener = threading.Thread(target=listens)
listener.start()
while time.monotonic() - begin < 4131:
    time.sleep(0.1)
event.set()
listener.join()
waiting.join()
print(heard)

# Waiting costs no work; working does. Every thread has its own share.
work = time.process_time()
assert time.thread_time() <= work < 0.01
for _ in range(100_000):
    pass
spent = time.process_time() - work
assert 0.002 <= spent < 0.02, spent
end = time.perf_counter() + 0.01
while time.perf_counter() < end:
    pass
print("it is", time.strftime("%H:%M:%S"))
