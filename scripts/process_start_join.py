"""Lesson: a process runs beside the one that started it, with a number and a memory of its own; `join` waits for its end."""
import os
from multiprocessing import Process

greetings = ["from the parent"]


def child(name):
    greetings.append("from the child")
    print("child", name, "has another number:", os.getpid() != parent, "and knows its parent:", os.getppid() == parent)
    print("child sees", greetings)


parent = os.getpid()
process = Process(target=child, args=("one",))
print("before the start:", process.name, process.pid, process.exitcode)
process.start()
process.join()
print("after the end: exit code", process.exitcode, "alive", process.is_alive())
# What the child appended went into its own copy.
print("parent sees", greetings)
