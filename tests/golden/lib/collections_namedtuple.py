from collections import namedtuple
Point = namedtuple("Point", "x y", defaults=[0])
p = Point(1)
print(p, p.x, p[1], p == (1, 0), Point._fields, Point._field_defaults)
print(p._replace(y=5), p._asdict(), Point._make([7, 8]), Point(y=2, x=1))
print(Point.__doc__, Point.x.__doc__, Point.__match_args__, Point.__slots__)
for make in (lambda: Point(), lambda: Point(1, 2, 3), lambda: p._replace(z=1),
             lambda: Point._make([1]), lambda: namedtuple("T", "a a"),
             lambda: namedtuple("T", "class"), lambda: namedtuple("T", "_x"),
             lambda: namedtuple("1T", "x"), lambda: namedtuple("T", "a", defaults=(1, 2))):
    try:
        print(make())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(namedtuple("R", "a class a _b", rename=True)._fields)
try:
    p.x = 3
except AttributeError as e:
    print(e)
class Sub(Point):
    @property
    def length(self): return self.x + self.y
print(Sub(3, 4), Sub(3, 4).length)
