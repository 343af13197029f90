import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(('127.0.0.1', 0))
b.bind(('127.0.0.1', 0))
print(b.sendto(b'ping', a.getsockname()))
data, peer = a.recvfrom(100)
print(data, peer == b.getsockname())
a.connect(peer)
a.send(b'pong')
print(b.recv(2))
a.settimeout(0.01)
try:
    a.recv(1)
except TimeoutError as e:
    print(repr(e), socket.timeout is TimeoutError)
a.setblocking(False)
try:
    a.recv(1)
except BlockingIOError as e:
    print(type(e).__name__, a.gettimeout(), a.getblocking())
a.close()
b.close()
