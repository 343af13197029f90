# Threads that are daemons are no better than others.
import threading

never = threading.Event()
threads = [threading.Thread(target=never.wait, name=f'daemon {number}', daemon=True) for number in range(2)]
for thread in threads:
    thread.start()
threads[0].join()
