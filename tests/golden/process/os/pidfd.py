# A descriptor of a child is readable when it has ended; waiting for it lets others run.
import os
import select
import threading

reading, writing = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(writing)
    os.read(reading, 1)
    os._exit(4)
descriptor = os.pidfd_open(pid)
print(select.select([descriptor], [], [], 0))
thread = threading.Thread(target=os.close, args=(writing,))
thread.start()
print(select.select([descriptor], [], [])[0] == [descriptor])
thread.join()
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
os.close(descriptor)
# Waiting for a child in each way, while a thread works that it waits for.
for wait in (lambda pid: os.waitpid(pid, 0), lambda pid: os.wait(), lambda pid: os.wait4(pid, 0),
             lambda pid: os.waitid(os.P_PID, pid, os.WEXITED)):
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(writing)
        os.read(reading, 1)
        os._exit(0)
    thread = threading.Thread(target=os.close, args=(writing,))
    thread.start()
    print(wait(pid)[0] == pid)
    thread.join()
    os.close(reading)
