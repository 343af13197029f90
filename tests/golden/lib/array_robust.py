import array
# arrays that grow or shrink under index, comparison and buffers
a=array.array('i',range(5))
class Evil:
    def __index__(self):
        del a[:]
        return 3
for f in (lambda:a.__setitem__(4,Evil()), lambda:a[Evil()], lambda:a[Evil():]):
    try: print(f(), a)
    except Exception as e: print(type(e).__name__, e, a)
    a=array.array('i',range(5))
class EvilEq:
    def __eq__(self,o):
        del a[:]; return False
a=array.array('i',range(5)); print(EvilEq() in a, a)
a=array.array('i',range(5))
try: a.remove(EvilEq())
except ValueError as e: print(e)
a=array.array('d',[1.0,2.0]); m=memoryview(a); m[0]=5; print(a, m.tolist(), m.nbytes, m.itemsize, m.shape); m.release(); a.append(1); print(len(a))
import struct,io
struct.pack_into('d',a,8,9.5); print(a); f=io.BytesIO(b'\0'*24); print(f.readinto(a), a)
def g():
    for i in range(3):
        yield i
print(array.array('H',g())); 
try: array.array('B',iter([1,2,300]))
except OverflowError as e: print(e)
import copy; b=copy.copy(a); c=copy.deepcopy(a); b.append(2); print(len(a),len(b),c)
print(sum(array.array('q',range(1000))), max(array.array('f',[1,5,2])), sorted(array.array('b',[3,-1,2])), list(reversed(array.array('i',[1,2,3]))))
match array.array('i',[1,2]):
    case [x,y]: print(x,y)
import collections.abc; print(isinstance(a,collections.abc.MutableSequence))
import weakref; print(weakref.ref(a)() is a)
for bad in (lambda:array.array('i')*2**62*8,lambda:a.fromfile(io.BytesIO(),2**61)):
    try: print(bad())
    except (MemoryError,OverflowError,EOFError) as e: print('refused')
for i,x in enumerate(a): 
    if i<3: a.append(i)
print(len(a))
