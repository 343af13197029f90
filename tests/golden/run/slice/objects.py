# Slice objects and __getitem__ with slices and tuples.
class Show:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print('set', key, value)
    def __delitem__(self, key): print('del', key)
s = Show()
print(s[1], s[1:2], s[::], s[1:2, 3], s[..., ::2], s[()], s[1,], s[:, None], s['a':'b'], s[*[1, 2]])
s[1:2] = 5; s[0, 1] = 6; del s[::2]; s[:] = ()
x = slice(1, 10, 2)
print(x, x.start, x.stop, x.step, x.indices(6), slice(5), slice(None, None, -1).indices(4), slice(-3, None).indices(5), slice(10, None, -1).indices(5), x == slice(1, 10, 2), x < slice(2, 0))
print(list(range(20))[x], 'abcdefghijkl'[x])
for code in ('slice()', "slice('a').indices(5)", 'slice(1, 2, 0).indices(5)', 'slice(1).indices(-1)'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    x.start = 5
except AttributeError as error:
    print(error)
