# The union operators.
a, b = {'x': 1, 'y': 2}, {'y': 3, 'z': 4}
print(a | b, b | a, a, {**a, **b, 'w': 0})
a |= b; print(a)
a |= [('q', 9)]; print(a)
for code in ("{} | [('a', 1)]", '{} | 5', "[] | {}"):
    try:
        print(eval(code))
    except TypeError as error:
        print(error)
try:
    a |= 5
except TypeError as error:
    print(error)
