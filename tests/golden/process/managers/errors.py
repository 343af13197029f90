# Errors on their way from the server.
import multiprocessing
from multiprocessing.managers import BaseManager, RemoteError


class Custom(Exception):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b


class Troubled:
    def fail(self, error):
        raise error

    def unserializable(self):
        return (n for n in range(3))

    def unserializable_error(self):
        error = ValueError('with a lambda')
        error.function = lambda: None
        raise error

    def exit(self):
        raise SystemExit(3)

    def fine(self):
        return 'fine'

    def __len__(self):
        return 7

    def _hidden(self):
        return 'hidden'


class Manager(BaseManager):
    pass


def make_nothing():
    raise ZeroDivisionError('on purpose')


Manager.register('Troubled', Troubled)
Manager.register('Nothing', make_nothing)
Manager.register('NoCallable')


def last_line(error):
    return str(error).rstrip('-').rstrip().splitlines()[-1].split('object at')[0].replace('pickle local', 'get local')


def tell(function, *args):
    try:
        print(function(*args))
    except RemoteError as error:
        print('RemoteError', last_line(error))
    except Exception as error:
        print(type(error).__name__, str(error).partition(' at 0x')[0], error.__cause__)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        with Manager(ctx=multiprocessing.get_context(method)) as manager:
            troubled = manager.Troubled()
            for error in (ValueError('one', 2), KeyError('k'), Custom(1, 2), OSError(2, 'gone', 'file'), StopIteration()):
                tell(troubled.fail, error)
            tell(troubled.unserializable)
            tell(troubled.unserializable_error)
            tell(troubled.fine)
            tell(troubled.fail, lambda: None)
            tell(troubled.fine)
            tell(troubled._callmethod, '_hidden')
            tell(troubled._callmethod, '__len__')
            tell(troubled.fine, 'too', 'many')
            tell(manager.Nothing)
            tell(manager.NoCallable)
            tell(manager.NoCallable, 1, 2)
            tell(troubled.fine)
            error = RemoteError('the text\n')
            print(str(error) == '\n' + '-' * 75 + '\nthe text\n' + '-' * 75)
