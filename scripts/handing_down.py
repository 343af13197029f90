"""Lesson: a local variable belongs to one thread, but every function that needs it must be handed it."""
import threading


class Student:
    def __init__(self, name):
        self.name = name
        self.steps = []


def attend(name):
    student = Student(name)
    first_task(student)
    second_task(student)
    results[name] = student.steps


def first_task(student):
    detail(student, "first")


def second_task(student):
    detail(student, "second")
    detail(student, "again")


def detail(student, what):
    student.steps.append(f"{student.name} {what}")


results = {}
threads = [threading.Thread(target=attend, args=(name,)) for name in ("Mia", "Noah")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in sorted(results):
    print(results[name])
