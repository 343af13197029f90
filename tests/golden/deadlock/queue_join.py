# A consumer that does not call task_done().
import queue
import threading

tasks = queue.Queue()


def consume():
    while True:
        if tasks.get() is None:
            return


threading.Thread(target=consume, name='consumer', daemon=True).start()
for number in range(3):
    tasks.put(number)
tasks.join()
print('never')
