"""Lesson: `os.fork` returns twice, 0 in the child and the child's number in the parent; each goes on with memory of its own."""
import os
import sys

print("before the fork there is one process")
sys.stdout.flush()
me = os.getpid()
notes = ["written before"]
child_says, child_writes = os.pipe()
pid = os.fork()
if pid == 0:
    notes.append("written by the child")
    print("child: my parent is the process that forked:", os.getppid() == me)
    print("child: my number is another one:", os.getpid() != me)
    print("child: my notes:", notes)
    sys.stdout.flush()
    os.write(child_writes, str(os.getpid()).encode())
    os._exit(7)

ended, status = os.waitpid(pid, 0)
print("parent: the fork gave me the child's number:", int(os.read(child_says, 20)) == pid)
print("parent: I waited for that child:", ended == pid, "its exit code:", os.waitstatus_to_exitcode(status))
print("parent: my notes:", notes)
