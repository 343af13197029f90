# Pipes, sockets and locked files between threads: a thread that waits for one lets the others run.
import fcntl
import os
import select
import selectors
import socket
import threading
import time

# A pipe: the reader waits, the writer fills it.
reading, writing = os.pipe()
got = []


def reads():
    while piece := os.read(reading, 50_000):
        got.append(len(piece))


def writes():
    rest = 300_000
    while rest:
        rest -= os.write(writing, b"x" * rest)
    os.close(writing)


threads = [threading.Thread(target=reads), threading.Thread(target=writes)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("through the pipe:", sum(got))

# A pair of sockets, with a timeout on the virtual clock.
near, far = socket.socketpair()
near.settimeout(60)
try:
    near.recv(1)
except TimeoutError as error:
    print(error, round(time.monotonic()) >= 60)


def answers():
    data = far.recv(100)
    time.sleep(30)
    far.sendall(data.upper())


thread = threading.Thread(target=answers)
thread.start()
near.sendall(b"question")
print(near.recv(100))
thread.join()

# A server and clients on this machine; ports that the system chooses have numbers of our own.
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname())


def serves():
    for _ in range(3):
        connection, address = server.accept()
        with connection:
            connection.sendall(b"hello " + connection.recv(100))


def asks(name, answers):
    with socket.create_connection(server.getsockname()) as connection:
        connection.sendall(name.encode())
        answers.append(connection.recv(100).decode())


answered = []
threads = [threading.Thread(target=asks, args=(name, answered)) for name in ("ann", "bob", "eve")]
serving = threading.Thread(target=serves)
serving.start()
for thread in threads:
    thread.start()
for thread in [*threads, serving]:
    thread.join()
print(sorted(answered))
server.settimeout(5)
try:
    server.accept()
except TimeoutError as error:
    print("nobody:", error)

# Datagrams.
one, other = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
one.bind(("127.0.0.1", 0))
thread = threading.Thread(target=lambda: (time.sleep(1), other.sendto(b"datagram", one.getsockname())))
thread.start()
print(one.recvfrom(100)[0])
thread.join()

# Waiting for several at once.
reading, writing = os.pipe()
thread = threading.Thread(target=lambda: (time.sleep(2), os.write(writing, b"!")))
begin = time.monotonic()
thread.start()
print(select.select([reading], [], [], 1), select.select([reading], [], [])[0] == [reading], round(time.monotonic() - begin))
thread.join()
for kind in (selectors.PollSelector, selectors.EpollSelector):
    with kind() as selector:
        selector.register(reading, selectors.EVENT_READ)
        selector.register(near, selectors.EVENT_READ)
        print(kind.__name__, [key.fd == reading for key, _ in selector.select(10)])
        os.read(reading, 1)
        begin = time.monotonic()
        print(selector.select(10), round(time.monotonic() - begin))
        os.write(writing, b"?")

# A file that another thread has locked.
order = []
with open("file", "w") as mine, open("file") as theirs:
    fcntl.flock(mine, fcntl.LOCK_EX)

    def locks():
        fcntl.flock(theirs, fcntl.LOCK_SH)
        order.append("locked")

    thread = threading.Thread(target=locks)
    thread.start()
    time.sleep(1)
    order.append("unlocked")
    fcntl.flock(mine, fcntl.LOCK_UN)
    thread.join()
print(order)
