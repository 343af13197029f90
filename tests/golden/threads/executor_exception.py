from concurrent.futures import ThreadPoolExecutor
class Own(Exception):
    pass
def bad(x):
    raise Own('bad', x)
with ThreadPoolExecutor(2) as pool:
    f = pool.submit(bad, 1)
    try:
        f.result()
    except Own as e:
        print(e.args, f.exception() is e)
    print(repr(f).split(' ', 3)[3], f.done())
    f = pool.submit(bad, 2)
    print(repr(f.exception()))
    import sys
    f = pool.submit(sys.exit, 4)
    print(repr(f.exception()))
