import threading
go = threading.Event()
t = threading.Thread(target=go.wait)
t.start()
joined = []
js = [threading.Thread(target=lambda: (t.join(), joined.append(1))) for _ in range(10)]
for j in js: j.start()
go.set()
for j in js: j.join()
print(len(joined))
