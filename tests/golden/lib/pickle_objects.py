# Objects of the language and of the library come back in every protocol.
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
 range(5),slice(1,2),[].append,'abc'.upper,list.append,dict.fromkeys,W,ValueError('x',1),OSError(2,'no','f'),KeyError('k'),StopIteration(3),UnicodeDecodeError('utf-8',b'x',0,1,'r'),['ab','ab','cd'],[[],[]],iter([1,2]),iter((1,)),iter({}),iter('ab'),iter(b'ab'),iter(range(3)),reversed([1,2]),enumerate([1]),zip([1],[2]),map(len,['a']),filter(None,[1]),iter(set()),iter(bytearray(b'x')), {1:1}.keys() if 0 else 0, object(), 'a'*255,'a'*256,b'a'*255,b'a'*256]
import collections, datetime, decimal, fractions, enum, dataclasses, functools, re, pathlib, random, uuid, operator, itertools, array, types, string, time
NT=collections.namedtuple('NT','a b')
class Color(enum.Enum): RED=1; BLUE=2
class Fl(enum.Flag): A=1; B=2
class IE(enum.IntEnum): X=5
@dataclasses.dataclass
class DC: a:int; b:list
@dataclasses.dataclass(frozen=True,slots=True)
class DS: a:int
import typing
class TN(typing.NamedTuple):
    x:int; y:int=3
class MyExc(Exception):
    def __init__(s,a,b): super().__init__(a,b); s.extra=1
rnd=random.Random(5)
U=datetime.timezone.utc
more=[datetime.date(2020,1,2),datetime.datetime(2020,1,2,3,4,5,6),datetime.datetime(2020,1,2,3,tzinfo=U,fold=1),datetime.time(1,2,3,4),datetime.timedelta(1,2,3),U,datetime.timezone(datetime.timedelta(hours=1),'x'),
 decimal.Decimal('1.50'),decimal.Decimal('NaN'),fractions.Fraction(1,3),collections.deque([1,2],5),collections.deque([1]),collections.defaultdict(list,{1:[2]}),collections.OrderedDict([(1,2),(3,4)]),collections.Counter('aab'),collections.ChainMap({1:2}),collections.UserDict({1:2}),collections.UserList([1]),
 NT(1,2),Color.RED,Fl.A|Fl.B,IE.X,DC(1,[2]),DS(4),TN(1),MyExc(1,2),functools.partial(func,1,x=2),re.compile('a+',re.I),pathlib.PurePosixPath('a/b'),pathlib.Path('x'),uuid.UUID(int=5),operator.itemgetter(1,2),operator.attrgetter('a.b'),operator.methodcaller('f',1,x=2),
 array.array('i',[1,2]),array.array('u','ab'),types.SimpleNamespace(a=1),rnd,rnd.getstate()[:1],time.gmtime(0),decimal.Context(prec=5),
 [p].append.__self__ is not None, slice(1,2,3), range(1,10,2), memoryview, collections.abc.Mapping, typing.Any, typing.List[int], list[int], int|str, typing.Optional[int], Color, FileNotFoundError(2,'no','file'), ImportError('m',name='n'), NameError('q'), AttributeError('z'), BaseExceptionGroup('g',[ValueError(1)]), SyntaxError('m',('f',1,2,'t')), string.Template('x'), bytes, functools.reduce, operator.add, itertools.chain]
names=['date','dt','dtz','time','td','utc','tz','dec','nan','frac']
def show(o):
    t=type(o)
    if t is P: return 'P'+str(sorted(o.__dict__))+str(o.me is o)
    if t is L: return 'L',list(o),o.__dict__
    if t is D: return 'D',dict(o),o.__dict__
    if t is Q: return 'Q',o.a,o.b
    if t in (N,E2): return t.__name__,o.args,getattr(o,'k',0)
    if t is ST: return 'ST',o.x
    if t is random.Random: return o.random()
    if t is R or t is W.In or t is object: return t.__qualname__
    if t is type([].append) or t is type(list.append): return getattr(o,'__qualname__')
    if 'iterator' in t.__name__ or t in (zip,map,filter,enumerate,reversed): return sorted(o)
    if t is types.FunctionType: return o.__name__
    if t is functools.partial: return o.func.__name__,o.args,o.keywords
    if isinstance(o,BaseException): return t.__name__,o.args,getattr(o,'__dict__',0),str(o)
    if t is collections.Counter: return sorted(o.items())
    if t in (set,frozenset): return t.__name__,sorted(o)
    if t is str and len(o)>100 or t is bytes and len(o)>100: return len(o),o[:3]
    if o is rec: return 'rec'
    if t is string.Template: return o.template
    if t is decimal.Context: return o.prec
    if t is operator.methodcaller: return repr(o)
    return repr(o)[:300]
for proto in range(6):
    for i,o in enumerate(objs+more):
        try: print(proto,i,show(pickle.loads(pickle.dumps(o,proto))))
        except Exception as e: print(proto,i,type(o).__name__,'EXC',type(e).__name__,e)
