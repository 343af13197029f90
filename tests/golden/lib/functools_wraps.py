from functools import wraps, update_wrapper, WRAPPER_ASSIGNMENTS
def logged(f):
    @wraps(f)
    def inner(*a, **k):
        "inner doc"
        print("call", f.__name__, a, k)
        return f(*a, **k)
    return inner
@logged
def add(a: int, b=2) -> int:
    "adds"
    return a + b
print(add(1, b=5), add.__name__, add.__doc__, add.__annotations__, add.__wrapped__(1), add.__qualname__)
class Callable:
    "a class"
    def __call__(self): return 3
def plain(): pass
print(update_wrapper(plain, Callable()).__doc__, WRAPPER_ASSIGNMENTS)
