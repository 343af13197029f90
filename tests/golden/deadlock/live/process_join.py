# A child that sleeps, while all threads of the parent wait.
import multiprocessing
import time

process = multiprocessing.Process(target=time.sleep, args=(0.02,))
process.start()
process.join()
print(process.exitcode)
