# Events, conditions and barriers between two processes.
import multiprocessing


def work(event, condition, barrier):
    barrier.wait()
    event.wait()
    with condition:
        condition.notify()
    barrier.wait()


event, condition, barrier = multiprocessing.Event(), multiprocessing.Condition(), multiprocessing.Barrier(2)
process = multiprocessing.Process(target=work, args=(event, condition, barrier))
process.start()
barrier.wait()
with condition:
    event.set()
    condition.wait()
barrier.wait()
process.join()
print('done')
