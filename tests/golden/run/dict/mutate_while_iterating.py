# Changing the size of a dict during iteration raises.
d = {1: 1, 2: 2, 3: 3}
try:
    for k in d:
        d[k + 10] = 0
except RuntimeError as error:
    print(error)
d = {1: 1, 2: 2}
try:
    for k in d:
        del d[k]
except RuntimeError as error:
    print(error, d)
d = {1: 1, 2: 2}
for k in d:
    d[k] = k * 5
print(d)
try:
    for k, v in d.items():
        d.pop(k); d[k + 5] = 1
except RuntimeError as error:
    print(error)
d = {1: 1, 2: 2}
for k in list(d):
    del d[k]
print(d)
it = iter({'a': 1}.items())
print(next(it), next(it, 'end'), next(it, 'end'))
