import socketserver, socket, threading
class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Upper) as server:
    t = threading.Thread(target=server.serve_forever, args=(0.01,))
    t.start()
    def client(n, out):
        with socket.create_connection(server.server_address) as c, c.makefile('rwb') as f:
            f.write(b'hello %d\n' % n)
            f.flush()
            out.append(f.readline())
    out = []
    cs = [threading.Thread(target=client, args=(n, out)) for n in range(4)]
    for c in cs: c.start()
    for c in cs: c.join()
    server.shutdown()
    t.join()
print(sorted(out))
class Echo(socketserver.DatagramRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.read()[::-1])
with socketserver.UDPServer(('127.0.0.1', 0), Echo) as server:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as c:
        c.sendto(b'abc', server.server_address)
        server.handle_request()
        print(c.recv(100))
    server.timeout = 0.01
    server.handle_timeout = lambda: print('nobody came')
    server.handle_request()
