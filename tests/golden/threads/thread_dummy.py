import threading, _thread
done = threading.Event()
out = []
def foreign():
    t = threading.current_thread()
    out.append((t.name, t.daemon, type(t).__name__, t.is_alive(), t is threading.current_thread(), t in threading.enumerate()))
    try:
        t.join()
    except RuntimeError as e:
        out.append(str(e))
    done.set()
_thread.start_new_thread(foreign, ())
done.wait()
for o in out: print(o)
