# Reading, assigning and deleting slices.
a = list(range(10))
print(a[2:5], a[::-3], a[-2:], a[:0], a[5:2:-1], a[100:], a[:-100:-4])
a[2:4] = ['x', 'y', 'z']; print(a)
a[1:1] = [True]; print(a)
a[::4] = ['q'] * len(a[::4]); print(a)
a[:2] = []; print(a)
a[-1:] = 'end'; print(a)
del a[::2]; print(a)
del a[1:3]; print(a)
a[:] = range(3); print(a)
a[5:] = [7]; print(a); a[2:1] = ['in']; print(a); a[0:0] = a; print(a)
for code in ('a[::2] = [1]', 'a[0:1] = 5', 'a[99] = 1', 'del a[99]', "a['x'] = 1", 'a[::0] = []', 'del a[1.5]'):
    try:
        exec(code)
    except Exception as error:
        print(type(error).__name__, error)
