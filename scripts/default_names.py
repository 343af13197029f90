"""Lesson: a thread without a name gets one, made of a number and, since Python 3.10, its function."""
import threading


def work():
    print("I am", threading.current_thread().name)


class Worker(threading.Thread):
    def run(self):
        print("I am", self.name)


for thread in (threading.Thread(target=work), Worker(), threading.Thread(target=work, name="chosen"), threading.Thread(target=work)):
    thread.start()
    thread.join()
