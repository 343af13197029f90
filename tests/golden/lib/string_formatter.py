import string
f = string.Formatter()
print(f.format("{} {} {0}" if 0 else "{0} {1!r:>6} {name:^{w}}", 1, "x", name="n", w=5))
print(f.format("{} {} {a.real} {b[0]} {b[1]:02d}", 1, 2, a=3, b=[4, 5]), f.format("{{}} {x!s}", x=None), f.vformat("{0}{k}", (1,), {"k": 2}))
class Default(string.Formatter):
    def get_value(self, key, args, kw):
        if isinstance(key, str): return kw.get(key, f"<{key}>")
        return super().get_value(key, args, kw)
print(Default().format("{a} {b}", a=1))
for bad in ("{} {0}", "{0} {}", "{", "}", "{0!q}", "{a", "{5}"):
    try: print(f.format(bad, 1))
    except (ValueError, IndexError, KeyError) as e: print(type(e).__name__, e)
print(list(f.parse("a{b:c}d{e!r}{{f}}")))
