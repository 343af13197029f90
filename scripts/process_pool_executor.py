"""Lesson: the executor of processes is used like that of threads: it gives futures. Whoever never shuts it down is waited for."""
import os
from concurrent.futures import ProcessPoolExecutor, as_completed


def square(number):
    return number * number


def process_number():
    return os.getpid()


executor = ProcessPoolExecutor(2)
futures = [executor.submit(square, number) for number in range(10)]
print("sum:", sum(future.result() for future in as_completed(futures)))
print("in order:", list(executor.map(square, range(6))))
print("elsewhere:", executor.submit(process_number).result() != os.getpid())
# The callback runs in this process. The program ends when it has.
executor.submit(square, 9).add_done_callback(lambda future: print("callback got", future.result()))
