"""Lesson: `threading.local` is one global name with a value of its own in every thread."""
import threading

desk = threading.local()
desk.student = "the teacher"
together = threading.Barrier(2)


def attend(name):
    print_lines.append(f"{name} starts with an empty desk: {not hasattr(desk, 'student')}")
    desk.student = name
    together.wait()  # both have written now
    describe()


def describe():
    print_lines.append(f"{threading.current_thread().name} sees {desk.student}")


print_lines = []
threads = [threading.Thread(target=attend, args=(name,), name=f"desk of {name}") for name in ("Mia", "Noah")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*sorted(print_lines), sep="\n")
print("the main thread still sees", desk.student)
