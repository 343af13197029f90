# Pop from both ends and the middle.
a = list('abcde'); print(a.pop(), a.pop(0), a.pop(1), a.pop(-2), a)
