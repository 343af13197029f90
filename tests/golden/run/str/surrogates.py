# Lone surrogates in chr, ord and arrays.
import array, pickle
s='\ud800'
print(ord(s), ascii(chr(0xd800)), chr(0xdfff)=='\udfff', ord(chr(0x10ffff)))
a=array.array('u','a\ud800'); print(ascii(a), ascii(a[1]), ascii(a.tounicode())); a.append(chr(0xdc00)); print(len(a))
for n in (-1,0x110000):
    try: chr(n)
    except (ValueError,OverflowError) as e: print(type(e).__name__,e)
try: chr(0xd800).encode()
except UnicodeEncodeError as e: print(e)
