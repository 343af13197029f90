# The event scheduler in a thread.
import sched
import threading
import time

done = threading.Event()
scheduler = sched.scheduler(time.monotonic, time.sleep)
scheduler.enter(0.01, 1, lambda: None)
scheduler.enter(0.02, 1, done.set)
threading.Thread(target=scheduler.run).start()
done.wait()
print('done')
