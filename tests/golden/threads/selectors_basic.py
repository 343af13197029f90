import selectors, socket
a, b = socket.socketpair()
with selectors.DefaultSelector() as s:
    key = s.register(a, selectors.EVENT_READ, 'data')
    print(key.fileobj is a, key.fd == a.fileno(), key.events, key.data, key._fields)
    print(s.select(0), s.select(-1))
    b.send(b'x')
    print([(k.data, e) for k, e in s.select(1)])
    s.modify(a, selectors.EVENT_READ | selectors.EVENT_WRITE, 'both')
    print([(k.data, e) for k, e in s.select(1)], len(s.get_map()), s.get_key(a).data)
    for f in (lambda: s.register(a, 1), lambda: s.register(b, 0), lambda: s.unregister(b), lambda: s.register('x', 1)):
        try:
            f()
        except (KeyError, ValueError) as e:
            print(type(e).__name__)
    print(s.unregister(a).data)
print(s.get_map())
for kind in (selectors.SelectSelector, selectors.PollSelector):
    with kind() as s:
        s.register(a, selectors.EVENT_READ)
        s.register(b, selectors.EVENT_WRITE)
        print(sorted(e for k, e in s.select(1)))
a.close(); b.close()
