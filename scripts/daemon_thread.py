"""Lesson: the program waits for its threads, but not for a daemon thread: that one ends with the program."""
import threading
import time

daemon_spoke = threading.Event()


def for_ever():
    while True:
        daemon_spoke.set()
        time.sleep(0.01)


def three_times():
    daemon_spoke.wait()
    for turn in range(1, 4):
        print("normal thread, turn", turn)
        time.sleep(0.02)
    print("the daemon is still alive:", daemon.is_alive())


daemon = threading.Thread(target=for_ever, daemon=True)
normal = threading.Thread(target=three_times)
print("daemon flags:", daemon.daemon, normal.daemon)
daemon.start()
normal.start()
# The main code ends here. Only the normal thread is waited for.
