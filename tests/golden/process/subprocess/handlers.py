# A signal handler that returns: waiting goes on.
import os
import signal
import subprocess
import threading

seen = []
done = threading.Event()


def on_signal(number, frame):
    seen.append(number == signal.SIGUSR1)
    done.set()


signal.signal(signal.SIGUSR1, on_signal)
for wait in (lambda child: child.wait(), lambda child: child.wait(timeout=60), lambda child: child.communicate()[0]):
    child = subprocess.Popen(['sh', '-c', 'read line; echo $line'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    pipe = os.dup(child.stdin.fileno())
    child.stdin.close()
    child.stdin = None

    def finish():
        os.kill(os.getpid(), signal.SIGUSR1)
        done.wait()
        os.write(pipe, b'end\n')
        os.close(pipe)

    done.clear()
    thread = threading.Thread(target=finish)
    thread.start()
    print(wait(child), child.returncode, seen)
    thread.join()
    child.stdout.close()
