# Every method of list.
a = [3, 1, 2]
a.append(5); a.extend('xy'); a.insert(1, 'i'); a.insert(-1, 'm'); a.insert(100, 'end'); a.insert(-100, 'start')
print(a, a.index(1), a.count(5), a.pop(), a.pop(0), a.pop(-2), a)
a.remove('i'); a.reverse(); print(a)
b = a.copy(); b.append(9); print(a == b, len(a), len(b))
a.clear(); print(a, [1, 2, 3, 2].index(2, 2), [1, 2, 3].index(3, -1), [1, 2] + [3], [0] * 3, [1, 2] * 0, [[]] * 2)
for code in ('[].pop()', '[1].pop(5)', '[].remove(1)', '[1].index(2)', '[1].index(1, 1)', '[1, 2].insert()', "[1].pop('a')", '[1].append(1, 2)', '[1].extend(5)', '[1] + (2,)', '[1] * [2]', "[1] + 'a'"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
