# Another process releases a semaphore.
import multiprocessing
import time


def work(permit):
    time.sleep(0.02)
    permit.release()


permit = multiprocessing.Semaphore(0)
process = multiprocessing.Process(target=work, args=(permit,))
process.start()
permit.acquire()
process.join()
print('done')
