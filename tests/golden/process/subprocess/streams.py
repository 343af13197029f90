# The three streams: shared, piped, files, descriptors, nothing, stderr into stdout.
import os
import subprocess
import sys
import tempfile

both = 'echo out; echo err >&2'
print(subprocess.run(both, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
print(subprocess.run(both, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE).stderr)
print(subprocess.run(both, shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
print(subprocess.run(['cat'], stdin=subprocess.DEVNULL, capture_output=True))
with tempfile.TemporaryFile() as file:
    subprocess.run(both, shell=True, stdout=file, stderr=subprocess.STDOUT)
    subprocess.run(['echo', 'more'], stdout=file.fileno())
    file.seek(0)
    print(file.read())
    file.seek(0)
    print(subprocess.run(['wc', '-l'], stdin=file, stdout=subprocess.PIPE).stdout.strip())
reading, writing = os.pipe()
child = subprocess.Popen(['echo', 'through a pipe'], stdout=writing)
os.close(writing)
print(os.read(reading, 100), child.wait())
os.close(reading)
sys.stdout.flush()
subprocess.run(['echo', 'shared'])
subprocess.run('echo err on out >&2', shell=True, stderr=subprocess.STDOUT)
child = subprocess.Popen(['cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, pipesize=8192)
print(child.pipesize, child.communicate(b'x')[0], child.stderr)
first = subprocess.Popen(['printf', 'c\\na\\nb\\n'], stdout=subprocess.PIPE)
second = subprocess.Popen(['sort'], stdin=first.stdout, stdout=subprocess.PIPE)
first.stdout.close()
print(second.communicate()[0], first.wait(), second.returncode)
