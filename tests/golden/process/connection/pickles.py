# Pickles between processes: reducers of their own, and what cannot be sent.
import functools
import io
from multiprocessing import Pipe
from multiprocessing.reduction import ForkingPickler, register

loads = ForkingPickler.loads


class Plain:
    def method(self, n):
        return n * 2

    @classmethod
    def make(cls):
        return cls


class Odd:
    pass


def round_trip(thing):
    return loads(ForkingPickler.dumps(thing))


print(round_trip(Plain().method)(21), round_trip(Plain.make)() is Plain, round_trip(list.append) is list.append)
print(round_trip(functools.partial(int, base=2))('101'), round_trip([].append).__name__, round_trip(str.join))
register(Odd, lambda odd: (int, ('42',)))
print(round_trip([Odd(), Odd]), loads(bytes(ForkingPickler.dumps(Odd(), 2))))
stream = io.BytesIO()
ForkingPickler(stream, 4).dump(Odd())
print(loads(stream.getvalue()))


class Mine(ForkingPickler):
    def persistent_id(self, thing):
        return 'nothing' if thing is None else None


try:
    loads(Mine.dumps([None]))
except Exception as error:
    print(type(error).__name__)
r, w = Pipe()
w.send(Odd())
print(r.recv())
for thing in (lambda: 1, (n for n in ()), len):
    try:
        w.send([thing])
        print(r.recv())
    except Exception as error:
        print(type(error).__name__, str(error).split(' at ')[0].replace("Can't pickle local", "Can't get local").split(':')[0])
print(r.poll())
