"""join() with a timeout, is_alive, terminate, kill, sentinel."""
import time
from multiprocessing import Process, active_children
from multiprocessing.connection import wait

p = Process(target=time.sleep, args=(60,))
p.start()
start = time.monotonic()
p.join(0.05)
print(time.monotonic() - start >= 0.05, p.exitcode, p.is_alive(), active_children() == [p])
p.join(0)
p.join(-1)
print(p.is_alive(), wait([p.sentinel], 0))
p.terminate()
p.join()
print(p.exitcode, p.is_alive(), wait([p.sentinel]) == [p.sentinel], active_children())
p.terminate()
p.kill()
print(p.exitcode)
q = Process(target=time.sleep, args=(60,))
q.start()
try:
    q.close()
except ValueError as error:
    print(error)
q.kill()
q.join(10)
print(q.exitcode)
