# A copy made by os.fork() before there were other processes: when its only child has ended, its parent may still wake it.
import multiprocessing
import os
import time

event, waits = multiprocessing.Event(), multiprocessing.Event()
if (copy := os.fork()) == 0:
    child = multiprocessing.Process(target=int)
    child.start()
    child.join()
    waits.set()
    event.wait()
    os._exit(7)
waits.wait()
# By then it would have been told.
time.sleep(0.1)
event.set()
print(os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]))
