"""Lesson: an Event is a flag to wait for; a Condition is a lock with a waiting room."""
import threading

ready = threading.Event()
condition = threading.Condition()
cookies = []
log = []


def eater():
    ready.wait()
    with condition:
        condition.wait_for(lambda: len(cookies) >= 3)
        log.append(f"ate {len(cookies)}")
        cookies.clear()
        condition.notify_all()


def baker():
    ready.wait()
    for number in range(3):
        with condition:
            cookies.append(number)
            log.append(f"baked {number}")
            condition.notify()


threads = [threading.Thread(target=function) for function in (eater, baker)]
for thread in threads:
    thread.start()
print("before the event:", log)
ready.set()
for thread in threads:
    thread.join()
print("after it:", log)
