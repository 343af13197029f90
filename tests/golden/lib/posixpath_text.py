import os.path as p
print([p.join('a', 'b'), p.join('a/', 'b'), p.join('a', '/b'), p.join('', 'b'), p.join('a', ''), p.join(b'a', b'b')])
for text in ('a/b.txt', '/', '//', '///', '//a', '///a/b', 'a', '', 'a/', '.bashrc', 'x/.y.z', '...', 'a.b/c', 'a//b', 'tar.tar.gz', './.a'):
    print(repr(text), p.split(text), p.splitext(text), p.splitroot(text), p.basename(text), p.dirname(text), p.normpath(text), p.isabs(text))
for text in ('a/../b', '../a', '/../a', 'a/./b/../../..', './', 'a/b/../c//d', '//a/../..', 'a/..'):
    print(text, p.normpath(text), p.normpath(text.encode()))
print(p.relpath('/a/b/c', '/a/d'), p.relpath('/a', '/a'), p.relpath('/a/b', '/'), p.relpath('/', '/a/b'))
print(p.commonpath(['/a/b/c', '/a/b/d', '/a/b']), p.commonpath(['a/b', 'a/c']), repr(p.commonpath(['a', 'b'])), p.commonprefix(['abc', 'abd', 'ab']), repr(p.commonprefix([])))
for call in (lambda: p.join('a', 1), lambda: p.join('a', b'b'), lambda: p.commonpath([]), lambda: p.commonpath(['/a', 'b']), lambda: p.relpath(''), lambda: p.join(None), lambda: p.basename(3.5), lambda: p.commonpath(['a', b'b'])):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
