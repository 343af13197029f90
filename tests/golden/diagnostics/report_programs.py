# -X report: programs that nobody waited for.
import os
import subprocess
import sys
import warnings

warnings.simplefilter('ignore')


def forget():
    child = subprocess.Popen(['sh', '-c', 'exit 3'])
    # It has ended, and nobody asks how.
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)


forget()
waited = subprocess.Popen('exit 4', shell=True)
print(waited.wait(), subprocess.run(['true']).returncode)
reading, writing = os.pipe()
running = subprocess.Popen(['cat'], stdin=reading, stdout=subprocess.DEVNULL)
