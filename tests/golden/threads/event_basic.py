import threading
e = threading.Event()
print(e.is_set(), e.wait(0.01), e.wait(timeout=0), e.set(), e.is_set(), e.wait(), e.wait(5), e.clear(), e.is_set())
text = repr(e)
print(text.startswith('<threading.Event at 0x'), text.endswith(': unset>'))
e.set()
print(repr(e).endswith(': set>'))
e.clear()
out = []
ts = [threading.Thread(target=lambda: out.append(e.wait())) for _ in range(20)]
for t in ts: t.start()
e.set()
for t in ts: t.join()
print(out == [True] * 20)
