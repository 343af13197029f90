# Exceptions, continue and break in loops.
results = []
for item in ['1', 'x', '2', None, '3', 'stop', '4']:
    try:
        if item == 'stop': break
        n = int(item)
    except ValueError:
        results.append('bad'); continue
    except TypeError:
        results.append('none')
    else:
        results.append(n)
    finally:
        results.append('|')
    results.append('.')
print(results)
n = 0
while True:
    try:
        n += 1
        if n < 3: continue
        if n == 5: raise StopIteration
        assert n != 4
    except AssertionError: print('assert', n)
    except StopIteration: print('stop', n); break
