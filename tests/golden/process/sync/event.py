# Events between processes. The children are forked, then spawned.
# test: each=fork,spawn
import multiprocessing as mp
import re
import sys

ctx = mp.get_context(sys.argv[1])
event = ctx.Event()


def show():
    print(re.sub('0x[0-9a-f]+', '0x', repr(event)), event.is_set())


show()
print(event.wait(0), event.wait(0.01), event.wait(timeout=-1))
event.set()
event.set()
show()
print(event.wait(), event.wait(0))
event.clear()
show()

here, through = ctx.Semaphore(0), ctx.Semaphore(0)


def wait():
    here.release()
    if event.wait():
        through.release()


processes = [ctx.Process(target=wait) for _ in range(4)]
for process in processes:
    process.start()
for _ in processes:
    here.acquire()
event.set()
for process in processes:
    process.join()
print(through.get_value())

# Back and forth.
ping, pong = ctx.Event(), ctx.Event()


def answer():
    for _ in range(200):
        ping.wait()
        ping.clear()
        pong.set()


process = ctx.Process(target=answer)
process.start()
for _ in range(200):
    ping.set()
    pong.wait()
    pong.clear()
process.join()
print(ping.is_set(), pong.is_set(), process.exitcode)
