"""Lesson: a child that ended stays in the system's table as a zombie until its parent asks for its exit code."""
import os


def state(pid):
    """R running, S sleeping, Z zombie."""
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0]


pid = os.fork()
if pid == 0:
    os._exit(3)
# Wait for its end without asking for the exit code.
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print("state of the child that nobody asked about:", state(pid))
os.kill(pid, 9)
print("still there after a kill, it cannot die twice:", state(pid))
print("exit code:", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print("still in the table:", os.path.exists(f"/proc/{pid}"))
try:
    os.waitpid(pid, 0)
except ChildProcessError as error:
    print("asking again:", error)
