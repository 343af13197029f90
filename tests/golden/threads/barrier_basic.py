import threading
b = threading.Barrier(4)
numbers = []
lock = threading.Lock()
def go():
    for _ in range(3):
        n = b.wait()
        with lock:
            numbers.append(n)
ts = [threading.Thread(target=go) for _ in range(4)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(numbers), b.parties, b.n_waiting, b.broken)
text = repr(b)
print(text.startswith('<threading.Barrier at 0x'), text.endswith(': waiters=0/4>'))
one = threading.Barrier(1)
print(one.wait(), one.wait())
