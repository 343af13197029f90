# Pickles with errors in them: each ends in an exception or an object, soon, without much memory, and the next frame is read right.
import collections
import datetime
import pickle
import random
import resource
import time
from multiprocessing import Pipe


class Plain:
    def __init__(self):
        self.a = [1, {2: 'x'}]


things = [1, [1, 2, [3]], {'a': (1, 2.5)}, 'x' * 300, b'y' * 300, {1, 2}, frozenset('a'), Plain(), datetime.date(2024, 1, 2),
          2**200, -2**70, collections.OrderedDict(a=1), len, KeyError('x'), bytearray(b'abc'), complex(1, 2), [None] * 50,
          ('#RETURN', None), (None, 'create', ('list', [1]), {})]
seeds = [pickle.dumps(thing, protocol) for thing in things for protocol in range(6)]
# Instructions with sizes and numbers that no pickle of this length has.
nasty = [b'\x8b\xff\xff\xff\x7f', b'B\xff\xff\xff\x7f', b'\x8e' + b'\xff' * 7 + b'\x7f', b'\x96\0\0\0\0\1\0\0\0', b'r\xff\xff\xff\xff',
         b'\x95' + b'\xff' * 8, b'j\xff\xff\xff\xff', b'\x82\1', b'X\xff\xff\xff\xff', b'T\xff\xff\xff\x7f', b'\x8a\xff']
# Whatever is called by a mutated name must not be one of these.
forbidden = [b'exec', b'eval', b'input', b'exit', b'quit', b'print', b'breakpoint', b'open', b'system', b'help']
rng = random.Random(7)
ours, theirs = Pipe()
outcomes = collections.Counter()
slowest = 0
for _ in range(5000):
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0 if at < len(data):
                data[at] = rng.randrange(256)
            case 1:
                data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 9)))
            case 2:
                del data[at:at + rng.randrange(1, 9)]
            case 3:
                other = rng.choice(seeds)
                start = rng.randrange(len(other))
                data[at:at] = other[start:start + rng.randrange(1, 30)]
            case _:
                data[at:at] = rng.choice(nasty)
    if any(word in data for word in forbidden):
        continue
    theirs.send_bytes(data)
    # Processor time: the machine may be busy with other things.
    start = time.process_time()
    try:
        ours.recv()
        outcomes['object'] += 1
    except Exception as error:
        outcomes['exception'] += 1
    slowest = max(slowest, time.process_time() - start)
    assert not ours.poll(), bytes(data)
print(outcomes['object'] > 100, outcomes['exception'] > 1000)
print('slowest is fast' if slowest < 5 else slowest)
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print('little memory' if megabytes < 300 else megabytes)
theirs.send('still in step')
print(ours.recv())
