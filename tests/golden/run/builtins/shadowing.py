# Built-in names can be rebound and found again.
def f():
    len = lambda x: 'mine'
    return len([1])
print(f(), len([1]))
list = tuple
print(list('ab'))
del list
print(list('ab'))
sum = 0
for i in range(3): sum += i
print(sum)
del sum
try:
    del sum
except NameError as error:
    print(error)
print(sum([1]))
