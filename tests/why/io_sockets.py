# why: io
import socket
import threading
import time

ours, theirs = socket.socketpair()


def answer():
    while theirs.recv(10):
        time.sleep(0.03)
        theirs.send(b'answer')


threading.Thread(target=answer, daemon=True).start()
for _ in range(12):
    ours.send(b'question')
    ours.recv(10)
