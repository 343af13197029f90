# Imports inside functions, conditions and try.
def f():
    import lib_shapes as s, math
    from math import sqrt as root
    return s.SIDE, root(16), math.floor(2.5)
print(f())
try: import fancy_thing
except ImportError: fancy_thing = None
print(fancy_thing)
if False:
    import never_imported
class C:
    from math import pi
    import sys as system
print(round(C.pi, 3), C.system.maxsize == 2 ** 63 - 1, 'math' in globals())
import os.path, os.path as p
print(os.path is p, p.join('a', 'b'))
