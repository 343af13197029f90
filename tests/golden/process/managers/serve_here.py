# A server in the process that calls get_server(), a client that connects to it, and its end.
import functools
import multiprocessing
import queue
from multiprocessing.managers import BaseManager

# Several processes print: each line at once.
print = functools.partial(print, flush=True)


class Manager(BaseManager):
    pass


shared = queue.Queue()
Manager.register('queue', callable=lambda: shared)
Manager.register('shutdown_from_afar')


def serve(c):
    server = Manager(('127.0.0.1', 0), b'abc').get_server()
    c.send(server.address)
    try:
        server.serve_forever()
    finally:
        print('server ends with', list(shared.queue), flush=True)


if __name__ == '__main__':
    context = multiprocessing.get_context('fork')
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,))
    process.start()
    address = ours.recv()
    for n in range(3):
        manager = Manager(address, b'abc')
        manager.connect()
        remote = manager.queue()
        remote.put(n)
        # The same object each time.
        print(remote.qsize())
    print(multiprocessing.managers.dispatch(
        connection := multiprocessing.connection.Client(address, authkey=b'abc'), None, 'number_of_objects'))
    connection.close()
    connection = multiprocessing.connection.Client(address, authkey=b'abc')
    try:
        multiprocessing.managers.dispatch(connection, None, 'serve_forever')
    except multiprocessing.managers.RemoteError as error:
        print(str(error).rstrip('-').rstrip().splitlines()[-1])
    connection.close()
    connection = multiprocessing.connection.Client(address, authkey=b'abc')
    answer = multiprocessing.managers.dispatch(connection, None, 'shutdown')
    connection.close()
    process.join()
    print(answer, process.exitcode)
