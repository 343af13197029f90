# Match, case, type and _ are names elsewhere.
match = 1; case = 2; _ = 3; type_ = 4
print(match + case + _)
def f(match, case=0): return match, case
print(f(1, case=2))
match (match):
    case 1: print('matched')
match -match:
    case -1: print('negative')
match [1, 2], 3:
    case [a, b], c: print(a, b, c)
match match, case:
    case 1, 2: print('tuple subject')
match = [1, 2]
print(match[0], match [1])
match.append(3)
match[0] = 9
class match_case:
    case = 'attribute'
print(match, match_case.case)
type = 5; print(type)
match {'a': 1}:
    case {'a': int(_)}: print('wild in class', _)
