# Numbers and arrays in shared memory: every type, wrap-around, errors, reprs.
import multiprocessing.sharedctypes as sc, multiprocessing as mp, re
def t(src_):
    try: r=eval(src_); print(src_,'->',re.sub('0x[0-9a-f]+','0x',repr(r)))
    except BaseException as e: print(src_,'!!',type(e).__name__,e)
def ex(src_):
    try: exec(src_,globals()); print(src_,'ok')
    except BaseException as e: print(src_,'!!',type(e).__name__,e)
for c in 'cubBhHiIlLqQfd':
    t(f'sc.RawValue({c!r})')
    t(f'mp.Value({c!r})'); t(f'sc.RawValue({c!r}).value')
for s in ["mp.Value('i',1,2)","mp.Value('i','a')","mp.Value('i',1.5)","mp.Value('d','a')","mp.Value('d',1).value","mp.Value('c',b'ab')","mp.Value('c',b'a').value","mp.Value('c',65).value","mp.Value('c','a')","mp.Value('c',300)","mp.Value('u','x').value","mp.Value('u','xy')","mp.Value('u',b'x')","mp.Value('b',200).value","mp.Value('B',-1).value","mp.Value('h',70000).value","mp.Value('H',-1).value","mp.Value('i',2**31).value","mp.Value('I',-1).value","mp.Value('q',2**63).value","mp.Value('Q',-1).value","mp.Value('i',2**100+5).value","mp.Value('i',True).value","mp.Value('f',0.1).value","mp.Value('i',lock=False)","mp.Value('i',lock=5)","mp.Value('i',lock=None)","mp.Value('i',5,lock=mp.Lock()).get_lock()","mp.Value('i',5).get_obj()","mp.Value('i',5).get_lock()"]: t(s)
a=mp.Array('i',5); r=a.get_obj()
for s in ["a","r","len(a)","a[:]","a[0]","a[-1]","a[5]","a[1.0]","a['x']","list(a)","a[::2]","r[1:3]","a[1:100]","type(r).__name__","r._length_","5 in r","list(reversed(r))","r==r","bool(r)","hasattr(a,'value')","a.get_lock()","hasattr(r,'value')","bytes(r)","bytes(memoryview(r))"]: t(s)
for s in ["a[0]=7","a[5]=1","a[0]='x'","a[0]=1.5","a[1:3]=[1,2]","a[1:3]=[1,2,3]","a[1:3]=5","a[::2]=[1,2,3]","a[0]=2**40+3","r[-1]=9","r['x']=1"]: ex(s)
t("a[:]")
for s in ["mp.Array('i',[1,2,3])[:]","mp.Array('d',(1,2.5))[:]","mp.Array('i',range(4))[:]","mp.Array('i',-1)","mp.Array('i',0)[:]","mp.Array('i',2.5)","mp.Array('i',['a'])","mp.Array('i',3,lock=False)","mp.Array('i',(x for x in range(3)))","mp.RawArray('f',[0.1])[:]","mp.Array('i',True)[:]",]: t(s)
s=mp.Array('c',b'hello'); z=s.get_obj()
for x in ["s","s.value","s.raw","s[0]","s[1:3]","len(s)","s[:]","list(z)","type(z).__name__","s[::2]"]: t(x)
for x in ["s.value=b'hi'","s.raw=b'abcde'","s.value=b'toolong'","s.value='x'","s.raw=b'abcdef'","s.raw='x'","s[0]=b'Z'","s[0]=65","s[0]='a'","s[0]=b'ab'","s[1:3]=b'xy'","s.value=b'12345'","s.raw=b'q'","del s.value","s.value=bytearray(b'x')","s[1:3]=[b'a',b'b']","s[1:3]='ab'", "s.raw=bytearray(b'zz')"]: ex(x); t('s.raw')
u=mp.RawArray('u','héllo')
for x in ["u","u.value","u[0]","u[1:3]","u[:]","mp.Array('u','abc')","mp.Array('u','abc')[:]"]: t(x)
ex("u.value='hi'"); t("u[:]"); ex("u.value='toolongx'"); ex("u[0]=b'a'"); ex("u[0]='ab'"); ex("u.value=b'a'")
v=mp.Value('i',3)
for x in ["v.value=2**35","v.value='a'","v.value=None","del v.value","v.foo=1","v.get_obj().value=4","v.get_obj().foo=1"]: ex(x)
t("v.value"); t("v.get_obj().foo")
with v: v.value+=1
t("v.value"); t("sc.copy(v.get_obj())"); t("sc.copy(r)[:]"); t("sc.synchronized(v)"); t("sc.synchronized(v.get_obj())"); t("sc.__all__"); 
import pickle
t("pickle.dumps(v)"); t("mp.Value(type(v.get_obj()), 9)"); t("[k for k in sorted(dir(v)) if k[0]!='_']"); t("[k for k in sorted(dir(a)) if k[0]!='_']"); t("[k for k in sorted(dir(s)) if k[0]!='_']")
t("sc.typecode_to_type['q'] is sc.typecode_to_type['l']"); t("sc.typecode_to_type['i'](5)"); t("sorted(sc.typecode_to_type)")
