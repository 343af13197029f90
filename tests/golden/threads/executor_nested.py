from concurrent.futures import ThreadPoolExecutor
def inner(n):
    return n * n
def outer(n):
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(inner, range(n)))
with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(outer, range(5))))
shared = ThreadPoolExecutor(2)
def chain():
    return shared.submit(lambda: 'from inside').result()
print(shared.submit(chain).result())
shared.shutdown()
