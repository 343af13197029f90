from contextlib import ExitStack, contextmanager
@contextmanager
def res(n):
    print("open", n)
    try: yield n
    finally: print("close", n)
with ExitStack() as stack:
    print([stack.enter_context(res(i)) for i in range(3)])
    stack.callback(print, "callback", end="!\n")
with ExitStack() as stack:
    stack.enter_context(res("kept"))
    later = stack.pop_all()
print("after"); later.close()
class Swallow:
    def __enter__(self): return self
    def __exit__(self, t, v, tb): print("saw", t.__name__ if t else None); return True
with ExitStack() as stack:
    stack.enter_context(Swallow())
    stack.push(lambda t, v, tb: print("pushed", v))
    raise ValueError("x")
try:
    with ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        raise KeyError("first")
except ZeroDivisionError as e:
    print(repr(e), repr(e.__context__))
try:
    ExitStack().enter_context(3)
except TypeError as e: print(e)
