# The life of a manager: started once, used, shut down.
import multiprocessing
import os
from multiprocessing.managers import BaseManager, State, SyncManager, Token


def tell(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


def hello(word):
    print(word, flush=True)


def broken():
    raise SystemExit(3)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        manager = SyncManager(ctx=context)
        print(manager._state.value == State.INITIAL, manager.address)
        tell(manager.list)
        tell(manager.start, 5)
        manager.start(hello, ('from the initializer',))
        print(manager._process.is_alive(), manager._process.daemon, manager._process.name.partition('-')[0],
              manager._state.value == State.STARTED)
        tell(manager.start)
        tell(manager.get_server)
        print(manager.list([1]), manager._number_of_objects())
        process = manager._process
        manager.shutdown()
        print(process.exitcode, manager._state.value == State.SHUTDOWN)
        manager.shutdown()
        tell(manager.start)
        tell(manager.list)
        manager.join()

        with SyncManager(('127.0.0.1', 0), b'key', ctx=context) as manager:
            print(manager.address[0], manager.address[1] > 0)
            other = SyncManager(manager.address, b'key')
            other.connect()
            print(other.list('ab'), other._number_of_objects())
            other = SyncManager(manager.address, b'wrong')
            tell(other.connect)
            print(manager.list('cd'))
        other = SyncManager(other.address, b'key')
        tell(other.connect)
        manager = BaseManager(ctx=context)
        print(manager._authkey == multiprocessing.current_process().authkey, type(manager._authkey).__name__)
        tell(BaseManager, authkey='text')
        manager = SyncManager(ctx=context)
        try:
            manager.start(broken)
        except EOFError:
            manager._process.join()
            print('EOFError', manager._process.exitcode)
    print(Token('list', 'address', 'id'))
