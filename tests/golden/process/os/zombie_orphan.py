# A child that ended and was not waited for is a zombie; a child whose parent ended is an orphan of somebody else.
import os


def state(pid):
    with open(f'/proc/{pid}/stat') as file:
        return file.read().rpartition(')')[2].split()[0]


pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print('zombie', state(pid))
os.kill(pid, 9)
print(os.waitpid(pid, 0) == (pid, 0), os.path.exists(f'/proc/{pid}'))

told, tell = os.pipe()
go, let_go = os.pipe()
asked, ask = os.pipe()
middle = os.fork()
if middle == 0:
    parent = os.getpid()
    if os.fork() == 0:
        os.close(let_go)
        first = os.getppid() == parent
        os.write(ask, b'x')
        os.read(go, 1)
        os.write(tell, repr((first, os.getppid() != parent)).encode())
        os._exit(0)
    os.read(asked, 1)
    os._exit(0)
os.waitpid(middle, 0)
os.close(let_go)
os.close(tell)
print('orphan', os.read(told, 100).decode())
try:
    os.wait()
except ChildProcessError as error:
    print(error)
