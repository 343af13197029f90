"""Lesson: a global dict with the thread as its key saves the handing down; every function looks up its own entry."""
import threading

students = {}


def attend(name):
    students[threading.current_thread()] = name
    greet()


def greet():
    name = students[threading.current_thread()]
    greetings.append(f"{threading.current_thread().name} sees {name}")


greetings = []
threads = [threading.Thread(target=attend, args=(name,), name=f"seat {place}") for place, name in enumerate(("Mia", "Noah"))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(greetings), len(students))
