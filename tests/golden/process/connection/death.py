# The other end is killed: between messages, in the middle of one, while it is waited for.
import multiprocessing
import os
import signal


def half(c):
    # The head of a frame of a hundred bytes and a few of them.
    os.write(c.fileno(), b'\0\0\0\x64some')
    os.kill(os.getpid(), signal.SIGKILL)


def whole(c):
    c.send('last words')
    os.kill(os.getpid(), signal.SIGKILL)


def silent(c):
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        for target in (half, whole, silent):
            ours, theirs = context.Pipe()
            process = context.Process(target=target, args=(theirs,))
            process.start()
            theirs.close()
            for _ in range(2):
                try:
                    print(ours.recv())
                except (EOFError, OSError) as error:
                    print(type(error).__name__, error)
            process.join()
            try:
                # Nobody can read it any more.
                ours.send(bytes(1000000))
            except OSError as error:
                print(type(error).__name__)
            print(method, target.__name__, process.exitcode)
