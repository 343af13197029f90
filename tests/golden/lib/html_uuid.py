import html, uuid
print(html.escape('<a href="x">\'&\'</a>'), html.escape('"\'', quote=False), html.unescape('&lt;&amp;&gt; &quot;&#39;&#x27;&eacute;&nbsp;| &copy &notit; &bogus; &#0; &#128; &#x110000; & x &amp;lt; &hellip;'))
u = uuid.UUID('{12345678-1234-5678-1234-567812345678}')
print(u, repr(u), u.hex, u.int, u.bytes, u.bytes_le, u.fields, u.urn, u.variant, u.version, u.time, u.clock_seq, u.node)
print(uuid.uuid3(uuid.NAMESPACE_DNS, 'python.org'), uuid.uuid5(uuid.NAMESPACE_URL, 'x'), uuid.uuid5(uuid.NAMESPACE_DNS, 'python.org').version, uuid.UUID(int=5), uuid.UUID(bytes=b'\1' * 16), uuid.UUID(bytes_le=u.bytes_le) == u, uuid.UUID(fields=u.fields) == u)
r = uuid.uuid4(); t = uuid.uuid1()
print(r.version, t.version, r.variant, r != uuid.uuid4(), u < r or u > r, hash(u) == hash(uuid.UUID(str(u))), len({u, uuid.UUID(u.hex)}), uuid.NAMESPACE_X500)
for call in (lambda: uuid.UUID('x'), lambda: uuid.UUID(), lambda: uuid.UUID(int=-1), lambda: uuid.UUID(bytes=b'x'), lambda: setattr(u, 'int', 1), lambda: u < 1, lambda: uuid.UUID(int=1, version=9), lambda: uuid.UUID(fields=(1, 2))):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
