# Thousands of classes, instances and shapes.
classes = [type(f'C{i}', (object,), {f'm{i}': lambda self, i=i: i}) for i in range(1000)]
print(sum(getattr(c(), f'm{i}')() for i, c in enumerate(classes)))
c = object
for i in range(200): c = type(f'D{i}', (c,), {f'v{i}': i})
print(len(c.__mro__), c().v0, c.v199, issubclass(c, object))
class S: pass
items = []
for i in range(500):
    s = S()
    for j in range(i % 7): setattr(s, f'k{(i * j) % 11}', j)
    items.append(s)
print(sum(len(vars(s)) for s in items), sum(sum(vars(s).values()) for s in items))
