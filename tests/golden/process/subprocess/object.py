# The attributes of a Popen, its repr, its signals, poll and wait.
import signal
import subprocess

child = subprocess.Popen(['cat'], stdin=subprocess.PIPE)
print(child, child.args, child.returncode, child.poll(), child.pid > 1, child.stdout, child.stderr)
child.stdin.close()
print(child.wait(), child.returncode, child.poll(), child.wait(timeout=0), child)
child.terminate()
child.kill()
child.send_signal(signal.SIGINT)
print(subprocess.Popen(args=('true', 'x' * 100)).__repr__()[70:])
for end in (lambda child: child.terminate(), lambda child: child.kill(), lambda child: child.send_signal(signal.SIGINT),
            lambda child: child.send_signal(signal.SIGUSR1)):
    child = subprocess.Popen(['sleep', '100'])
    end(child)
    print(child.wait(), child.returncode)


class Own(subprocess.Popen):
    pass


with Own(['sh', '-c', 'exit 42']) as child:
    print(type(child).__name__)
print(child, child.returncode)
print(subprocess.Popen.__init__.__code__.co_varnames[1:22] if hasattr(subprocess.Popen.__init__, '__code__') else '')
