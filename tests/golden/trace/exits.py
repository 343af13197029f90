# test: timeout=120
"""However a program ends, its trace is shown, and the exit code is its own."""
import os
import subprocess
import sys

PROGRAMS = {
    'ends': 'print("out")',
    'raises': '1 / 0',
    'exits': 'import sys; sys.exit(3)',
    'exits at once': 'import os; os._exit(4)',
    'is interrupted': 'import os, signal; os.kill(os.getpid(), signal.SIGINT); import time; time.sleep(10)',
    'becomes another': 'import os; os.execvp("sh", ["sh", "-c", "exit 5"])',
    'has a syntax error': 'def',
    'leaves a daemon': 'import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()',
    'ends in a thread': 'import os, threading; threading.Thread(target=os._exit, args=(6,)).start(); threading.Event().wait()',
}
for name, program in PROGRAMS.items():
    done = subprocess.run([sys.executable, '-X', 'trace', '-c', program], capture_output=True, text=True)
    told = [line for line in done.stderr.splitlines() if 'trace of -c' in line]
    print(name, done.returncode, repr(done.stdout), len(told))

# The file is there at the end, whatever its form; standard output is the program's.
for form in 'txt', 'html', 'svg', 'json':
    file = f'run.{form}'
    done = subprocess.run([sys.executable, 'trace', '-o', file, '-c', 'print(1)'], capture_output=True, text=True)
    print(form, done.returncode, repr(done.stdout), os.path.getsize(file) > 100, done.stderr.count(file))

# Modules and standard input, too; other names are mistakes of the command line.
done = subprocess.run([sys.executable, 'trace', '-m', 'this_is_no_module'], capture_output=True, text=True)
print(done.returncode, 'trace of' in done.stderr)
done = subprocess.run([sys.executable, 'trace', '-'], input='print(2)', capture_output=True, text=True)
print(done.returncode, repr(done.stdout), 'trace of' in done.stderr)
for words in ['-o', 'run.doc', '-c', ''], ['--format', 'movie', '-c', ''], ['test'], ['-o'], ['-X', 'trace=a.doc', '-c', '']:
    command = words if words[0] == '-X' else ['trace', *words]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True)
    print(done.returncode, done.stderr.splitlines()[0])
print(subprocess.run([sys.executable, '-X', 'trace=/no/folder/x.svg', '-c', 'print(3)'],
                     capture_output=True, text=True).stderr.strip())
