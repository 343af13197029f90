# Sorting thousands of items keeps order and stability.
state = 12345
def rand():
    global state
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state
values = [rand() for _ in range(3000)]
s = sorted(values)
print(all(a <= b for a, b in zip(s, s[1:])), s[0], s[-1], sum(s) == sum(values), sorted(s, reverse=True) == s[::-1])
tagged = [(v % 10, i) for i, v in enumerate(values)]
t = sorted(tagged, key=lambda p: p[0])
print(all(a[1] < b[1] for a, b in zip(t, t[1:]) if a[0] == b[0]), t == sorted(tagged))
t = sorted(tagged, key=lambda p: p[0], reverse=True)
print(all(a[1] < b[1] for a, b in zip(t, t[1:]) if a[0] == b[0]))
strings = [str(v) for v in values]
print(sorted(strings)[:3], sorted(strings, key=int)[:3], sorted([float(v) for v in values])[0])
half = s[:1500] + sorted(values[1500:]) + s[::-1]
print(sorted(half)[::1000])
