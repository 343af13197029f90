# Two threads that hand a token to and fro by two locks, each released by the other.
import threading

ping, pong = threading.Lock(), threading.Lock()
pong.acquire()


def play():
    for _ in range(200):
        pong.acquire()
        ping.release()


player = threading.Thread(target=play)
player.start()
for _ in range(200):
    ping.acquire()
    pong.release()
player.join()
print('done')
