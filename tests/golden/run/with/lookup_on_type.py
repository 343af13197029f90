# __enter__ and __exit__ are looked up on the class, __exit__ before the body.
class C:
    def __enter__(self): print('class enter'); return 1
    def __exit__(self, *a): print('class exit')
c = C(); c.__enter__ = lambda: print('instance enter')
with c as v: print(v)
with c:
    C.__exit__ = lambda *a: print('replaced exit')
with c: pass
def f():
    for i in range(3):
        with c:
            if i == 1: return i
            continue
print(f())
def g():
    with c: yield 1; yield 2
it = g(); next(it); it.close()
