# Order of evaluation and unpacking in calls.
def log(x):
    print('arg', x)
    return x
def f(*args, **kw):
    return args, kw
print(f(log(1), *log([2, 3]), log(4), k=log(5), **log({'z': 6}), y=log(7)))
print(f(*'ab', *range(2), *{}, **{}), f(*(), **{'a b': 1}))
def gen():
    yield 1
    yield 2
print(f(*gen()), f(*{'k': 1}), max(*[1, 5, 3]), print(*[1, 2], sep='+'))
class M:
    def keys(self): return ['p', 'q']
    def __getitem__(self, k): return k * 2
print(f(**M()), dict(**M()))
