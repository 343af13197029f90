# The pickle machine: hostile and odd input, hooks of both classes, buffers, files, and the errors of objects that cannot be pickled.
import pickle, io, copyreg, sys
def t(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r)[:200])
    except BaseException as e: print(type(e).__module__,type(e).__name__,str(e)[:300])
L=pickle.loads
# hostile input
for data in (b'',b'.',b'N',b'\x80',b'\x80\x06.',b'\x80\x04',b'\x80\x04\x95',b'\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff.',b'\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00N.',
  b'Z',b"'",b'\\',b'\xff',b'\x00',b'(.',b'0.',b'1.',b'2.',b'a.',b'e.',b's.',b'u.',b't.',b'\x85.',b'\x86.',b'\x87.',b'N\x86.',b'b.',b'R.',b'NR.',b'N)R.',b'\x81.',b'N)\x81.',b'N)}\x92.',b'cint\n.',b'cbuiltins\nint\n)\x81.',b'cbuiltins\nint\nN\x81.',b'c__nope__\nx\n.',b'cbuiltins\nnope\n.',b'cbuiltins\n',b'c',
  b'h\x00.',b'j\xff\xff\xff\xff.',b'gx\n.',b'g-1\n.',b'g5\n.',b'p0\n.',b'Np-1\n.',b'q\x00.',b'Nq\x05h\x05.',b'\x94.',
  b'X\xff\xff\xff\xff',b'X\x05\x00\x00\x00ab.',b'\x8d\xff\xff\xff\xff\xff\xff\xff\xff.',b'\x8e\xff\xff\xff\xff\xff\xff\xff\xff.',b'\x96\xff\xff\xff\xff\xff\xff\xff\xff.',b'\x8c\x02\xff\xff.',b'T\xff\xff\xff\xff.',b'\x8b\xff\xff\xff\xff.',b'\x8a\x00.',b'\x8a\x02\x01.',b'\x8b\x01\x00\x00\x00\x05.',
  b'I\n.',b'I12\n.',b'I01\n.',b'Ix\n.',b'I12',b'L5L\n.',b'L5\n.',b'Lx\n.',b'F1.5\n.',b'Fx\n.',b"S'abc'\n.",b"S'a\\nb'\n.",b'S"q"\n.',b'Sabc\n.',b"S'abc\n.",b"S''\n.",b"S'\n.",b'Vab\\u00e9\n.',b'U\x03abc.',b'U\x01\xe9.',b'P1\n.',b'NQ.',b'\x82\x05.',b'\x82\x00.',b'\x84\xff\xff\xff\xff.',b'\x97.',b'\x98.',b'N\x98.',
  b'(NNd.',b'(Nd.',b']N(e.',b'](NNe.',b'N(Ne.',b'}(NNu.',b'}(Nu.',b'N(NNu.',b'\x8f(NN\x90.',b'N(N\x90.',b'(N\x91.',b'(]\x91.',b'}(]Nu.',b'(o.',b'(cbuiltins\nlist\no.',b'(cbuiltins\nint\nI5\no.',b'(ibuiltins\nlist\n.',b'(I5\nibuiltins\nint\n.',b'ibuiltins\nlist\n.',
  b'\x93.',b'NN\x93.',b'\x80\x04\x8c\x08builtins\x8c\x03int\x93.',b'\x80\x04\x8c\x08builtins\x8c\x05int.x\x93.',b'\x80\x04\x8c\x08builtins\x8c\x0aint.to_bytes\x93.',b'\x80\x02cbuiltins\nint.real\n.',b'\x80\x04\x8c\x08builtins\x8c\x0ef.<locals>.foo\x93.',
  b'cbuiltins\nobject\n)\x81N b.',b'cbuiltins\nobject\n)\x81I5\nb.',b'cbuiltins\nobject\n)\x81}I1\nI2\nsb.',b'cbuiltins\nobject\n)\x81NI5\n\x86b.',b'cbuiltins\nobject\n)\x81}b.',b'N}b.',b'\x80\x02\x80\x01\x80\x05N.',b'NN.',b'N.N.', b'((N1.',b'((0N.',b'(N0.', b'N\x94\x94h\x01.', b'\x80\x04\x95\x02\x00\x00\x00\x00\x00\x00\x00K.\x95',b'c__builtin__\nxrange\n.',b'\x80\x03c__builtin__\nxrange\n.',b'cexceptions\nValueError\n.',b'ccopy_reg\n_reconstructor\n(c__builtin__\nobject\nc__builtin__\nobject\nNtR.'):
    print(data[:40],end=' ')
    try: r=L(data); print('ok',repr(r)[:100] if 'object at' not in repr(r) else type(r))
    except BaseException as e: print(type(e).__module__,type(e).__name__,str(e)[:200])
t(L,'x');t(L,5);t(L,bytearray(b'N.'));t(L,memoryview(b'N.'));t(L,b'U\x01\xe9.',encoding='latin1');t(L,b'U\x01\xe9.',encoding='bytes');t(L,b'U\x01\xe9.',encoding='nope');t(L,b'U\x01\xe9.',errors='replace');t(L,b"S'\\xe9'\n.",encoding='bytes')
D=pickle.dumps
def outer():
    def inner(): pass
    class C: pass
    return inner, C, C(), lambda: 1
class NoP:
    def __reduce__(s): return s.r
def mk(r): o=NoP(); o.r=r; return o
for x in outer(): t(D,x)
for r in (5,(),(1,),(int,),(1,()),(int,5),(int,(),{},5),(int,(),{},None,5),(int,(),None,None,None,5),(int,(),None,None,None,None,None),None,(copyreg.__newobj__,()),(copyreg.__newobj__,(1,)),(copyreg.__newobj__,(int,)),(copyreg.__newobj_ex__,(int,)),(copyreg.__newobj_ex__,(1,2,3)),(copyreg.__newobj_ex__,(int,2,3)),(copyreg.__newobj_ex__,(int,(),3)),(int,(),None,None,iter([1]))):
    t(D,mk(r)); t(D,mk(r),2)
t(D,sys); t(D,open(__file__)); t(D,(x for x in [])); t(D,type(sys)); t(D,sys._getframe()); t(D,memoryview(b'x')); t(D,{}.keys());  t(D,property()); t(D,staticmethod(len)); t(D,type(lambda:0)); 
import threading; t(D,threading.Lock()); 
t(D,1,6);t(D,1,-1);t(D,1,'x');t(D,1,None);t(D,1,2.0);t(pickle.dump,1,5);t(pickle.load,5);t(D,1,protocol=4,buffer_callback=print);t(pickle.Pickler);t(pickle.Pickler,5);t(pickle.Unpickler,5);t(D);t(pickle.Pickler,io.BytesIO(),9)
class P1(pickle.Pickler):
    def __init__(s): pass
t(lambda:P1().dump(1))
class U1(pickle.Unpickler):
    def __init__(s): pass
t(lambda:U1().load())
class PP(pickle.Pickler):
    def persistent_id(s,o): return 'id%d'%o if isinstance(o,int) else None
class UU(pickle.Unpickler):
    def persistent_load(s,i): return ('loaded',i)
f=io.BytesIO(); PP(f).dump([1,'a',2]); print(f.getvalue()); f.seek(0); t(UU(f).load); t(L,f.getvalue())
f=io.BytesIO(); PP(f,0).dump([1]); print(f.getvalue())
class RO(pickle.Pickler):
    def reducer_override(s,o):
        if isinstance(o,type(outer)): return (str,(o.__name__,))
        return NotImplemented
f=io.BytesIO(); RO(f).dump([outer,len,int]); t(L,f.getvalue())
class DT(pickle.Pickler):
    dispatch_table=copyreg.dispatch_table.copy()
    dispatch_table[complex]=lambda c:(str,(str(c),))
f=io.BytesIO(); DT(f).dump([1j]); t(L,f.getvalue())
class FC(pickle.Unpickler):
    def find_class(s,m,n):
        print('find',m,n)
        return super().find_class(m,n)
t(FC(io.BytesIO(D([int,len],2))).load); t(FC(io.BytesIO(D([int,len],4))).load)
class Safe(pickle.Unpickler):
    def find_class(s,m,n): raise pickle.UnpicklingError('global %s.%s is forbidden'%(m,n))
t(Safe(io.BytesIO(D(print))).load)
f=io.BytesIO(); p=pickle.Pickler(f); x=[1]; p.dump(x); p.dump(x); p.clear_memo(); p.dump(x); print(f.getvalue()); f.seek(0); u=pickle.Unpickler(f); print(u.load(),u.load(),u.load()); t(u.load)
p.fast=True; print(p.fast,p.bin); f=io.BytesIO(); p=pickle.Pickler(f); p.fast=1; p.dump([x,x]); print(f.getvalue())
r=[]; r.append(r); f=io.BytesIO(); p=pickle.Pickler(f); p.fast=1
try: p.dump(r)
except (ValueError,RecursionError) as e: print(type(e).__name__)
print(type(p.memo).__name__, len(pickle.Pickler(io.BytesIO()).memo.copy()))
data=b'('*0+b']'*100000+b'a'*99999+b'.'
r=L(data); n=0
while r: r=r[0]; n+=1
print(n)
del r
# buffers
b=bytearray(b'hello'); bufs=[]; s=D(pickle.PickleBuffer(b),5,buffer_callback=bufs.append); print(s,bufs[0].raw().tobytes()); t(L,s); r=L(s,buffers=bufs); print(type(r).__name__); t(L,s,buffers=[]); print(L(s,buffers=[b]) is b)
print(D(pickle.PickleBuffer(b),5),D(pickle.PickleBuffer(b'ro'),5)); t(D,pickle.PickleBuffer(b),4); t(pickle.PickleBuffer,5); pb=pickle.PickleBuffer(b); print(bytes(pb),memoryview(pb).nbytes); pb.release(); t(pb.raw); t(D,pb,5); t(memoryview,pb)
s=D(pickle.PickleBuffer(b'ro'),5,buffer_callback=lambda x:None); print(s); r=L(s,buffers=[b]); print(type(r).__name__, r.readonly)
# extension
copyreg.add_extension('collections','OrderedDict',0xf0); import collections; s=D(collections.OrderedDict,2); print(s,L(s)); copyreg.remove_extension('collections','OrderedDict',0xf0); copyreg.clear_extension_cache(); t(L,s)
# file objects
class F:
    def __init__(s,d): s.d=io.BytesIO(d)
    def read(s,n): return s.d.read(n)
    def readline(s): return s.d.readline()
ff=F(D([1,'x'*100])+b'tail'); print(pickle.load(ff)[0], ff.d.read())
ff=F(D([1,len],0)+b'tail'); print(pickle.load(ff), ff.d.read())
import tempfile
with tempfile.TemporaryFile() as tf:
    for i in range(5): pickle.dump({'i':i,'x':'y'*i*30000},tf)
    tf.write(b'tail'); tf.seek(0)
    print([len(pickle.load(tf)['x']) for i in range(5)], tf.read())
class BadF:
    def read(s,n): return 'str'
    def readline(s): return b''
t(pickle.load,BadF())
class W:
    def __init__(s): s.n=[]
    def write(s,b): s.n.append(len(b))
w=W(); pickle.dump(['x'*100,b'y'*200000,list(range(50000))],w); print(w.n)
import hashlib
print(hashlib.md5(D([list(range(100000)),{i:str(i) for i in range(20000)},'z'*70000,b'q'*70000])).hexdigest())
