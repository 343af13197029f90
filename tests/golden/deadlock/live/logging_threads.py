# Loggers, whose handlers have locks.
import io
import logging
import threading

stream = io.StringIO()
logging.basicConfig(stream=stream, level=logging.INFO)
threads = [threading.Thread(target=lambda: [logging.info('x') for _ in range(100)]) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(stream.getvalue().splitlines()))
