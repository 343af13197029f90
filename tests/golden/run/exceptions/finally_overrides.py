# Return, break and continue inside finally win.
def a():
    try: return 'try'
    finally: return 'finally'
def b():
    try: raise ValueError
    finally: return 'swallowed'
def c():
    for i in range(3):
        try: return i
        finally:
            if i < 2: continue
def d():
    while True:
        try: raise KeyError
        finally: break
    return 'after break'
def e():
    x = 1
    try: return x
    finally: x = 2
def f():
    x = [1]
    try: return x
    finally: x.append(2)
def g():
    for i in range(5):
        try:
            if i == 1: continue
            if i == 3: break
            print('body', i)
        finally:
            print('fin', i)
    else:
        print('never')
    return i
def h():
    try:
        try: return 'inner'
        finally: print('first')
    finally: print('second')
print(a(), b(), c(), d(), e(), f(), g(), h())
