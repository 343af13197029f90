from concurrent.futures import (ThreadPoolExecutor, wait, FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED)
import threading
go = threading.Event()
def bad():
    raise ValueError
with ThreadPoolExecutor(3) as pool:
    quick = pool.submit(int)
    slow = pool.submit(go.wait)
    done, not_done = wait([quick, slow], return_when=FIRST_COMPLETED)
    print(quick in done, slow in not_done)
    failing = pool.submit(bad)
    r = wait([failing, slow], return_when=FIRST_EXCEPTION)
    print(failing in r.done, slow in r.not_done, type(r).__name__)
    r = wait([slow], timeout=0.01)
    print(len(r.done), len(r.not_done))
    go.set()
    r = wait([slow, quick, failing])
    print(len(r.done), r.not_done, r[0] is r.done)
    try:
        f = pool.submit(go.wait)
        go.clear()
        g = pool.submit(go.wait)
        wait([g], return_when='NEVER')
    except ValueError as e:
        print(e)
    go.set()
print(FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED)
