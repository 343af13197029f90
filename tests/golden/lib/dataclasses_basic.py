from dataclasses import dataclass, field, fields, asdict, astuple, is_dataclass, replace
@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False)
p = Point(1)
print(p, p == Point(1, 0), p == Point(2), Point(1, tags=[1]) == p, Point.__match_args__, Point.__doc__)
p.tags.append(1); print(Point(3).tags, p.tags)
print(asdict(p), astuple(p), [f.name for f in fields(Point)], is_dataclass(p), is_dataclass(int), replace(p, y=4))
for bad in (lambda: Point(), lambda: Point(1, 2, 3, 4), lambda: Point(z=1), lambda: hash(p), lambda: p < p, lambda: fields(3), lambda: asdict(Point), lambda: replace(p, q=1)):
    try:
        print(bad())
    except TypeError as e: print(e)
print(fields(Point)[1].name, fields(Point)[1].default)
