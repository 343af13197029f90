# A thread waits for a child, the main thread for the thread.
import subprocess
import sys
import threading

results = []


def run():
    results.append(subprocess.run([sys.executable, '-c', 'import time; time.sleep(0.02); print(1)'], capture_output=True))


thread = threading.Thread(target=run)
thread.start()
thread.join()
print(results[0].stdout)
