# A process killed while it waits for a condition disturbs nobody: neither who notifies nor who waits later.
import multiprocessing as mp
import os
import signal

ctx = mp.get_context('fork')
condition, entered = ctx.Condition(), ctx.Semaphore(0)


def wait():
    with condition:
        entered.release()
        condition.wait()


def start():
    process = ctx.Process(target=wait)
    process.start()
    entered.acquire()
    with condition:
        pass
    return process


dead = [start() for _ in range(3)]
for process in dead:
    os.kill(process.pid, signal.SIGKILL)
    process.join()
print([process.exitcode for process in dead])
alive = start()
# Some of these notices go to the dead.
for _ in range(4):
    with condition:
        condition.notify()
alive.join()
print(alive.exitcode)
alive = [start() for _ in range(2)]
with condition:
    condition.notify_all()
for process in alive:
    process.join()
print([process.exitcode for process in alive])
# Who was not notified after it came is not woken by what the dead have left.
late = start()
late.join(0.3)
print(late.is_alive())
with condition:
    condition.notify(1)
late.join()
print(late.exitcode)
