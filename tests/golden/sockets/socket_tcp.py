import socket, threading
server = socket.create_server(('127.0.0.1', 0))
address = server.getsockname()
def serve():
    c, peer = server.accept()
    with c:
        while data := c.recv(1024):
            c.sendall(data.upper())
t = threading.Thread(target=serve)
t.start()
with socket.create_connection(address, timeout=10) as c:
    print(c.getpeername() == address, c.gettimeout(), c.family, c.type, c.proto)
    c.sendall(b'hello')
    print(c.recv(1024))
    print(c.send(b'abc'))
    buf = bytearray(10)
    n = c.recv_into(buf)
    print(n, bytes(buf[:n]))
    c.shutdown(socket.SHUT_WR)
    print(c.recv(10))
t.join()
server.close()
print(c.fileno(), server.fileno())
try:
    c.recv(1)
except OSError as e:
    print(e)
try:
    socket.create_connection(address)
except ConnectionRefusedError as e:
    print(e)
