"""Tries the server with a wrong key and with none, and says what comes of it."""
import sys
from multiprocessing.connection import Client
from shared import Manager

address = '127.0.0.1', int(sys.argv[1])
for key in (b'wrong', b'', b'k' * 100):
    try:
        Manager(address, key).connect()
        print('let in')
    except Exception as error:
        print(f'{type(error).__name__}: {error}')
with Client(address) as unproven:
    # Without a key a request is an answer to the challenge, and a wrong one.
    print(unproven.recv_bytes()[:11])
    unproven.send((None, 'dummy', (), {}))
    print(unproven.recv_bytes())
    try:
        # CPython's servers send a traceback first.
        print('turned away' if b'#TRACEBACK' in (rest := unproven.recv_bytes()) else rest)
    except (EOFError, ConnectionResetError):
        print('turned away')
