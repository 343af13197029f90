# Data nested by literals and by hand.
d = {}; top = d
for i in range(3000): d['k'] = {}; d = d['k']
n = 0; d = top
while d: d = d['k']; n += 1
print(n)
import json, copy
for action in (lambda: json.dumps(top), lambda: json.loads('[' * 100000), lambda: repr(top), lambda: copy.deepcopy(top)):
    try: action(); print('ended')
    except RecursionError: print('ended')
