import traceback
def boom(*a, **k): raise RuntimeError("boom")
class O:
    def __getitem__(self, i): raise IndexError(i)
def t1(): return 1 + boom() * 2
def t2(): x = O()[1][2]
def t3():
    y = boom(1,
             2)
def t4(): print([boom(i) for i in range(2)])
def t5(): (1 +
           boom(1)[2])
def t6(): None.foo.bar
def t7(): assert 1 == 2, "no"
def t8(): z = {"a": 1}["b"]
def t9(): "a" + 1
def t10(): x = 1 if boom() else 2
def t11(): -"s"
def t12(): a, b = 1
for t in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12):
    try: t()
    except Exception as e:
        print(t.__name__)
        print("".join(traceback.format_exception(e)[2:]).replace(__file__, "FILE"))
