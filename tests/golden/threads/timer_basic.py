import threading
out = []
done = threading.Event()
def f(*args, **kwargs):
    out.append((args, kwargs))
    done.set()
t = threading.Timer(0.01, f, [1, 2], {'k': 3})
print(t.is_alive(), t.interval, t.args, t.kwargs, t.function is f, t.finished.is_set())
t.start()
done.wait()
t.join()
print(out, t.finished.is_set(), isinstance(t, threading.Thread), t.name)
