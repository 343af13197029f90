"""A forked child neither wakes nor hands locks to threads that only its parent has."""
import warnings
warnings.simplefilter("ignore")
import os, threading, time
lock = threading.Lock()
def holder(started, stop):
    started.set(); stop.wait()
def joiner(t, ready):
    ready.set(); t.join()
def forker(go, results):
    go.wait()
    for i in range(3):
        pid = os.fork()
        if pid == 0:
            total = 0
            for n in range(200000): total += n      # long enough to be asked for the lock
            with lock: pass
            os._exit(7)
        for n in range(5000):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done: break
            time.sleep(0.01)
        else:
            os.kill(pid, 9); os.waitpid(pid, 0); status = -1
        results.append(status)
started, stop, go, ready = (threading.Event() for _ in range(4))
a = threading.Thread(target=holder, args=(started, stop)); a.start()
b = threading.Thread(target=joiner, args=(a, ready)); b.start()
results = []
c = threading.Thread(target=forker, args=(go, results)); c.start()
started.wait(); ready.wait(); time.sleep(0.02)
go.set(); c.join(); stop.set(); a.join(); b.join()
print([os.waitstatus_to_exitcode(s) if s >= 0 else 'hangs' for s in results] == [7] * 3)
