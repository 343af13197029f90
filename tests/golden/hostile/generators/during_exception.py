# Generators and exceptions cross each other.
def g():
    try: yield 1
    except ValueError as e: yield repr(e); yield 'after'
try: raise KeyError('outer')
except KeyError:
    a = g(); next(a); print(a.throw(ValueError('v')))
print(next(a), next(a, 'end'))
def h():
    try: 1 / 0
    except ZeroDivisionError:
        yield 'in handler'
        raise
b = h(); print(next(b))
try: raise KeyError
except KeyError:
    try: next(b)
    except ZeroDivisionError as e: print('reraised', type(e.__context__).__name__)
def r():
    yield 1
    return [2]
try: x = r(); next(x); next(x)
except StopIteration as s: print(s.value)
def bad():
    yield from bad_iter()
def bad_iter():
    yield 1
    raise LookupError('sub')
try: list(bad())
except LookupError as e: print(e)
c = g(); next(c)
try: c.throw(ValueError, ValueError('x')) if False else c.throw(TypeError('t'))
except TypeError as e: print(e, c.gi_frame)
class It:
    def __iter__(self): return self
    def __next__(self): raise RuntimeError('next broke')
for f in (lambda: list(It()), lambda: [*It()], lambda: sum(It()), lambda: (lambda *a: a)(*It()), lambda: dict(It()), lambda: ','.join(It()), lambda: max(It()), lambda: sorted(It()), lambda: set(It()), lambda: tuple(It()), lambda: any(It()), lambda: list(zip([1], It())), lambda: list(map(str, It())), lambda: [].extend(It()), lambda: {}.update(It()), lambda: next(enumerate(It())), lambda: bytes(It()), lambda: 1 in It()):
    try: f(); print('fine')
    except RuntimeError as e: print(e, end=' ')
print()
