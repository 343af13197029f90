from contextlib import contextmanager
@contextmanager
def tag(name):
    "makes a tag"
    print(f"<{name}>")
    try:
        yield name.upper()
    except KeyError as e:
        print("swallowed", e)
    finally:
        print(f"</{name}>")
with tag("b") as t: print(t)
with tag("i"): raise KeyError("k")
try:
    with tag("p"): raise ValueError("v")
except ValueError as e: print("out", e)
@tag("fn")
def body(x): print("body", x)
body(1); body(2)
print(tag.__name__, tag.__doc__)
@contextmanager
def bad():
    if False: yield
try:
    with bad(): pass
except RuntimeError as e: print(e)
@contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextmanager
def stop():
    yield
try:
    with stop(): raise StopIteration("si")
except StopIteration as e: print("stop", e)
