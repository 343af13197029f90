# notify() where notify_all() is needed: one of two waiters goes on.
import threading

gate = threading.Condition()
is_open = False


def visit():
    with gate:
        while not is_open:
            gate.wait()
    print('in')


visitors = [threading.Thread(target=visit, name=f'visitor {number}') for number in range(2)]
for visitor in visitors:
    visitor.start()
while not repr(gate).endswith(', 2)>'):
    pass
with gate:
    is_open = True
    gate.notify()
for visitor in visitors:
    visitor.join()
