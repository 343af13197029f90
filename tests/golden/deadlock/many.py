# Of many threads the report tells of twenty.
import threading

never = threading.Event()
threads = [threading.Thread(target=never.wait, name=f'thread {number}') for number in range(50)]
for thread in threads:
    thread.start()
threads[0].join()
