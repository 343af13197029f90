# Connections and sockets travel through connections, to children of every kind.
import multiprocessing
import os
import socket
from multiprocessing.reduction import recv_handle, send_handle


def child(c):
    given = c.recv()
    given.send((type(given).__name__, given.readable, given.writable))
    given.close()
    sock = c.recv()
    sock.sendall(b'from the child')
    sock.close()
    fd = recv_handle(c)
    os.write(fd, b'through a handle')
    os.close(fd)
    one, other = multiprocessing.Pipe()
    c.send(other)
    print_me = one.recv()
    one.send(print_me * 2)
    c.send('done')
    c.recv()


if __name__ == '__main__':
    for method in ('fork', 'spawn'):
        context = multiprocessing.get_context(method)
        ours, theirs = context.Pipe()
        process = context.Process(target=child, args=(theirs,))
        process.start()
        theirs.close()
        r, w = context.Pipe(False)
        ours.send(w)
        w.close()
        print(method, r.recv())
        a, b = socket.socketpair()
        ours.send(b)
        print(a.recv(100))
        b.close()
        reading, writing = os.pipe()
        send_handle(ours, writing, process.pid)
        os.close(writing)
        print(os.read(reading, 100))
        back = ours.recv()
        back.send('ab')
        print(back.recv(), ours.recv())
        ours.send(None)
        process.join()
        print(process.exitcode)
        try:
            r.recv()
        except EOFError:
            print('the copies are closed')
