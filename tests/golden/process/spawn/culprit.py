# What is passed and cannot be pickled is CPython's error, with the path to it.
import multiprocessing
import socket
import threading


class Config:
    pass


def target(*args, **kwargs):
    print('not reached')


def attempt(*args, target=target, **kwargs):
    try:
        multiprocessing.Process(target=target, args=args, kwargs=kwargs).start()
    except Exception as error:
        print(f'{type(error).__name__}: {error}', error.__notes__)


config = Config()
config.lock = threading.Lock()
holder = Config()
holder.config = config
attempt(1, [config])
attempt(holder)
attempt(key={'deep': (0, threading.RLock())})
attempt((n for n in []))
lock = threading.Lock()
attempt(target=(lambda guarded: lambda: guarded)(lock))


class Worker(multiprocessing.Process):
    def __init__(self):
        super().__init__()
        self.guard = threading.Condition()


try:
    Worker().start()
except Exception as error:
    print(f'{type(error).__name__}: {error}', error.__notes__)
print(multiprocessing.active_children())


# A global that cannot be copied says so where it is used, and only there.
file = open(__file__)
numbers = iter([1, 2])
generator = (n for n in numbers)


def user():
    print('runs', next(numbers))
    try:
        file.read()
    except RuntimeError as error:
        print(error)
    try:
        next(generator)
    except RuntimeError as error:
        print(error)


process = multiprocessing.Process(target=user)
process.start()
process.join()
print(process.exitcode)
file.close()
