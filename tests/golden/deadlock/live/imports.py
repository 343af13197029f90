# Threads that import one module at once.
import threading


def load(name):
    __import__(name)


names = ['decimal', 'asyncio', 'json', 'logging', 'decimal', 'asyncio', 'json', 'logging']
threads = [threading.Thread(target=load, args=(name,)) for name in names]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('done')
