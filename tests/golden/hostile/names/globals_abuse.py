# Globals, builtins and locals changed in odd ways.
import builtins
def f(): return len('abc')
print(f()); builtins.len = lambda x: 'patched'; print(f()); del builtins.len
try: f()
except NameError as e: print(e)
builtins.len = lambda x: 3; print(f()); len = lambda x: 'global'; print(f()); del len; print(f())
globals()['dyn'] = 1; print(dyn); del globals()['dyn']
try: dyn
except NameError as e: print(e)
globals()[5] = 'odd'; print(globals()[5]); del globals()[5]
def g():
    locals()['a'] = 5
    try: return a
    except NameError: return 'unchanged'
print(g())
for i in range(2000): globals()[f'many{i}'] = i
print(many1999, sum(globals()[f'many{i}'] for i in range(2000)))
for i in range(2000): del globals()[f'many{i}']
def h():
    for n in ('x', 'y'):
        exec(f'{n} = 1', globals())
    return x + y
print(h())
class C:
    locals()['z'] = 7
    print(z)
print(C.z); __name__ = 'renamed'
class D: pass
print(D.__module__); del __name__
class E: pass
print(hasattr(E, '__module__'))
