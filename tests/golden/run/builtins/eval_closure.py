# Functions made by exec see their namespace.
ns = {'base': 100}
exec('''
class Counter:
    total = 0
    def add(self, n):
        self.total += n + base
        return self
def make():
    def inner():
        return base
    return inner
''', ns)
c = ns['Counter']()
print(c.add(1).add(2).total, ns['make']()())
ns['base'] = 7
print(ns['make']()(), ns['Counter'].__name__, ns['Counter'].__module__)
local = {}
exec('a = 1\nb = a + 1', {}, local)
print(local)
print(eval('[i * k for i in range(3)]', {'k': 3}), eval('(lambda: q)()', {'q': 'free'}))
fs = [eval(f'lambda x: x ** {n}') for n in range(4)]
print([f(3) for f in fs], eval("f'{1 + 1}'"), eval('(y := 5) + y'), y)
