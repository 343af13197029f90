import threading
class Noisy:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        out.append(self.name)
out = []
data = threading.local()
def f(name):
    data.thing = Noisy(name)
for name in 'ab':
    t = threading.Thread(target=f, args=(name,))
    t.start()
    t.join()
print(out)
data.thing = Noisy('main')
del data
print(out)
