# As, or, guards and binding.
def f(x):
    match x:
        case [('a' | 'b') as first, *_] as whole: return first, whole
        case (1 | 2 | 3) as n if n != 2: return 'small', n
        case {'k': ('x' | 'y') as v}: return v
        case [1, x] | [x, 1] : return 'has one', x
        case (str() | int()) as y: return y
        case z: return 'captured', z
for v in (['a', 1], ['c'], 1, 2, {'k': 'y'}, {'k': 'z'}, [1, 5], [6, 1], 'text', None): print(f(v))
match [1, 2]:
    case [a, b] if a > b: print('no')
    case [a, _]: print('yes', a)
print(a, b)
match 5:
    case 1: print('no')
print('fell through')
def g():
    for x in (1, 2, 3):
        match x:
            case 2: continue
            case 3: break
        print('saw', x)
g()
