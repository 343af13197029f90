# All threads are blocked for ever: as without a seed the main thread is told, and goes on.
import threading

print("before")
gate = threading.Event()
threading.Thread(target=gate.wait, daemon=True).start()
try:
    gate.wait()
except threading.DeadlockError as error:
    print(error)
print("after")
