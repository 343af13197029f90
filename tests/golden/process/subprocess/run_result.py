# What `run` gives, and how the result shows itself.
import subprocess

done = subprocess.run(['true'])
print(done, done.args, done.returncode, done.stdout, done.stderr)
print(subprocess.run(['sh', '-c', 'exit 7']))
print(subprocess.run('exit 3', shell=True))
print(subprocess.run('kill -9 $$', shell=True).returncode)
print(subprocess.run(['echo', 'hi'], stdout=subprocess.PIPE))
print(subprocess.run(['echo', 'hi'], capture_output=True, text=True))
print(subprocess.run('echo out; echo err >&2; exit 2', shell=True, capture_output=True))
print(subprocess.CompletedProcess([], 0), subprocess.CompletedProcess('c', -3, b'o', b'e'))
done = subprocess.CompletedProcess(['x', 'y'], 4, 'o', 'e')
try:
    done.check_returncode()
except subprocess.CalledProcessError as error:
    print(error, error.cmd, error.returncode, error.output, error.stdout, error.stderr)
print(subprocess.CompletedProcess(['x'], 0).check_returncode())
print(subprocess.CompletedProcess[str], subprocess.Popen[bytes])
for bad in (dict(input=b'x', stdin=subprocess.PIPE), dict(capture_output=True, stdout=subprocess.PIPE),
            dict(capture_output=True, stderr=subprocess.STDOUT)):
    try:
        subprocess.run(['true'], **bad)
    except ValueError as error:
        print(error)
