# why: lock
"""One connection for all, behind a lock."""
import socket
import threading
import time

ours, theirs = socket.socketpair()
lock = threading.Lock()


def answer():
    while theirs.recv(10):
        time.sleep(0.02)
        theirs.send(b'answer')


def ask():
    for _ in range(5):
        with lock:
            ours.send(b'question')
            ours.recv(10)


threading.Thread(target=answer, daemon=True).start()
threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
