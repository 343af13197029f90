import threading
out = []
t = threading.Timer(1000, out.append, [1])
t.start()
print(t.is_alive())
t.cancel()
t.join()
print(out, t.finished.is_set())
t = threading.Timer(0.001, print)
t.cancel()
t.start()
t.join()
print('a timer cancelled before its start does nothing')
