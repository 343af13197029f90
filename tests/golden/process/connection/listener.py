# Listeners and clients: families, addresses, keys.
import os
import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener, address_type, arbitrary_address


def tell(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


def talk(address, authkey, results):
    try:
        with Client(address, authkey=authkey) as c:
            c.send('hello')
            results.append(c.recv())
    except Exception as error:
        results.append(f'{type(error).__name__}: {error}')


def meet(listener, key):
    results = []
    thread = threading.Thread(target=talk, args=(listener.address, key, results))
    thread.start()
    try:
        with listener.accept() as c:
            print(c.recv())
            c.send(('welcome', type(listener.last_accepted).__name__))
    except Exception as error:
        print(type(error).__name__, error)
    thread.join()
    print(*results)


for family in (None, 'AF_INET', 'AF_UNIX'):
    for key in (None, b'secret'):
        with Listener(family=family, authkey=key) as listener:
            print(family, address_type(listener.address))
            meet(listener, key)
            meet(listener, key)
with Listener(('127.0.0.1', 0), authkey=b'secret') as listener:
    print(listener.address[0], listener.last_accepted)
    meet(listener, b'wrong')
    meet(listener, b'secret')
tell(listener.accept)
listener.close()

path = os.path.join(os.environ.get('TMPDIR', '/tmp'), f'listener-{os.getpid()}')
listener = Listener(path, backlog=5)
print(os.path.exists(path), listener.address == path)
tell(Listener, path)
listener.close()
print(os.path.exists(path))

tell(Listener, family='AF_PIPE')
tell(Listener, family='AF_NONE')
tell(Listener, authkey='text')
tell(Client, ('127.0.0.1', 1), authkey='text')
tell(Client, path)
tell(Client, ('127.0.0.1', 1))
tell(address_type, ('localhost', 1))
tell(address_type, '/a/path')
tell(address_type, r'\\.\pipe\name')
tell(address_type, 5)
tell(arbitrary_address, 'AF_INET')
tell(arbitrary_address, 'AF_NONE')
print(address_type(arbitrary_address('AF_UNIX')))
