# sys.exit() with a stuck thread: the program's own exit code stays.
import sys
import threading

never = threading.Event()
threading.Thread(target=lambda: never.wait(), name='waiter').start()
sys.exit(3)
