from collections import UserDict, UserList, UserString
class Lower(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)
d = Lower(A=1)
d["B"] = 2
d.update({"C": 3})
print(d, d.data, len(d), "a" in d, d.pop("a"), d | {"Q": 1})
l = UserList([3, 1, 2])
l.sort(); l.append(9)
print(l, l[1:], type(l[1:]).__name__, l + [5], [0] + l, l * 2, l == [1, 2, 3, 9], l.index(9))
s = UserString("hello")
print(s, repr(s), s.upper(), type(s.upper()).__name__, s + "!", s[1:3], s == "hello", "ell" in s, s.split("l"), len(s))
