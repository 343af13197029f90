# What is written, byte for byte, in every protocol.
import pickle, sys
class P:
    def __init__(s,**k): s.__dict__.update(k)
class Q:
    __slots__=('a','b')
    def __init__(s): s.a=1; s.b=[2]
class L(list): pass
class D(dict): pass
class N:
    def __new__(cls,*a): o=object.__new__(cls); o.args=a; return o
    def __getnewargs__(s): return s.args
class E2:
    def __new__(cls,*a,**k): o=object.__new__(cls); o.args=a; o.k=k; return o
    def __getnewargs_ex__(s): return s.args,s.k
    def __getstate__(s): return None
class I(int): pass
class S(str): pass
class T(tuple): pass
class R:
    def __reduce__(s): return R,()
class ST:
    def __getstate__(s): return 5
    def __setstate__(s,x): s.x=x
class W:
    class In: pass
def func(): pass
l=L([1,2]); l.x=3
d=D(a=1); d.y=2
rec=[1]; rec.append(rec)
rd={}; rd['self']=rd
rt=([],); rt[0].append(rt)
p=P(a=1,b='x'); p.me=p
objs=[None,True,False,0,1,255,256,65535,65536,-1,2**31-1,2**31,-2**31,-2**31-1,2**63,-2**63,2**64,2**2000,-2**2047,-(2**2040),127,128,-128,-129,1.5,-0.0,1e300,float('inf'),
 '', 'abc','h\xe9','\u20ac','\U0001f600','x'*300,'y'*70000,b'',b'abc',b'z'*300,b'w'*70000,bytearray(),bytearray(b'abc'),(),(1,),(1,2),(1,2,3),(1,2,3,4),[],[1],[1,2],list(range(1001)),list(range(2000)),{},{1:2},{1:2,3:4},dict.fromkeys(range(1000)),dict.fromkeys(range(2005)),
 set(),{1},frozenset(),frozenset([1]),set(range(1001)),rec,rd,rt,p,Q(),l,d,N(1,2),E2(1,k=2),I(5),S('q'),T((1,2)),R(),ST(),W.In(),W.In,func,len,P,int,type(None),type(...),type(NotImplemented),...,NotImplemented,1+2j,
 range(5),slice(1,2),[].append,'abc'.upper,W,ValueError('x',1),OSError(2,'no','f'),KeyError('k'),StopIteration(3),UnicodeDecodeError('utf-8',b'x',0,1,'r'),['ab','ab','cd'],[[],[]],iter([1,2]),iter((1,)),iter({}),iter('ab'),iter(b'ab'),reversed([1,2]),iter(set()),object(), 'a'*255,'a'*256,b'a'*255,b'a'*256]
import hashlib
out=[]
for proto in range(0,6):
    for i,o in enumerate(objs):
        try: s=pickle.dumps(o,proto)
        except Exception as e: print(proto,i,type(o).__name__,'EXC',type(e).__name__,str(e)[:100]); continue
        print(proto,i,type(o).__name__,len(s),s if len(s)<160 else hashlib.md5(s).hexdigest())
        out.append(s)
