import os, tempfile, shutil
top = os.path.realpath(tempfile.mkdtemp())
p = os.path
try:
    os.chdir(top)
    os.makedirs('a/b/c')
    with open('a/f.txt', 'w') as file:
        file.write('hello')
    os.symlink('a/f.txt', 'link')
    os.symlink('nowhere', 'broken')
    os.symlink('loop2', 'loop1')
    os.symlink('loop1', 'loop2')
    os.symlink('../a', 'a/b/up')
    os.symlink('a/b', 'dirlink')
    for name in ('a', 'a/f.txt', 'link', 'broken', 'none', 'loop1', 'dirlink', 'a/f.txt/x', 'a\0b'):
        print(repr(name), p.exists(name), p.lexists(name), p.isfile(name), p.isdir(name), p.islink(name))
    print(p.getsize('a/f.txt'), p.samefile('link', 'a/f.txt'), p.ismount('/'), p.ismount('a'))
    for name in ('link', 'broken', 'loop1', 'loop1/x', 'dirlink/up', 'dirlink/../f.txt', 'none/x/../y', '.', 'a/b/c/../..', 'dirlink/c'):
        print(name, p.relpath(p.realpath(name), top))
    for name in ('broken', 'none'):
        try:
            p.realpath(name, strict=True)
        except OSError as error:
            print(type(error).__name__, error.errno)
    print(p.abspath('x/../y') == top + '/y', p.relpath('a/b'))
    print(p.realpath(b'link') == os.fsencode(top) + b'/a/f.txt')
finally:
    os.chdir('/')
    shutil.rmtree(top)
print(os.path.exists(top))
