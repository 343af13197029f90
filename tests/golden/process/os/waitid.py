# waitid: exact questions, structured answers.
import os
import signal

pid = os.fork()
if pid == 0:
    os._exit(300 % 256)
info = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(info.si_pid == pid, info.si_uid == os.getuid(), info.si_signo == signal.SIGCHLD, info.si_status, info.si_code == os.CLD_EXITED)
print(tuple(info) == (info.si_pid, info.si_uid, info.si_signo, info.si_status, info.si_code), type(info).__name__, info.n_fields)
print(os.waitid(os.P_ALL, 0, os.WEXITED).si_status)
pid = os.fork()
if pid == 0:
    signal.pause()
print(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG))
os.kill(pid, signal.SIGSTOP)
info = os.waitid(os.P_PID, pid, os.WSTOPPED)
print(info.si_code == os.CLD_STOPPED, info.si_status == signal.SIGSTOP)
os.kill(pid, signal.SIGCONT)
print(os.waitid(os.P_PID, pid, os.WCONTINUED).si_code == os.CLD_CONTINUED)
descriptor = os.pidfd_open(pid)
print(os.get_inheritable(descriptor))
os.kill(pid, signal.SIGKILL)
info = os.waitid(os.P_PIDFD, descriptor, os.WEXITED)
print(info.si_code == os.CLD_KILLED, info.si_status)
for arguments in ((os.P_PID, pid, os.WEXITED), (os.P_ALL, 0, os.WEXITED), (os.P_ALL, 0, 0), (99, 0, os.WEXITED)):
    try:
        print(os.waitid(*arguments))
    except OSError as error:
        print(type(error).__name__, error)
for arguments in ((pid,), (0,), (os.getpid(), 1)):
    try:
        os.pidfd_open(*arguments)
    except OSError as error:
        print(type(error).__name__, error)
