# Sorting keys that are alike, with ties, backwards, and mixed ones.
import random
random.seed(5)
ints = [random.randrange(-50, 50) for _ in range(300)]
print(sorted(ints) == sorted(ints, key=lambda x: (x,)), sorted(ints, reverse=True)[:5], sorted(ints)[:5])
pairs = [(x % 7, i) for i, x in enumerate(ints)]
for reverse in False, True:
    for key in (lambda p: p[0]), (lambda p: float(p[0])), (lambda p: "k%d" % p[0]), (lambda p: "longer key %d" % p[0]), (lambda p: (p[0],)), (lambda p: [p[0]]):
        got = sorted(pairs, key=key, reverse=reverse)
        print([p[1] for p in got[:6]], got == sorted(got, key=key, reverse=reverse))
words = ["b", "a", "", "ab", "a\0", "abcdefgh", "abcdefghi", "abcdefg", "ä", "€", "z", "𝄞", "abcdefgh\0", "A"]
print(sorted(words), sorted(words, reverse=True) == sorted(words)[::-1])
print(sorted(words, key=lambda w: w), sorted(words, key=lambda w: w + "suffix of text", reverse=True))
print(sorted([0.0, -0.0, 1.5, -2.5, float("inf"), 0.0]), sorted([-0.0, 0.0], reverse=True), sorted([3, 1.5, True, 2**70, -1]))
print(sorted([(1, "b"), (1, "a"), (0, 5), (1, "a", 2), (), (1,)], key=lambda t: (len(t), t[:1])), sorted([(2, 1), (1, 2), (1, 1), (2,)]))
print(sorted([(1.0, 2), (1, 1), (True, 3)]), sorted([((1, 2), 3), ((1, 1), 4)]), sorted([], key=len), sorted([5], key=str, reverse=True))
try:
    sorted([(1, "a"), (1, 2)])
except TypeError as error:
    print(error)
print([1, "a", None].count(None), [True, 1, 1.0, 0].count(1), (False, 0, "").count(False), [1, 2, True].index(True), [0, False].index(False))
