# Two threads that talk by a socket pair while the main thread waits for them.
import socket
import threading

one, other = socket.socketpair()


def echo():
    while data := other.recv(1):
        other.sendall(data)


def talk():
    for _ in range(100):
        one.sendall(b'x')
        one.recv(1)
    one.close()


threads = [threading.Thread(target=target) for target in (echo, talk)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('done')
