# why: cpu
"""One thread computes all the time, another one sleeps: more of the second kind changes nothing."""
import threading
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


sleeper = threading.Thread(target=time.sleep, args=(0.1,))
sleeper.start()
busy(0.4)
sleeper.join()
