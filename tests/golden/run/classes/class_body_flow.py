# Statements in class bodies.
class A:
    for i in range(3): locals()[f'm{i}'] = i
    if i == 2: last = 'two'
    try: 1 / 0
    except ZeroDivisionError: caught = True
    with_default = [x for x in 'ab']
print(A.m0, A.m2, A.last, A.caught, A.with_default, A.i)
