# start_new_session, process_group, user and group that are the same.
import os
import subprocess
import sys

probe = [sys.executable, '-c',
         'import os; print(os.getsid(0) == os.getpid(), os.getpgrp() == os.getpid(), os.getpgrp(), os.getuid(), os.getgid())']


def ask(**kwargs):
    words = subprocess.check_output(probe, text=True, **kwargs).split()
    return words[:2], int(words[2]) == os.getpgrp(), [int(word) for word in words[3:]] == [os.getuid(), os.getgid()]


print(ask())
print(ask(start_new_session=True))
print(ask(process_group=0))
leader = subprocess.Popen(['cat'], stdin=subprocess.PIPE, process_group=0)
follower = subprocess.Popen(['cat'], stdin=subprocess.PIPE, process_group=leader.pid)
print(os.getpgid(follower.pid) == leader.pid == os.getpgid(leader.pid))
os.killpg(leader.pid, 9)
print(leader.wait(), follower.wait())
leader.stdin.close()
follower.stdin.close()
print(ask(user=os.getuid(), group=os.getgid()))
