# A timer.
import threading

done = threading.Event()
threading.Timer(0.02, done.set).start()
done.wait()
print('done')
