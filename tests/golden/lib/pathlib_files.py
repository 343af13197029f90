import os, tempfile
from pathlib import Path
with tempfile.TemporaryDirectory() as name:
    top = Path(name).resolve()
    os.chdir(top)
    d = top / 'one' / 'two'
    d.mkdir(parents=True)
    d.mkdir(exist_ok=True)
    f = d / 'file.txt'
    print(f.write_text('hello\nworld\n'), f.read_text(), f.read_bytes(), f.exists(), f.is_file(), d.is_dir(), f.stat().st_size)
    print(f.write_bytes(b'\x00\xff'), f.read_bytes(), (top / 'nope').exists(), (top / 'nope').is_file())
    with f.open('a') as out:
        out.write('x')
    (top / 'a.py').touch()
    (top / 'one' / 'b.py').touch()
    (top / '.hidden.py').touch()
    link = top / 'link'
    link.symlink_to('one')
    print(link.is_symlink(), link.readlink(), link.resolve() == top / 'one', link.is_dir())
    for pattern in ('*', '*.py', '**/*.py', '**', 'one/*', '*/two/*.txt', 'a.py', '../*/one', '**/two/**/*.txt', '*/'):
        print(pattern, sorted(str(path.relative_to(top)) if not '..' in pattern else path.name for path in top.glob(pattern)))
    print(sorted(path.name for path in top.rglob('*.py')), sorted(path.name for path in top.iterdir()))
    print(sorted((str(folder.relative_to(top)), sorted(folders), sorted(files)) for folder, folders, files in top.walk()))
    print(f.rename(d / 'moved.txt').name, (d / 'moved.txt').exists(), Path('one').absolute() == top / 'one', Path.cwd() == top)
    for call in (lambda: (top / 'one').mkdir(), lambda: (top / 'x' / 'y').mkdir(), lambda: (top / 'one').rmdir(), lambda: (top / 'zz').unlink(), lambda: (top / 'zz').read_text(), lambda: (top / 'a.py').touch(exist_ok=False), lambda: f.write_text(1), lambda: list(top.glob('')), lambda: list(top.glob('/a'))):
        try:
            call()
        except Exception as error:
            print(type(error).__name__, str(error).replace(str(top), 'TOP'))
    (top / 'zz').unlink(missing_ok=True)
    (top / 'a.py').unlink()
    (top / 'a.py').touch(mode=0o600)
    (top / 'a.py').chmod(0o640)
    print(oct((top / 'a.py').stat().st_mode & 0o777), (top / 'a.py').samefile('a.py'), Path('/').is_mount(), (top / 'one').lstat().st_nlink)
    os.environ['HOME'] = '/home/me'
    print(Path('~/x').expanduser(), Path.home())
    print([path.name for path in (Path('one').parents)], os.fspath(Path('a/b')))
    os.chdir('/')
