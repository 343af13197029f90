# Events, set and cleared.
import threading

ping, pong = threading.Event(), threading.Event()


def work():
    for _ in range(200):
        ping.wait()
        ping.clear()
        pong.set()


threading.Thread(target=work).start()
for _ in range(200):
    ping.set()
    pong.wait()
    pong.clear()
print('done')
