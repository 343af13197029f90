"""A bounded queue gets back the room that a killed process had taken and never filled."""
import os
import time
from multiprocessing import Pipe, Process, Queue


class Endless:
    def __reduce__(self):
        told.send('pickling')
        time.sleep(60)


def put():
    q.put(Endless())


listen, told = Pipe()
q = Queue(1)
p = Process(target=put)
p.start()
print(listen.recv(), q.full())
p.kill()
p.join()
q.put('mine', timeout=20)
print(q.get(timeout=20))
