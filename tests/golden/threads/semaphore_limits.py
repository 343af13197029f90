import threading
limit = threading.Semaphore(3)
lock = threading.Lock()
inside = most = 0
def work():
    global inside, most
    for _ in range(20):
        with limit:
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1
ts = [threading.Thread(target=work) for _ in range(8)]
for t in ts: t.start()
for t in ts: t.join()
print(most <= 3, inside)
