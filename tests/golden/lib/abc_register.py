from abc import ABC

class Drawable(ABC):
    pass

class Circle:
    pass

@Drawable.register
class Line:
    pass

print(isinstance(Circle(), Drawable), isinstance(Line(), Drawable))
Drawable.register(Circle)
print(isinstance(Circle(), Drawable), issubclass(Circle, Drawable))
class Small(Circle): pass
print(issubclass(Small, Drawable), Drawable in Circle.__mro__)
for bad in (3, "x"):
    try:
        Drawable.register(bad)
    except TypeError as e:
        print(e)
class Sub(Drawable): pass
try:
    Sub.register(Drawable)
except RuntimeError as e:
    print(e)
