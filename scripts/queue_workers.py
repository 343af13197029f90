"""Lesson: three workers share one queue until a flag tells them that all work is done. Every word is handled exactly once."""
import queue
import threading

WORDS = ["one", "two", "three", "four", "five"]
work = queue.Queue(10)
done = []
done_lock = threading.Lock()
closing = threading.Event()


def worker():
    while not closing.is_set():
        try:
            word = work.get(timeout=0.01)
        except queue.Empty:
            continue
        with done_lock:
            done.append((word, threading.current_thread().name))
        work.task_done()


threads = [threading.Thread(target=worker, name=f"worker {number}") for number in (1, 2, 3)]
for thread in threads:
    thread.start()
for word in WORDS:
    work.put(word)
work.join()
closing.set()
for thread in threads:
    thread.join()
print("every word once:", sorted(word for word, _ in done) == sorted(WORDS))
print("only by our workers:", {name for _, name in done} <= {thread.name for thread in threads})
print("main thread ends last")
