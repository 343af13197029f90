# A condition with a timeout, and a notifier that sleeps.
import threading
import time

ready = threading.Condition()


def late():
    time.sleep(0.02)
    with ready:
        ready.notify()


threading.Thread(target=late).start()
with ready:
    ready.wait()
with ready:
    print(ready.wait(0.01))
print('done')
