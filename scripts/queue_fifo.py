"""Lesson: a Queue gives back first what was put first; with a size it refuses more, and empty it refuses to give."""
import queue

line = queue.Queue(3)
for customer in ("Ada", "Ben", "Cleo"):
    line.put(customer)
print("full:", line.full(), "waiting:", line.qsize())
try:
    line.put_nowait("Dan")
except queue.Full:
    print("no room for Dan")
print(line.get(), line.get(), line.get())
try:
    line.get_nowait()
except queue.Empty:
    print("nobody is left")
try:
    line.get(timeout=0.01)
except queue.Empty:
    print("and nobody came")
