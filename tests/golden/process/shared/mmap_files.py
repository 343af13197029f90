# Files as memory: every method, and what is refused.
import mmap, os, tempfile
def t(s, **k):
    try: r=eval(s,globals(),k); print(s,'->',repr(r))
    except BaseException as e: print(s,'!!',type(e).__name__,e)
f=tempfile.TemporaryFile(); f.write(b'hello\nworld\nabc'); f.flush(); fd=f.fileno()
for s in ['mmap.mmap(-1,0)','mmap.mmap(-1,-1)','mmap.mmap(fd,0,offset=-1)','mmap.mmap(fd,100)','mmap.mmap(fd,0,offset=4096)','mmap.mmap(9999,10)','mmap.mmap(fd,0,access=9)','mmap.mmap(fd,0,access=1,prot=1)','mmap.mmap("a",1)','mmap.mmap(fd,0,offset=1)','mmap.mmap(fd,0)', 'mmap.mmap(fd,5)','mmap.mmap(fd,0,access=mmap.ACCESS_READ)','mmap.mmap(fd,0,access=mmap.ACCESS_COPY)','mmap.mmap(fd,0,prot=mmap.PROT_READ)','mmap.mmap(fd,0,mmap.MAP_PRIVATE)','mmap.mmap(fileno=fd,length=3)','mmap.mmap(-1,10)']: t(s)
m=mmap.mmap(fd,0)
for s in ['len(m)','m.read(3)','m.tell()','m.readline()','m.readline()','m.readline()','m.readline()','m.read()','m.read_byte()','m.seek(0)','m.read_byte()','m.seek(-1)','m.seek(100)','m.seek(-2,2)','m.read(None)','m.seek(1,9)','m.seek(0)','m.read(-1)','m.seek(2)','m.find(b"l")','m.find(b"h")','m.find(b"h",0)','m.find(b"o",0,4)','m.find(b"c",-2)','m.rfind(b"o")','m.rfind(b"h")','m.rfind(b"o",0,-8)','m.find("a")','m.find(b"")','m.rfind(b"")','m[0]','m[-1]','m[100]','m[1:4]','m[::2]','m[::-1]','m["a"]','m[1.0]','m.write(b"xy")','m.tell()','m[:]','m.seek(13)','m.write(b"toolong")','m.write("s")','m.write_byte(65)','m.write_byte(300)','m.write_byte(-1)','m.write_byte("a")','m.tell()','m.size()','m.move(0,6,5)','m.move(0,6,50)','m.move(-1,6,5)','m[:]','m.flush()','m.flush(0,4)','m.flush(100)','m.flush(1,4)','m.flush(-1)','bytes(m)','list(m)[:3]','b"w" in m','119 in m','bytes(memoryview(m)[2:5])','memoryview(m).readonly','m.madvise(mmap.MADV_NORMAL)','m.madvise(mmap.MADV_NORMAL,100)','m.madvise(mmap.MADV_NORMAL,-1)','m.madvise(mmap.MADV_NORMAL,0,-1)','m.resize(-1)','m.resize(8192)','len(m)','m.size()','m.resize(15)','len(m)','m','hash(m) is not None','m==m','m.closed','m+b"a"']: t(s)
def ex(s):
    try: exec(s,globals()); print(s,'ok')
    except BaseException as e: print(s,'!!',type(e).__name__,e)
for s in ['m[0]=65','m[0]=300','m[0]=b"a"','m[100]=1','m[0:2]=b"zz"','m[0:2]=b"zzz"','m[::5]=b"123"','del m[0]','del m[0:2]','m[0:2]=memoryview(b"qq")','m[0:1]="a"','m[1:1]=b""','m["x"]=1','m[0]=-1','m[0]=1.5', 'm[0:1]=65']: ex(s)
t('m[:]')
v=memoryview(m); t('m.close()'); t('m.resize(4096)'); v[0]=90; ex('v[0:2]=b"QQ"'); ex('v[0:2]=b"Q"');t('m[:3]'); v.release(); t('m.close()'); t('m.closed'); t('m')
for s in ['len(m)','m[0]','m.read()','m.close()','m.find(b"a")','m.size()','m.__enter__()','bytes(m)','m.tell()','m.seek(0)','m.flush()','m.readline()','m.resize(1)','list(m)','b"a" in m','bool(m)']: t(s)
ex('m[0]=1')
r=mmap.mmap(fd,0,access=mmap.ACCESS_READ)
for s in ['r.write(b"a")','r.write_byte(1)','r.move(0,1,1)','r.resize(10)','memoryview(r).readonly','r.flush()','r']: t(s)
ex('r[0]=1'); ex('r[0:1]=b"a"'); ex('memoryview(r)[0]=1')
c=mmap.mmap(fd,0,access=mmap.ACCESS_COPY); c[0:3]=b'COP'; t('c[:5]'); t('r[:5]'); t('c.resize(4)'); t('c.flush()'); t('c')
a=mmap.mmap(-1,10); t('a.resize(5)'); t('a[:]')
with mmap.mmap(-1,10) as a2: a2[0]=1
t('a2.closed'); t('a2')
p=mmap.mmap(-1,10,mmap.MAP_PRIVATE); t('p.resize(20)'); t('len(p)')
w=mmap.mmap(fd,0,prot=mmap.PROT_READ);t('w'); ex('w[0]=1')
import pickle; t('pickle.dumps(w)'); t('mmap.mmap.__name__, mmap.mmap.__module__, mmap.error'); t('type(iter(w))'); t('mmap.PAGESIZE, mmap.ALLOCATIONGRANULARITY')
f.seek(0); f.truncate(0); t('mmap.mmap(fd,0)')
class S(mmap.mmap): pass
t('S(-1,4)'); t('len(S(-1,4))')
import struct; b=mmap.mmap(-1,16); struct.pack_into('qd',b,0,5,2.5); t('struct.unpack_from("qd",b)'); t('b[:8]'); t('int.from_bytes(b[:8],"little")')
t('b"".join([b])'); t('bytearray(b)'); t('sum(b"\x01")')
mv=memoryview(b).cast('q'); mv[1]=-7; t('mv.tolist()'); t('mv[1]')
import io; t('io.BytesIO(b"abcdef").readinto(b)'); t('b[:8]')
