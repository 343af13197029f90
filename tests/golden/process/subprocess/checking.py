# call, check_call, check_output, getoutput, getstatusoutput.
import subprocess


def show(function, *args, **kwargs):
    try:
        print(function.__name__, repr(function(*args, **kwargs)))
    except Exception as error:
        print(function.__name__, type(error).__name__, error)


show(subprocess.call, ['true'])
show(subprocess.call, 'exit 9', shell=True)
show(subprocess.check_call, ['true'])
show(subprocess.check_call, ['false'])
show(subprocess.check_call, args='exit 5', shell=True)
show(subprocess.check_call, 'kill -15 $$', shell=True)
show(subprocess.check_output, ['echo', 'x'])
show(subprocess.check_output, ['echo', 'x'], text=True)
show(subprocess.check_output, 'echo x; exit 1', shell=True)
show(subprocess.check_output, ['true'], stdout=subprocess.PIPE)
show(subprocess.check_output, ['true'], check=True)
show(subprocess.run, 'echo x; echo y >&2; exit 8', shell=True, check=True, capture_output=True)
try:
    subprocess.check_output('echo x; exit 8', shell=True)
except subprocess.CalledProcessError as error:
    print(error.output, error.stdout, error.stderr, error.returncode, error.cmd)
show(subprocess.getoutput, 'echo a; echo b >&2')
show(subprocess.getoutput, 'printf "no newline"')
show(subprocess.getoutput, 'printf "two\\n\\n"')
show(subprocess.getstatusoutput, 'echo a; exit 4')
show(subprocess.getstatusoutput, 'kill -9 $$')
show(subprocess.getstatusoutput, 'printf "\\351"', encoding='latin-1')
