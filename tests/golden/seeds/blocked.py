# All threads are blocked for ever: the main thread is told instead of hanging.
import threading

print("before")
threading.Thread(target=threading.Event().wait, daemon=True).start()
try:
    threading.Lock().acquire() and threading.Event().wait()
except RuntimeError as error:
    print(error)
condition = threading.Condition()


def holds():
    with condition:
        threading.Event().wait()


try:
    with condition:
        threading.Thread(target=holds, daemon=True).start()
        condition.wait()
except RuntimeError as error:
    print(error.__context__ or error)
print("after")
