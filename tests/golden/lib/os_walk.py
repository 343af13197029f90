import os, tempfile, shutil
top = tempfile.mkdtemp()
os.chdir(top)
os.makedirs('t/a/b')
os.makedirs('t/c', exist_ok=True)
for name in ('t/1', 't/a/2', 't/a/b/3', 't/c/4'):
    open(name, 'w').close()
os.symlink('../a', 't/c/link')
for options in ({}, {'topdown': False}, {'followlinks': True}):
    print(options, sorted((folder, sorted(folders), sorted(files)) for folder, folders, files in os.walk('t', **options)))
seen = []
for folder, folders, files in os.walk('t'):
    folders[:] = [name for name in folders if name != 'a']
    seen.append(folder)
print(sorted(seen))
print(list(os.walk('nope')))
os.walk('nope', onerror=print)
list(os.walk('nope', onerror=lambda error: print(type(error).__name__, error.filename)))
for call in (lambda: os.makedirs('t/a'), lambda: os.makedirs('t/1', exist_ok=True), lambda: os.rmdir('t'), lambda: os.remove('zz'), lambda: os.mkdir('t'), lambda: os.listdir('zz')):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error)
os.makedirs('p/q/r')
os.removedirs('p/q/r')
print(os.path.exists('p'))
os.renames('t/a/2', 'n/m/2')
print(sorted(os.listdir('.')), os.listdir('n/m'))
with os.scandir('t') as entries:
    print(sorted((entry.name, entry.is_dir(), entry.is_file(), entry.path) for entry in entries))
os.chdir('/')
shutil.rmtree(top)
