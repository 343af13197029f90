import socket
s = socket.socket()
print(repr(s.family), repr(s.type), socket.AF_INET, isinstance(socket.SOCK_STREAM, int))
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR) != 0)
s.settimeout(2)
d = s.dup()
print(d.gettimeout(), d.fileno() != s.fileno())
fd = d.detach()
print(d.fileno(), fd >= 0)
again = socket.socket(fileno=fd)
print(again.family == socket.AF_INET, again.type == socket.SOCK_STREAM)
again.close()
text = repr(s)
print(text.startswith('<socket.socket fd='), text.endswith("family=2, type=1, proto=0, laddr=('0.0.0.0', 0)>"))
s.close()
print(s)
print(socket.htons(1), socket.ntohl(socket.htonl(5)), socket.inet_aton('1.2.3.4'), socket.inet_ntoa(b'\x7f\0\0\x01'))
print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, '::1')), socket.gethostbyname('127.0.0.1'))
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM))
try:
    socket.inet_aton('x')
except OSError as e:
    print(e)
print(socket.getdefaulttimeout(), issubclass(socket.gaierror, OSError), socket.error is OSError)
for bad in (-1, 'x'):
    try:
        socket.socket().settimeout(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
try:
    import pickle
    pickle.dumps(socket.socket())
except TypeError as e:
    print(e)
