"""An int with a float, in every operator and on both sides."""
import operator

values = [0, 1, -3, 7, 2 ** 53 + 1, -(2 ** 62), 10 ** 30, 0.0, -0.0, 2.5, -1.5, 1e300, float("inf"), float("nan"), True]
operators = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow]


def apply(op, x, y):
    try:
        if op is operator.add:
            return x + y
        if op is operator.sub:
            return x - y
        if op is operator.mul:
            return x * y
        if op is operator.truediv:
            return x / y
        if op is operator.floordiv:
            return x // y
        if op is operator.mod:
            return x % y
        return x ** y if abs(y) < 100 and abs(x) < 1e9 else None
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for op in operators:
    for x in values:
        print(op.__name__, repr(x), *(repr(apply(op, x, y)) for y in values if isinstance(x, float) or isinstance(y, float)))


def constants(x):
    return 2 * x, 2.0 * x, x * 3, x * 3.0, 1 + x, x + 0.5, x - 1, x - 1.5, x / 2, x / 2.0, x // 2.0, x % 2.5, 1 / x, 1.0 / x


for x in (1, 3.0, -7, 2.25):
    print(*constants(x))
