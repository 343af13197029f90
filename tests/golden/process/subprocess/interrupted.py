# Ctrl-C while waiting: KeyboardInterrupt, after a short grace for the child.
import os
import signal
import subprocess
import threading

main = os.getpid()
waiting = threading.Event()
real_waitpid = os.waitpid


def waitpid(pid, options):
    """Tell when the main thread is about to wait."""
    if options == 0:
        waiting.set()
    return real_waitpid(pid, options)


os.waitpid = waitpid
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
            if how == 'child ends':
                thread.join()
                child.send_signal(signal.SIGINT)
            if how == 'communicate':
                child.communicate()
            else:
                child.wait()
    except KeyboardInterrupt:
        print(how, 'KeyboardInterrupt')
    thread.join()
    if child:
        child.kill()
        child.communicate()
        print(child.returncode in (-9, -2))
try:
    real_waitpid(-1, 0)
except ChildProcessError:
    print('no child left')
