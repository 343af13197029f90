"""Lesson: a class that inherits from Thread says what it does in `run`; `start` makes a thread and calls `run` in it."""
import threading


class Countdown(threading.Thread):
    def run(self):
        for number in (3, 2, 1):
            print(f"{self.name}: {number}")


print("calling run() only calls a method:")
Countdown(name="not started").run()
print("calling start() makes a thread:")
thread = Countdown()
thread.start()
thread.join()
try:
    thread.start()
except RuntimeError as error:
    print("a second start:", error)
