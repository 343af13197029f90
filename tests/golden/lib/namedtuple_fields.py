"""The fields of named tuples: descriptors of their own kind."""
from collections import namedtuple
import pickle, copy
P=namedtuple('P','x y'); f=P.__dict__['x']; print(type(f), f, f.__doc__, f.__reduce__())
for g in (lambda: setattr(P(1,2),'x',3), lambda: delattr(P(1,2),'x'), lambda: f.__get__(5), lambda: f.__get__(())):
    try: g()
    except Exception as e: print(repr(e))
print(f.__get__(None,P) is f, P.x is f, f.__get__((7,)))
f.__doc__='d'; print(P.x.__doc__, P(3,4).x)
print(copy.copy(P(1,2)), pickle.loads(pickle.dumps(f)).__doc__, P(1,2)._replace(x=5), P._fields)
class Q(P):
    x = property(lambda self: 'over')
print([q.x for q in (P(1,2), Q(1,2), P(8,9))]*2)
