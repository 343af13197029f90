# Reverse in place, reversed, slice.
a = [1, 2, 3]; print(a.reverse(), a, list(reversed(a)), a[::-1], a)
