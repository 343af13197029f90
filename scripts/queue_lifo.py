"""Lesson: a LifoQueue is a stack: last in, first out."""
import queue

plates = queue.LifoQueue()
for plate in ("bottom", "middle", "top"):
    plates.put(plate)
while not plates.empty():
    print(plates.get())
