# A daemon thread that sleeps may wake the others.
import threading
import time

done = threading.Event()


def late():
    time.sleep(0.02)
    done.set()


threading.Thread(target=late, daemon=True).start()
done.wait()
print('done')
