# why: io
# says: all of its 4 processes wait
"""Processes that only sleep."""
import multiprocessing
import time

if __name__ == "__main__":
    children = [multiprocessing.Process(target=time.sleep, args=(0.8,)) for _ in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
