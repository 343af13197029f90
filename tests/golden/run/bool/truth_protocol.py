# __bool__ before __len__, errors for other results.
class A:
    def __bool__(self): return False
    def __len__(self): return 5
class B:
    def __len__(self): return 0
class C: pass
class D:
    def __bool__(self): return 1
class E:
    def __len__(self): return -1
class F:
    def __len__(self): return 'x'
class G:
    def __len__(self): return 2 ** 70
print(bool(A()), bool(B()), bool(C()), not A(), 'yes' if B() else 'no')
for cls in (D, E, F, G):
    for function in (bool, len):
        try:
            print(cls.__name__, function(cls()))
        except Exception as error:
            print(cls.__name__, function.__name__, type(error).__name__, error)
