# Return values of every shape.
def a(): return
def b(): pass
def c(): return 1, 2
def d(x):
    if x: return 'early'
    for i in range(3):
        while True:
            if i == 1: return i
            break
def e(): return *[1, 2], 3
def f():
    return (yield_ := 5)
print(a(), b(), c(), d(1), d(0), e(), f(), (lambda: None)(), (lambda *a: a)(1, 2))
