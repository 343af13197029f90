# One permit too few.
import threading

permits = threading.Semaphore(2)
for number in range(3):
    permits.acquire()
    print('permit', number)
