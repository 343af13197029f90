"""Lesson: a manager serves a queue of threads to other programs, on other machines too; an address and a key are all they share.

Every call goes to the manager's server and back. The one worker has the key. The other has not, is refused, and the server
goes on.
"""
import os
import subprocess
import sys

folder = os.path.dirname(os.path.abspath(__file__))


def run(script, *arguments):
    """Start another program of this story."""
    return subprocess.Popen([sys.executable, os.path.join(folder, script), *arguments], stdout=subprocess.PIPE, text=True)


# Port 0 lets the system choose a free one, which the master prints.
master = run('distributed_master.py', '0', 'abc')
port = master.stdout.readline().strip()

stranger = run('distributed_worker.py', port, 'guess')
print(stranger.communicate()[0], end='')

worker = run('distributed_worker.py', port, 'abc')
print(worker.communicate()[0], end='')
print(master.communicate()[0], end='')
print('exit codes', [process.returncode for process in (master, stranger, worker)])
