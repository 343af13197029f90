"""Lesson: a thread has a name, and the program always begins in one called MainThread.

`start` begins the thread, `join` waits until it is done.
"""
import threading
import time


def count_to_five():
    me = threading.current_thread().name
    print(f"thread {me} begins")
    for number in range(1, 6):
        print(f"thread {me} counts {number}")
        time.sleep(0.01)
    print(f"thread {me} ends")


print(f"thread {threading.current_thread().name} is running")
thread = threading.Thread(target=count_to_five, name="Counter")
thread.start()
thread.join()
print(f"thread {threading.current_thread().name} ends last")
