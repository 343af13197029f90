for b in (b'a\\', b'\\\\u0041', b'\\u00', b'\\u0041x', b'\\U00110000', b'\xff\\n', b'\\U0001f600'):
    for e in ('strict','replace','ignore','backslashreplace'):
        try: print(b, e, ascii(b.decode('raw_unicode_escape', e)))
        except Exception as x: print(b, e, type(x).__name__, x)
for s in ('aé中😀', '\\u', '\ud800'):
    print(s.encode('raw-unicode-escape'))
import codecs; print(codecs.lookup('raw_unicode_escape').name)
