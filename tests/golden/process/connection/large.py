# Messages larger than any pipe holds, both ways, and many small ones.
import multiprocessing


def echo(c):
    while (message := c.recv()) is not None:
        c.send(message)
    while size := c.recv():
        buffer = bytearray(size)
        c.send(c.recv_bytes_into(buffer))
        c.send_bytes(buffer)


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        process = context.Process(target=echo, args=(theirs,))
        process.start()
        theirs.close()
        for size in (0, 1, 16379, 16380, 16384, 65535, 65536, 1 << 20, 5 << 20):
            data = bytes(range(256)) * (size // 256) + b'x' * (size % 256)
            ours.send((size, data))
            back = ours.recv()
            print(back == (size, data), end=' ')
        text = {'n': list(range(100000)), 's': 'ü' * 100000}
        ours.send(text)
        print(ours.recv() == text)
        for n in range(2000):
            ours.send(n)
            if ours.recv() != n:
                print('out of step')
        ours.send(None)
        for size in (1, 100000, 3000000):
            ours.send(size)
            ours.send_bytes(b'ab' * size, size, size)
            print(ours.recv(), len(ours.recv_bytes()))
        ours.send(0)
        process.join()
        print(method, process.exitcode)
