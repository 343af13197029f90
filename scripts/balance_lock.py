"""Lesson: an account that is added to and subtracted from by several threads keeps its balance only under a lock.

`try` and `finally` see to it that the lock is given back whatever happens in between.
"""
import threading

balance = 0
lock = threading.Lock()


def change(amount):
    global balance
    balance = balance + amount
    balance = balance - amount


def teller(amount):
    for _ in range(50_000):
        lock.acquire()
        try:
            change(amount)
        finally:
            lock.release()


tellers = [threading.Thread(target=teller, args=(amount,)) for amount in (5, 8)]
for thread in tellers:
    thread.start()
for thread in tellers:
    thread.join()
print("balance:", balance)
