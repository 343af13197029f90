import socket, threading
a, b = socket.socketpair()
out = []
t = threading.Thread(target=lambda: out.append(a.recv(10)))
t.start()
b.shutdown(socket.SHUT_WR)
t.join()
print(out)
print(a.recv(1))
b.close()
try:
    while True:
        a.send(b'x' * 1000)
except BrokenPipeError as e:
    print(type(e).__name__)
a.close()
