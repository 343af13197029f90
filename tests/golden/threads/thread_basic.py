import threading
results = []
def work(a, b, *, c=0):
    results.append((a, b, c))
t = threading.Thread(target=work, args=(1, 2), kwargs={'c': 3})
print(t.name, t.daemon, t.ident, t.native_id, t.is_alive())
t.start()
t.join()
print(results, t.is_alive(), isinstance(t.ident, int), isinstance(t.native_id, int))
print(t.join())
