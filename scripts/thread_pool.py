"""Lesson: a pool keeps a few threads and gives them many tasks; results come back as futures, or in order by `map`."""
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

used = set()


def square(number):
    used.add(threading.current_thread().name)
    return number * number


def fail(number):
    raise ValueError(f"no {number}")


with ThreadPoolExecutor(4, thread_name_prefix="pool") as pool:
    futures = [pool.submit(square, number) for number in range(20)]
    print("sum:", sum(future.result() for future in as_completed(futures)))
    print("in order:", list(pool.map(square, range(6))))
    future = pool.submit(fail, 7)
    print("error:", repr(future.exception()))
    try:
        future.result()
    except ValueError as error:
        print("raised again:", error)
    called = []
    pool.submit(square, 9).add_done_callback(lambda done: called.append(done.result()))
print("callback got:", called)
print("at most four threads:", len(used) <= 4, all(name.startswith("pool_") for name in used))
try:
    pool.submit(square, 1)
except RuntimeError as error:
    print("after the end:", error)
