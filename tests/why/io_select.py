# why: io
import select
import socket

ours, theirs = socket.socketpair()
for _ in range(4):
    select.select([ours], [], [], 0.1)
