# Arrays: making, slices, methods, operators, buffers, files, reduction and their errors.
import array
A=array.array
def t(f,*a,**k):
    try: r=f(*a,**k); print('ok',repr(r))
    except BaseException as e: print(type(e).__name__,e)
t(A);t(A,1);t(A,'ii');t(A,'i',1,2);t(A,'z');t(A,'i',1);t(A,'i','abc');t(A,'i',A('u','x'));t(A,'i',b'abc');t(A,typecode='i');t(A,'i',b'abcd');t(A,'u','h\u00e9');t(A,'u',b'abcd');t(A,'u',[1])
class S(A): pass
t(S,'i',[1],k=3); t(S,'i',x=3)
a=A('i',[1,2,3,4,5])
t(lambda:a['x']);t(lambda:a[10]);t(lambda:a[2**70]);t(a.__setitem__,10,1);t(a.__setitem__,'x',1);t(a.__delitem__,10);t(a.__setitem__,slice(0,1),[1]);t(a.__setitem__,slice(0,1),A('b',[1]))
t(a.__setitem__,slice(0,5,2),A('i',[1]));t(a.pop,10);t(A('i').pop);t(a.remove,99);t(a.index,99);t(a.index,4,0,2);t(a.index,4,1);t(a.index,4,-2)
t(a.count,1);t(a.fromlist,(1,));t(a.fromlist,[1,'x']);t(a.frombytes,b'abc');t(a.frombytes,'x');t(a.fromunicode,'x');t(a.tounicode);t(A('u','abc').tounicode)
t(lambda:a+[1]);t(lambda:a+A('b',[1]));t(lambda:a*1.5);t(lambda:a*-1);t(lambda:2*a);t(a.extend,A('b',[1]));t(a.extend,1);t(a.extend,['x']);t(a.__iadd__,[1]);
t(a.__reduce_ex__,2);t(a.__reduce_ex__,3);t(a.__reduce_ex__,4);t(A('u','ab').__reduce_ex__,4);t(a.byteswap);t(A('u','a').byteswap);t(lambda:a.buffer_info()[1]);
t(lambda:a==[1]);t(lambda:a==A('d',[16777216.0]));t(lambda:A('i',[1,2])<A('b',[1,3]));
m=memoryview(a);t(a.append,1);t(a.pop);t(a.extend,[1]);t(a.__delitem__,0);t(a.frombytes,b'');t(a.frombytes,b'1234');t(a.__imul__,2);t(a.byteswap);m.release()
t(lambda:memoryview(A('u','x'))[0]);t(lambda:memoryview(A('u','x')).format);t(lambda:memoryview(A('l',[1])).format)
t(repr,A('i'));t(repr,A('u','ab'));t(repr,A('d',[1.5]));t(repr,S('i',[1]));t(lambda:repr(iter(a))[:21])
it=iter(a);t(it.__reduce__);t(it.__setstate__,2);t(list,it);t(it.__reduce__)
t(a.insert,100,7);t(a.insert,-100,8);t(a.tolist);t(a.tobytes);
import io
t(a.fromfile,io.BytesIO(b'1234'),2);t(a.tolist);t(a.fromfile,io.BytesIO(b'12'),-1);t(a.fromfile,1,1);t(a.fromfile,io.StringIO('abc'),1);t(a.fromfile,io.BytesIO(b'12345'),1)
t(a.tofile,1)
b=io.BytesIO();a.tofile(b);print(b.getvalue())
print(array.typecodes,array.ArrayType,A.__doc__[:20],sorted(x for x in dir(array) if x[:2]!='__'))
t(array._array_reconstructor,A,'i',1,b'abcd');t(array._array_reconstructor,A,'z',1,b'abcd');t(array._array_reconstructor,A,'i',99,b'abcd');t(array._array_reconstructor,1,'i',1,b'abcd');t(array._array_reconstructor,int,'i',1,b'abcd');t(array._array_reconstructor,A,'i',9,b'\0\0\0\1');t(array._array_reconstructor,A,'i',1,'abcd');t(array._array_reconstructor,A,'d',14,b'\0'*8)
t(array._array_reconstructor,A,'i',9,b'\0\0\0');
a=A('h',[1,2,3]);t(lambda:a.__contains__(2));t(lambda:2.0 in a);t(A.__class_getitem__,int);t(a.__copy__);t(a.__deepcopy__,{});t(a.reverse);print(a,a[::-1],a[1:],a[::2]);del a[::2];print(a);a[1:1]=A('h',[4,5]);print(a);t(a.__setitem__,slice(None),a);print(a)
a[1:2]=a;print(a);t(A,'i',range(3));t(A,'i',A('b',[1,2]));t(A,'f',A('i',[1,2]));t(a.tofile,b);t(a.__add__,1);t(bytes,a);t(bytearray,a)
import struct;t(struct.unpack,'3h',A('h',[1,2,3]));t(struct.pack_into,'i',a,0,77);print(a);t(b''.join,[a]);t(b'ab'.__add__,A('b',[1]));t(bytearray().extend,a)
t(a.typecode.__len__);t(lambda:a.itemsize)
s=S('i');s.x=1;t(s.__reduce_ex__,4);t(lambda:S('i',[1])+S('i',[2]));t(lambda:S('i',[1,2])[0:1]);t(type,S('i',[1])*2)
t(a.index); t(a.append,1,2); t(a.append,'x'); t(a.insert,1); t(a.pop,'x'); t(A.append)
t(lambda: A('i',[1]) == A('i',[1])); t(lambda: A('f',[float('nan')])==A('f',[float('nan')])); t(lambda: A('i',[1,2])>=A('i',[1])); t(next, iter(A('i')))
t(array._array_reconstructor,A,'u',20,'ab'.encode('utf-16-le'));t(array._array_reconstructor,A,'u',18,'ab'.encode('utf-16-le'))
t(lambda:A('i',[1])*2**62);t(lambda:A('i',[1])*2**70)
