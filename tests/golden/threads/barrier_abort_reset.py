import threading
for name in ('abort', 'reset'):
    b = threading.Barrier(3)
    out = []
    def go():
        try:
            b.wait()
        except threading.BrokenBarrierError:
            out.append('broken')
    ts = [threading.Thread(target=go) for _ in range(2)]
    for t in ts: t.start()
    while b.n_waiting < 2:
        pass
    getattr(b, name)()
    for t in ts: t.join()
    print(name, out, b.broken)
