# Locks and their kin travel only to a child that is being made.
import multiprocessing as mp
import pickle
from multiprocessing.reduction import ForkingPickler

ctx = mp.get_context('fork')
for thing in (ctx.Lock(), ctx.RLock(), ctx.Semaphore(), ctx.BoundedSemaphore(), ctx.Condition(), ctx.Value('i'),
              ctx.Array('i', 2)):
    for dump in pickle.dumps, ForkingPickler.dumps:
        try:
            dump(thing)
        except RuntimeError as error:
            print(error)
for thing in ctx.Event(), ctx.Barrier(2):
    try:
        pickle.dumps(thing)
    except RuntimeError as error:
        print('refused')
