import threading, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    t = threading.Thread()
    t.setDaemon(True)
    print(t.isDaemon())
    t.setName('x')
    print(t.getName(), threading.activeCount(), threading.currentThread().name)
    e = threading.Event()
    print(e.isSet())
    c = threading.Condition()
    with c:
        c.notifyAll()
for w in caught:
    print(w.category.__name__, w.message)
