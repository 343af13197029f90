# Writing and reading a text file.
with open('t.txt', 'w', encoding='utf-8') as f:
    print(f.write('one\ntwo é\n'), f.closed, f.name, f.mode)
    f.writelines(['three\n', 'four'])
    print('printed', file=f)
print(f.closed, open('t.txt', encoding='utf-8').read())
with open('t.txt', encoding='utf-8') as f:
    print(repr(f.readline()), repr(f.read(3)), f.readlines(), repr(f.read()), f.tell() > 0, f.seek(0), repr(f.read(4)))
with open('t.txt', 'a') as f:
    f.write('appended\n')
print([line.rstrip() for line in open('t.txt', encoding='utf-8')])
with open('t.bin', 'wb') as f:
    f.write(bytes(range(5)))
with open('t.bin', 'rb') as f:
    print(f.read(2), f.seek(1), f.read(), f.seek(-1, 2), f.read())
for args in (('missing.txt',), ('t.txt', 'q'), ('t.txt', 'rw'), ('x/y', 'w'), ('t.bin', 'x')):
    try:
        open(*args)
    except (OSError, ValueError) as error:
        print(type(error).__name__, error)
try:
    f.read()
except ValueError as error:
    print(error)
