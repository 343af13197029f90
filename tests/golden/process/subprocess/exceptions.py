# Texts, attributes and bases of the module's exceptions.
import pickle
import subprocess

Called, Timeout = subprocess.CalledProcessError, subprocess.TimeoutExpired
for code in (1, 255, -9, -2, -15, -99, 0):
    print(Called(code, ['cmd', 'a b']))
error = Called(3, 'c', 'o', 'e')
print(repr(error), error.args, error.output, error.stdout, error.stderr)
error.stdout = 'new'
print(error.output)
error = Timeout('c', 1.5, b'o', b'e')
print(repr(error), error, error.args, error.output, error.stdout, error.stderr, error.timeout, error.cmd)
error.stdout = 'new'
print(error.output)
print(Timeout(cmd='c', timeout=2), Called(cmd='c', returncode=2))
for kind in (Called, Timeout):
    print(issubclass(kind, subprocess.SubprocessError), issubclass(kind, Exception), kind.__module__, kind.__qualname__)
copy = pickle.loads(pickle.dumps(Called(3, ['c'], 'o', 'e')))
print(type(copy).__name__, copy, copy.output, copy.stderr)
print(subprocess.PIPE, subprocess.STDOUT, subprocess.DEVNULL)
