# Coroutines of the old kind pass values along.
def coroutine(f):
    def start(*args):
        it = f(*args)
        next(it)
        return it
    return start
@coroutine
def printer():
    while True:
        print('print', (yield))
@coroutine
def doubler(target):
    while True:
        value = yield
        target.send(value * 2)
@coroutine
def average():
    total, count, mean = 0, 0, None
    while True:
        total += yield mean
        count += 1
        mean = total / count
p = doubler(printer())
p.send(1); p.send('ab')
a = average()
print(a.send(10), a.send(20), a.send(3))
