# Two threads, each waiting for the other one's message.
import queue
import threading

ping, pong = queue.Queue(), queue.Queue()


def talk(mine, other):
    message = mine.get()
    other.put(message)


threads = [
    threading.Thread(target=talk, args=(ping, pong), name='pinger'),
    threading.Thread(target=talk, args=(pong, ping), name='ponger'),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
