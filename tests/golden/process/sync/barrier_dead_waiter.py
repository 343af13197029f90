# A process killed at a barrier counts as having come; later rounds go on without it.
import multiprocessing as mp
import os
import signal

ctx = mp.get_context('fork')
barrier = ctx.Barrier(2)
process = ctx.Process(target=barrier.wait)
process.start()
waiting = 0
while not waiting:
    # With the lock: the process has it no more, but waits.
    with barrier._cond:
        waiting = barrier.n_waiting
os.kill(process.pid, signal.SIGKILL)
process.join()
print(process.exitcode, barrier.n_waiting)
print(barrier.wait(50), barrier.n_waiting)
for _ in range(3):
    process = ctx.Process(target=barrier.wait)
    process.start()
    index = barrier.wait(50)
    process.join()
    print(index in (0, 1), process.exitcode, barrier.broken)
