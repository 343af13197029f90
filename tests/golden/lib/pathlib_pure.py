from pathlib import Path, PurePath, PurePosixPath
p = PurePosixPath('/usr/lib//python/./x.tar.gz')
print(p, repr(p), p.parts, p.name, p.stem, p.suffix, p.suffixes, p.parent, list(p.parents), p.root, p.anchor, repr(p.drive))
print(PurePath('a') / 'b' / PurePath('c'), 'x' / PurePath('y'), PurePath('a') / '/abs', PurePath(), PurePath(''), PurePath('a', '', 'b'), repr(PurePath('a/../b')))
for text in ('a', '.bashrc', 'a.', 'a..b', '..', '/', '', 'x.y.z', 'a/b/', '.a.b'):
    q = PurePath(text)
    print(repr(text), q.name, q.stem, q.suffix, q.suffixes, q.parent, q.parts, q.is_absolute())
print(p.with_name('y.py'), p.with_suffix('.zip'), p.with_suffix(''), p.with_stem('z'), PurePath('a').with_suffix('.b'))
print(p.relative_to('/usr'), p.is_relative_to('/usr/lib'), p.is_relative_to('/etc'), PurePath('/a/b').relative_to('/a/c', walk_up=True), PurePath('a').relative_to('a'))
print(PurePath('a/b.py').match('*.py'), PurePath('/a/b.py').match('/a/*.py'), PurePath('a/b.py').match('x/*.py'), PurePath('a') == PurePath('a/'), PurePath('a') < PurePath('b'), sorted([PurePath('b'), PurePath('a/c'), PurePath('a')]))
print({PurePath('a'): 1}[PurePath('./a')], p.as_posix(), p.joinpath('q', 'r'), p.as_uri(), bytes(PurePath('é')), p.parents[0], p.parents[-1], p.parents[:2], len(p.parents))
for call in (lambda: p.with_name(''), lambda: p.with_name('a/b'), lambda: p.with_suffix('zip'), lambda: p.relative_to('/etc'), lambda: PurePath('').with_name('x'), lambda: PurePath(1), lambda: PurePath('a') / 1, lambda: PurePath('a').as_uri(), lambda: p.parents[9], lambda: PurePath('a') < 'b', lambda: PurePath(b'a')):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
print(isinstance(Path('.'), PurePosixPath), type(Path('x')).__name__, repr(Path('x')), Path('a') == PurePath('a'))
