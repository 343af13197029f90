# Who has a lock: this process, another thread of it, another process.
import multiprocessing as mp
import threading

ctx = mp.get_context('fork')
lock, rlock = ctx.Lock(), ctx.RLock()


def show():
    print(lock, rlock, flush=True)


def in_thread(name):
    thread = threading.Thread(target=show, name=name)
    thread.start()
    thread.join()


def in_process(name):
    process = ctx.Process(target=show, name=name)
    process.start()
    process.join()


show()
with lock, rlock, rlock:
    show()
    in_thread('other')
    in_process('child')


def take():
    with lock, rlock:
        show()


thread = threading.Thread(target=take, name='taker')
thread.start()
thread.join()
process = ctx.Process(target=take, name='child')
process.start()
process.join()
