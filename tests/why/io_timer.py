# why: io
import threading

done = threading.Event()
threading.Timer(0.4, done.set).start()
done.wait()
