# A thread in select() wakes the main thread.
import select
import socket
import threading

one, other = socket.socketpair()
done = threading.Event()


def watch():
    select.select([one], [], [])
    done.set()


threading.Thread(target=watch).start()
threading.Timer(0.02, other.send, (b'x',)).start()
done.wait()
print('done')
