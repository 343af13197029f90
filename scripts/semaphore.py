"""Lesson: a semaphore lets a fixed number of threads in at once."""
import threading

seats = threading.BoundedSemaphore(3)
lock = threading.Lock()
inside = most = visits = 0


def visit():
    global inside, most, visits
    for _ in range(20):
        with seats:
            with lock:
                inside += 1
                visits += 1
                most = max(most, inside)
            with lock:
                inside -= 1


threads = [threading.Thread(target=visit) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("visits:", visits, "never more than three:", most <= 3, "nobody inside:", inside == 0)
try:
    seats.release()
except ValueError as error:
    print(error)
