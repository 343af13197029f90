# Conditions: who is notified, how many, and after how long. The children are forked, then spawned.
# test: each=fork,spawn
import functools
import multiprocessing as mp
import sys

# Several processes print: each line at once.
print = functools.partial(print, flush=True)

ctx = mp.get_context(sys.argv[1])
condition, turn = ctx.Condition(), ctx.RawValue('i', 0)
for call in condition.wait, condition.notify, condition.notify_all:
    try:
        call()
    except AssertionError as error:
        print(error)
print(condition)
with condition:
    print(condition, condition.wait(0.01), condition.wait(timeout=0))
    condition.notify()
    condition.notify_all()
    print(condition.wait_for(lambda: 5), condition.wait_for(lambda: 0, 0.01), condition.wait_for(lambda: '', timeout=0))
with ctx.Condition(ctx.Lock()) as entered:
    print(entered)


def alternate(mine, rounds, turn=turn):
    for _ in range(rounds):
        with condition:
            condition.wait_for(lambda: turn.value % 2 == mine)
            turn.value += 1
            condition.notify()


process = ctx.Process(target=alternate, args=(1, 200))
process.start()
alternate(0, 200)
process.join()
print(turn.value)

# As many wake up as were notified.
entered, left, go = ctx.Semaphore(0), ctx.Semaphore(0), ctx.RawValue('i', 0)


def sleeper():
    with condition:
        entered.release()
        print(condition.wait(), flush=True)
        left.release()


processes = [ctx.Process(target=sleeper) for _ in range(5)]
for process in processes:
    process.start()
for _ in processes:
    entered.acquire()
for count in 1, 2, 0:
    with condition:
        print(condition)
        condition.notify(count)
        print(condition)
    for _ in range(count):
        left.acquire()
with condition:
    condition.notify_all()
for process in processes:
    process.join()
with condition:
    print(condition, left.get_value())



def notify():
    with condition:
        condition.notify()


# A re-entrant lock taken twice is given up as a whole and comes back as it was.
with condition, condition:
    process = ctx.Process(target=notify)
    process.start()
    print(condition.wait(30), condition._lock)
    process.join()
