import threading
data = threading.local()
data.x = 'main'
out = []
def f(n):
    out.append(hasattr(data, 'x'))
    data.x = n
    data.y = n * 2
    out.append((data.x, sorted(data.__dict__)))
for n in (1, 2):
    t = threading.Thread(target=f, args=(n,))
    t.start()
    t.join()
print(out, data.x, data.__dict__, hasattr(data, 'y'))
del data.x
try:
    data.x
except AttributeError as e:
    print(e)
try:
    del data.x
except AttributeError as e:
    print(type(e).__name__)
try:
    data.__dict__ = {}
except AttributeError as e:
    print(type(e).__name__)
try:
    threading.local(1)
except TypeError as e:
    print(e)
