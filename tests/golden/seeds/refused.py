# What has an other end outside of the program is refused by name.
import multiprocessing
import os
import signal
import socket
import subprocess


def attempt(function, *arguments):
    try:
        function(*arguments)
    except RuntimeError as error:
        print(error)


attempt(os.fork)
attempt(os.system, "true")
attempt(os.execv, "/bin/true", ["true"])
attempt(os.posix_spawn, "/bin/true", ["true"], {})
attempt(subprocess.run, ["true"])
attempt(multiprocessing.Process(target=print).start)
attempt(socket.create_connection, ("192.0.2.1", 80))
attempt(socket.getaddrinfo, "example.com", 80)
attempt(socket.socket(type=socket.SOCK_DGRAM).sendto, b"", ("192.0.2.1", 9))
attempt(os.kill, 1, 0)
attempt(os.killpg, os.getpgrp(), 0)
os.mkfifo("pipe")
attempt(open, "pipe")
attempt(os.open, "pipe", os.O_RDONLY)

# Signals of the program to itself are its own affair.
signal.signal(signal.SIGUSR1, lambda number, frame: print("signal", number == signal.SIGUSR1))
signal.raise_signal(signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
