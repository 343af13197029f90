# Two workers, both busy with tasks that wait for tasks.
import threading
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix='pool')
meeting = threading.Barrier(2)


def outer(number):
    meeting.wait()
    return sum(pool.map(abs, [number, -number]))


print(list(pool.map(outer, [1, 2])))
