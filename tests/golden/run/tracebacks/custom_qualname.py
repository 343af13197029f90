# The class's qualified name is printed.
class Outer:
    class Inner(Exception):
        pass
def f():
    class Local(Exception):
        pass
    raise Local('here')
try:
    raise Outer.Inner('first')
except Outer.Inner:
    f()
