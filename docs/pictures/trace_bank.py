"""A bank for the pictures of docs/trace_page.md: tellers share a lock, an auditor waits for a queue, interest is computed, a child
process computes beside them."""
import multiprocessing
import queue
import threading
import time

balance = 1000
till = threading.Lock()
receipts = queue.Queue()


def teller(amount):
    global balance
    for customer in range(8):
        with till:
            seen = balance
            time.sleep(0.001)
            balance = seen + amount
        receipts.put(amount)
        sum(range(20_000))


def auditor():
    total = 0
    while (amount := receipts.get()) is not None:
        total += sum(n * amount for n in range(500))


def interest(rounds):
    for year in range(rounds):
        sum(n % 7 for n in range(20_000))


threads = [
    threading.Thread(target=teller, args=(5,), name="teller-1"),
    threading.Thread(target=teller, args=(-3,), name="teller-2"),
    threading.Thread(target=auditor, name="auditor"),
    threading.Thread(target=interest, args=(10,), name="interest"),
]
branch = multiprocessing.Process(target=interest, args=(10,), name="branch")
branch.start()
for thread in threads:
    thread.start()
threads[0].join()
threads[1].join()
receipts.put(None)
for thread in threads[2:]:
    thread.join()
branch.join()
print("balance", balance)
