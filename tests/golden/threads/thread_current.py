import threading
seen = {}
def who(key):
    t = threading.current_thread()
    seen[key] = (t.name, t is threading.main_thread(), t.ident == threading.get_ident(),
                 t.native_id == threading.get_native_id())
who('main')
ts = [threading.Thread(target=who, args=(i,), name=f't{i}') for i in range(3)]
for t in ts: t.start()
for t in ts: t.join()
for key in ['main', 0, 1, 2]:
    print(key, seen[key])
