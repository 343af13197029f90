import threading
go = threading.Event()
ts = [threading.Thread(target=go.wait, name=n) for n in 'cab']
print(threading.active_count(), threading.enumerate() == [threading.main_thread()])
for t in ts: t.start()
print(threading.active_count(), sorted(t.name for t in threading.enumerate()))
print(all(t in threading.enumerate() for t in ts))
go.set()
for t in ts: t.join()
print(threading.active_count(), [t.name for t in threading.enumerate()])
