# For and while with else, break, continue.
for i in range(3):
    if i == 5: break
else:
    print('no break')
for i in range(3):
    if i == 1: break
else:
    print('never')
print(i)
for x in []: pass
else: print('empty')
n = 3
while n:
    n -= 1
    if n == 1: continue
    print('n', n)
else:
    print('while else')
while True:
    break
else:
    print('never')
for i in range(3):
    for j in range(3):
        if j == 1: break
        if i == 1: continue
        print(i, j)
    else:
        print('inner done')
for i, (a, *b) in enumerate([(1, 2, 3), 'xyz']): print(i, a, b)
d = {}
for d['k'] in range(3): pass
print(d)
