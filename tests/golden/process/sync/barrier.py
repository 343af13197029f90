# Barriers between processes. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import sys
import threading

ctx = mp.get_context(sys.argv[1])
rounds, total, lock = ctx.RawValue('i', 0), ctx.RawValue('i', 0), ctx.Lock()


def action():
    rounds.value += 1


barrier = ctx.Barrier(3, action)
print(barrier.parties, barrier.n_waiting, barrier.broken)


def meet():
    for number in range(20):
        index = barrier.wait()
        with lock:
            total.value += index
        # The action has run, and nobody can be two rounds ahead.
        if not number + 1 <= rounds.value <= number + 2:
            print('wrong round', number, rounds.value)


processes = [ctx.Process(target=meet) for _ in range(2)]
for process in processes:
    process.start()
meet()
for process in processes:
    process.join()
print(rounds.value, total.value, barrier.n_waiting, barrier.broken)

# Somebody does not come.
try:
    barrier.wait(0.01)
except threading.BrokenBarrierError as error:
    print('broken', error.args, barrier.broken)
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print('still broken')
barrier.reset()
print(barrier.broken, barrier.n_waiting)

# abort and reset reach those who wait.
here = ctx.Semaphore(0)


def wait(barrier):
    here.release()
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        print('told', flush=True)


for end in barrier.abort, barrier.reset:
    process = ctx.Process(target=wait, args=(barrier,))
    process.start()
    here.acquire()
    while not barrier.n_waiting:
        pass
    end()
    process.join()
    print(barrier.broken, barrier.n_waiting)
    barrier.reset()

# An action that fails breaks the barrier.
failing = ctx.Barrier(1, lambda: 1 / 0)
try:
    failing.wait()
except ZeroDivisionError as error:
    print(error, failing.broken)
single = ctx.Barrier(1, timeout=5)
print(single.wait(), single.wait(), single.wait(1))
