# wait, waitpid, wait3, wait4, and the words of a status.
import os
import signal


def child(code=0, signal_number=0):
    pid = os.fork()
    if pid == 0:
        if signal_number:
            os.kill(os.getpid(), signal_number)
        os._exit(code)
    return pid


def words(status):
    return (os.WIFEXITED(status), os.WIFSIGNALED(status), os.WIFSTOPPED(status), os.WIFCONTINUED(status))


pid = child(3)
print(os.wait() == (pid, 768))
pid = child(4)
print(os.waitpid(pid, 0) == (pid, 1024))
pid = child(signal_number=signal.SIGKILL)
_, status = os.waitpid(-1, 0)
print(words(status), os.WTERMSIG(status), os.WCOREDUMP(status), os.waitstatus_to_exitcode(status))
pid = child(5)
got, status, usage = os.wait3(0)
print(got == pid, words(status), os.WEXITSTATUS(status), type(usage).__name__, usage.ru_utime >= 0, usage.ru_maxrss > 0, len(usage))
pid = child(6)
got, status, usage = os.wait4(pid, 0)
print(got == pid, os.waitstatus_to_exitcode(status))
pid = os.fork()
if pid == 0:
    signal.pause()
print(os.waitpid(pid, os.WNOHANG), os.wait3(os.WNOHANG)[:2], os.wait4(pid, os.WNOHANG)[:2])
os.kill(pid, signal.SIGSTOP)
got, status = os.waitpid(pid, os.WUNTRACED)
print(got == pid, words(status), os.WSTOPSIG(status) == signal.SIGSTOP)
try:
    os.waitstatus_to_exitcode(status)
except ValueError as error:
    print(error)
os.kill(pid, signal.SIGCONT)
got, status = os.waitpid(pid, os.WCONTINUED)
print(got == pid, words(status), status)
os.kill(pid, signal.SIGTERM)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
# A group of its own, and children in any order.
first = child(1)
second = child(2)
print(sorted(os.waitstatus_to_exitcode(os.waitpid(0, 0)[1]) for _ in range(2)))
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)
    os._exit(9)
try:
    os.setpgid(pid, pid)
except OSError:
    pass
print(os.waitpid(-pid, 0)[0] == pid)
for call in (os.wait, lambda: os.waitpid(-1, 0), lambda: os.waitpid(1, 0), lambda: os.wait3(0), lambda: os.wait4(-1, 0),
             lambda: os.waitpid(-1, 4), lambda: os.waitpid('x', 0), lambda: os.waitpid(-1)):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, str(error).replace('waitpid() takes exactly 2 arguments (1 given)', 'waitpid expected 2 arguments, got 1'))
