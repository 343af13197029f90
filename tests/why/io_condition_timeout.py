# why: io
import threading

condition = threading.Condition()
with condition:
    for _ in range(4):
        condition.wait(0.1)
