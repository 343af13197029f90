import socket, threading
server = socket.create_server(('127.0.0.1', 0), backlog=32)
def handle(c):
    with c, c.makefile('rwb') as f:
        for line in f:
            f.write(line[::-1].strip() + b'\n')
            f.flush()
def accept():
    for _ in range(10):
        c, _ = server.accept()
        threading.Thread(target=handle, args=(c,)).start()
t = threading.Thread(target=accept)
t.start()
results = {}
def client(n):
    with socket.create_connection(server.getsockname()) as c, c.makefile('rwb') as f:
        lines = []
        for i in range(5):
            f.write(b'%d-%d\n' % (n, i))
            f.flush()
            lines.append(f.readline().decode().strip())
        results[n] = lines
cs = [threading.Thread(target=client, args=(n,)) for n in range(10)]
for c in cs: c.start()
for c in cs: c.join()
t.join()
server.close()
for n in sorted(results): print(n, results[n])
