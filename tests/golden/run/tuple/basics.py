# Tuples.
t = (1, 'a', 2.5)
print(t, t[0], t[-1], t[1:], t + (4,), t * 2, len(t), 'a' in t, t.count(1), t.index('a'), hash((1, 2)) == hash((1, 2)), (1, 2) < (1, 3), () == tuple(), tuple('ab'), tuple([1]))
print(tuple(x * 2 for x in range(3)), (1, [2]) == (1, [2]), (1,) < (1, 2), ((1, 2), 3), t is tuple(t), {(1, 2): 'k'}[1, 2], ())
for code in ('t[5]', "t.index('z')", 't + [1]', 'hash((1, []))', "t['a']", 'tuple(5)', 't < [1]', 't * "a"'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
try:
    t[0] = 5
except TypeError as error:
    print(error)
u = ([],)
try:
    u[0] += [1]
except TypeError as error:
    print(error, u)
