# What a program sees of threads and objects is made from the path of their making: the same for every seed and schedule.
import os
import random
import secrets
import tempfile
import threading
import uuid


class Thing:
    pass


def tell(name, told):
    thing, other = Thing(), Thing()
    told[name] = (threading.get_ident(), threading.get_native_id(), id(thing), repr(other), hash(thing) == hash(thing))


told = {}
first = Thing()
assert id(first) == id(first) and hex(id(first)) in repr(first)
assert object.__hash__(first) == hash(first)
threads = [threading.Thread(target=tell, args=(name, told)) for name in ("a", "b", "c")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for name in sorted(told):
    print(name, *told[name])
idents = {facts[0] for facts in told.values()} | {threading.get_ident()}
print(len(idents), "idents,", len({facts[2] for facts in told.values()}), "objects")

print(os.getpid(), os.getppid(), threading.get_native_id(), os.cpu_count(), len(os.sched_getaffinity(0)))

# An identity goes with its object; the next object at the same place gets another one.
seen = set()
for _ in range(100):
    seen.add(id(Thing()))
print(len(seen), "identities in a row")

# The seed decides about these.
print(random.random(), random.Random().randrange(1000), os.urandom(4).hex(), secrets.token_hex(4), uuid.uuid4())
print(hash("word"), os.path.basename(tempfile.mktemp()))
for name in ("c", "a", "b"):
    open(name, "w").close()
print([name for name in os.listdir() if len(name) == 1], [entry.name for entry in os.scandir() if len(entry.name) == 1])
