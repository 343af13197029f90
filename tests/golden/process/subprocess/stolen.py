# Somebody else waits for the child: its exit code is lost, and 0 stands for it.
import os
import subprocess

child = subprocess.Popen(['sh', '-c', 'exit 3'])
print(os.waitstatus_to_exitcode(os.waitpid(child.pid, 0)[1]))
print(child.wait(), child.returncode)
child = subprocess.Popen(['sh', '-c', 'exit 3'])
os.wait()
print(child.poll())
child = subprocess.Popen(['sh', '-c', 'exit 3'])
os.wait()
print(child.wait(timeout=5))
child = subprocess.Popen(['sh', '-c', 'exit 3'])
os.wait()
child.kill()
print(child.returncode)
