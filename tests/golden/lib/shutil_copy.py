import os, shutil, tempfile
with tempfile.TemporaryDirectory() as top:
    top = os.path.realpath(top)
    os.chdir(top)
    with open('a', 'w') as file:
        file.write('content')
    os.chmod('a', 0o640)
    os.utime('a', (1000000000, 1000000000))
    os.mkdir('d')
    print(shutil.copyfile('a', 'b'), shutil.copy('a', 'd'), shutil.copy2('a', 'c'))
    print(oct(os.stat('d/a').st_mode & 0o777), os.stat('c').st_mtime, os.stat('b').st_mtime > 1000000000, open('c').read())
    os.symlink('a', 'l')
    print(shutil.copyfile('l', 'l2', follow_symlinks=False), os.readlink('l2'))
    os.makedirs('t/u/v'); os.symlink('nowhere', 't/broken'); os.symlink('u', 't/linked')
    for name in ('t/x.py', 't/y.pyc', 't/u/z.py'):
        open(name, 'w').close()
    def show(root):
        return sorted(os.path.join(f, n)[len(root):] for f, ds, ns in os.walk(root) for n in ds + ns)
    print(shutil.copytree('t', 'copy', symlinks=True), show('copy'))
    print(shutil.copytree('t', 'copy2', ignore=shutil.ignore_patterns('*.pyc', 'v'), ignore_dangling_symlinks=True), show('copy2'))
    for call in (lambda: shutil.copytree('t', 'copy3'), lambda: shutil.copytree('t', 'copy'), lambda: shutil.copyfile('a', 'a'), lambda: shutil.copyfile('zz', 'a'), lambda: shutil.copyfile('a', 'd'), lambda: shutil.copy('a', 'no/such'), lambda: shutil.rmtree('zz'), lambda: shutil.rmtree('a'), lambda: shutil.rmtree('l')):
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)
    shutil.rmtree('zz', ignore_errors=True)
    shutil.rmtree('copy')
    print(os.path.exists('copy'), sorted(os.listdir('.')))
    print(shutil.move('b', 'd'), shutil.move('d/b', 'moved'), shutil.move('t', 'd'), sorted(os.listdir('d')))
    for call in (lambda: shutil.move('a', 'd'), lambda: shutil.move('d', 'd/t')):
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)
    os.chdir('/')
print(os.path.exists(top))
