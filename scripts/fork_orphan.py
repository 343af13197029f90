"""Lesson: a child whose parent ends first is an orphan: another process becomes its parent and will ask for its exit code."""
import os

grandparent = os.getpid()
told, tell = os.pipe()
parent_ended, end_of_parent = os.pipe()
ready, get_ready = os.pipe()

parent = os.fork()
if parent == 0:
    me = os.getpid()
    if os.fork() == 0:
        os.close(end_of_parent)
        before = os.getppid()
        os.write(get_ready, b".")
        # The pipe ends when nobody has its other end open any more.
        os.read(parent_ended, 1)
        after = os.getppid()
        lines = [f"my parent was the process that forked me: {before == me}", f"I have another parent now: {after != me}",
                 f"it is not my grandparent: {after != grandparent}"]
        os.write(tell, "\n".join(lines).encode())
        os._exit(0)
    os.read(ready, 1)
    os._exit(0)

os.waitpid(parent, 0)
os.close(end_of_parent)
os.close(tell)
print(os.read(told, 1000).decode())
try:
    os.wait()
except ChildProcessError:
    print("the orphan is no child of its grandparent")
