# Semaphores as signals to and fro.
import threading

there, back = threading.Semaphore(0), threading.BoundedSemaphore(1)


def work():
    for _ in range(300):
        there.acquire()
        back.release()


threading.Thread(target=work).start()
for _ in range(300):
    back.acquire()
    there.release()
back.acquire()
print('done')
