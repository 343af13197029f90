from concurrent.futures import ThreadPoolExecutor, as_completed
import threading
gates = [threading.Event() for _ in range(3)]
def wait(i):
    gates[i].wait()
    return i
with ThreadPoolExecutor(3) as pool:
    fs = [pool.submit(wait, i) for i in range(3)]
    order = []
    gates[1].set()
    for f in as_completed(fs):
        order.append(f.result())
        if len(order) == 1: gates[2].set()
        if len(order) == 2: gates[0].set()
    print(order)
    print(sorted(f.result() for f in as_completed(fs + fs)))
    late = threading.Event()
    f = pool.submit(late.wait)
    try:
        list(as_completed([f, fs[0]], timeout=0.02))
    except TimeoutError as e:
        print(e)
    late.set()
