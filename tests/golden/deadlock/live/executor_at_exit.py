# Workers that are still idle at the end.
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(3)
for number in range(6):
    pool.submit(time.sleep, 0.005)
print('done')
