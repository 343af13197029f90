# The None default idiom.
def f(x, acc=None):
    if acc is None: acc = []
    acc.append(x)
    return acc
print(f(1), f(2), f(3, [0]))
