# No update is lost, however many processes want the lock, and whoever waits gets it. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import sys

ctx = mp.get_context(sys.argv[1])


def count(lock, value, times):
    for _ in range(times):
        with lock:
            value.value += 1


for make in ctx.Lock, ctx.RLock, lambda: ctx.Semaphore(1), lambda: ctx.BoundedSemaphore(1):
    lock, value = make(), ctx.RawValue('q', 0)
    processes = [ctx.Process(target=count, args=(lock, value, 4000)) for _ in range(3)]
    for process in processes:
        process.start()
    count(lock, value, 4000)
    for process in processes:
        process.join()
    print(value.value, [process.exitcode for process in processes])

# At most two are inside at once, and nobody is left out.
semaphore, lock = ctx.Semaphore(2), ctx.Lock()
inside, most, done = ctx.RawValue('i', 0), ctx.RawValue('i', 0), ctx.RawValue('i', 0)


def enter(times):
    for _ in range(times):
        with semaphore:
            with lock:
                inside.value += 1
                most.value = max(most.value, inside.value)
            with lock:
                inside.value -= 1
                done.value += 1


processes = [ctx.Process(target=enter, args=(500,)) for _ in range(4)]
for process in processes:
    process.start()
for process in processes:
    process.join()
print(most.value <= 2, inside.value, done.value, semaphore)
