# Free variables and locals used before assignment.
def f():
    def g(): return v
    try:
        g()
    except NameError as error:
        print(type(error).__name__, error)
    v = 1
    print(g())
    del v
    try:
        g()
    except NameError as error:
        print(error)
f()
def h():
    try:
        print(x)
    except UnboundLocalError as error:
        print(error)
    x = 1
    del x
    try:
        x
    except UnboundLocalError as error:
        print(error)
h()
total = 0
def add():
    total += 1
try:
    add()
except UnboundLocalError as error:
    print(error)
try:
    undefined
except NameError as error:
    print(error, error.name)
