# Ctrl-C while waiting: KeyboardInterrupt, after a short grace for the child.
import os
import signal
import subprocess
import threading
import time

main = os.getpid()
waiting = threading.Event()
real_wait = subprocess.Popen._wait


def tell_and_wait(child, timeout):
    """Tell when the main thread is about to wait."""
    waiting.set()
    return real_wait(child, timeout)


subprocess.Popen._wait = tell_and_wait
for how in ('wait', 'communicate', 'call', 'run', 'check_output', 'child ends'):
    waiting.clear()
    thread = threading.Thread(target=lambda: (waiting.wait(), os.kill(main, signal.SIGINT)))
    thread.start()
    child = None
    try:
        if how in ('call', 'run'):
            getattr(subprocess, how)(['sleep', '100'])
        elif how == 'check_output':
            subprocess.check_output('exec >&-; exec sleep 100', shell=True)
        else:
            child = subprocess.Popen(['sleep', '100'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            waiting.set()
            if how == 'communicate':
                child.communicate()
            elif how == 'wait':
                child.wait()
            else:
                child.send_signal(signal.SIGINT)
                child.wait()
                time.sleep(100)
    except KeyboardInterrupt:
        print(how, 'KeyboardInterrupt')
    thread.join()
    if child:
        child.kill()
        child.communicate()
        print(child.returncode in (-9, -2))
try:
    os.waitpid(-1, 0)
except ChildProcessError:
    print('no child left')
