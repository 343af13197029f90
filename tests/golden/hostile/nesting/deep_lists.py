# Building, comparing and printing deep lists.
a = []
for _ in range(5000): a = [a]
b = []
for _ in range(5000): b = [b]
for action in (lambda: repr(a), lambda: a == b, lambda: str(a), lambda: hash(tuple([()])) and (a < b)):
    try: action(); print('ended')
    except RecursionError: print('ended')
print(len(a))
