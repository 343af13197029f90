# why: mixed
import subprocess
import time

def busy(seconds):
    """Use the processor for so long, whatever else the machine does."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        sum(range(200))


for _ in range(3):
    busy(0.1)
    subprocess.run(['sleep', '0.1'], check=True)
