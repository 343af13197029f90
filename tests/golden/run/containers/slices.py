# Slices between brackets: of lists, tuples, strings and classes; read, written and deleted.
a = list(range(10))
t = tuple(a)
s = "0123456789"
u = "aäb€c𝄞d"
for x in a, t, s:
    print(x[2:5], x[:3], x[7:], x[:], x[-3:], x[:-7], x[5:2], x[100:], x[-100:2], x[::2], x[::-1], x[8:2:-2], x[True:3])
print(u[1:4], u[::-1], u[-3:], u[3:1] == "", u[:] is u, t[:] is t, s[:] is s, a[:] is a, t[0:100] is t)
big = 10**30
print(a[-big:3], a[7:big], a[::big], t[::-big], s[big:])
try:
    a[::0]
except ValueError as error:
    print(error)
for bad in ["x", 1.5, []]:
    try:
        a[bad:2]
    except TypeError as error:
        print(error)


class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


print(a[Index(1):Index(4)], s[Index(-2):], t[::Index(3)])


class Box:
    def __getitem__(self, key):
        return key

    def __setitem__(self, key, value):
        print("set", key, value)

    def __delitem__(self, key):
        print("del", key)


box = Box()
print(box[1:2], box[:], box[::2], box[1:2, 3], box["a":None])
box[1:2] = 5
box[:] = []
del box[::3]


class MyList(list):
    def __getitem__(self, key):
        return ("mine", key)


print(MyList([1, 2])[0:1], list.__getitem__(MyList([1, 2]), slice(0, 1)))
b = a[:]
b[2:5] = [20, 30]
print(b)
b[1:1] = (100, 200, 300)
print(b)
b[:2] = []
print(b)
b[3:5] = "xy"
print(b)
b[3:4] = b
print(b)
b[:3] = b[2::-1]
print(b)
b[-2:] = {1: 2}
print(b)
b[100:] = [7]
b[5:2] = [8]
print(b)
del b[1:4], b[:1], b[100:], b[3:1]
print(b)
del b[::2]
print(b)
b[::2] = [0] * len(b[::2])
print(b)
try:
    b[::2] = [1]
except ValueError as error:
    print(error)
for bad in [lambda: b.__setitem__(slice(0, 1), 5), lambda: t.__setitem__(0, 1)]:
    try:
        bad()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__)
try:
    b[0:1] = 5
except TypeError as error:
    print(error)
try:
    t[0:1] = (1,)
except TypeError as error:
    print(error)
try:
    del s[1:2]
except TypeError as error:
    print(error)
try:
    {}[1:2]
except (TypeError, KeyError) as error:
    print(type(error).__name__)
b[:] = range(3)
b[1:2] = (x * x for x in range(3))
print(b)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


c = [Noisy("p"), Noisy("q"), Noisy("r")]
c[0:2] = [1]
print(len(c))
c[:] = []
print(c)
