import threading
calls = []
b = threading.Barrier(3, action=lambda: calls.append(len(calls)))
def go():
    b.wait()
    b.wait()
ts = [threading.Thread(target=go) for _ in range(3)]
for t in ts: t.start()
for t in ts: t.join()
print(calls)
def bad():
    raise ValueError('action')
b = threading.Barrier(2, bad)
out = []
def go():
    try:
        b.wait()
    except (ValueError, threading.BrokenBarrierError) as e:
        out.append(type(e).__name__)
ts = [threading.Thread(target=go) for _ in range(2)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(out), b.broken)
