"""Lesson: an exception ends only its own thread; the report goes to standard error and the program goes on."""
import threading


def breaks():
    print("about to fail")
    return {}["missing"]


thread = threading.Thread(target=breaks, name="unlucky")
thread.start()
thread.join()
print("the program goes on, the thread is alive:", thread.is_alive())
