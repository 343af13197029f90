"""Lesson: the program waits for its processes, but not for a daemon process: that one is terminated when the main code ends."""
import time
from multiprocessing import Event, Process


def for_ever(spoke):
    while True:
        spoke.set()
        time.sleep(0.01)


def three_times():
    for turn in range(1, 4):
        time.sleep(0.02)
        print("normal process, turn", turn)


spoke = Event()
daemon = Process(target=for_ever, args=(spoke,), daemon=True)
normal = Process(target=three_times)
print("daemon flags:", daemon.daemon, normal.daemon)
daemon.start()
spoke.wait()
print("the daemon is alive:", daemon.is_alive(), flush=True)
normal.start()
# The main code ends here. The normal process is waited for, the daemon is not.
