# Programs in children, the old way.
import os

env = {'CODE': '5', 'PATH': '/bin:/usr/bin'}
run = ['sh', '-c', 'exit ${CODE:-3}']
print(os.spawnv(os.P_WAIT, '/bin/sh', run), os.spawnve(os.P_WAIT, '/bin/sh', run, env))
print(os.spawnvp(os.P_WAIT, 'sh', run), os.spawnvpe(os.P_WAIT, 'sh', run, env))
print(os.spawnl(os.P_WAIT, '/bin/sh', *run), os.spawnle(os.P_WAIT, '/bin/sh', *run, env))
print(os.spawnlp(os.P_WAIT, 'sh', *run), os.spawnlpe(os.P_WAIT, 'sh', *run, env))
print(os.spawnv(os.P_WAIT, '/nonexistent', ['x']), os.spawnl(os.P_WAIT, '/bin/sh', 'sh', '-c', 'kill -9 $$'))
pid = os.spawnv(os.P_NOWAIT, '/bin/sh', run)
print(pid > 0, os.waitpid(pid, 0) == (pid, 768), os.P_NOWAITO == os.P_NOWAIT)
for arguments in (5, [], ['']):
    try:
        os.spawnv(os.P_WAIT, '/bin/sh', arguments)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
