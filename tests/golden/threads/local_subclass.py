import threading
class Mine(threading.local):
    kind = 'class attribute'
    def __init__(self, start, *, step=1):
        self.value = start
        self.step = step
        calls.append(threading.current_thread().name)
    def bump(self):
        self.value += self.step
        return self.value
calls = []
m = Mine(10, step=5)
print(m.bump(), m.bump(), m.kind)
out = []
def f():
    out.append((m.bump(), m.bump(), m.bump()))
for i in range(2):
    t = threading.Thread(target=f, name=f't{i}')
    t.start()
    t.join()
print(out, m.value, calls)
