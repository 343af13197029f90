"""Lesson: four threads, two that add and two that subtract: the sum is exact because every change happens under one lock."""
import threading

total = 0
lock = threading.Lock()


def add():
    global total
    for _ in range(25_000):
        with lock:
            total += 1


def subtract():
    for _ in range(25_000):
        global total
        with lock:
            total -= 1


threads = [threading.Thread(target=function) for function in (add, subtract) * 2]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
