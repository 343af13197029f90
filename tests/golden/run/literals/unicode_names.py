# Identifiers beyond ASCII, normalised with NFKC.
é = 1
变量 = 2
ﬁx = 3
print(é, 变量, fix)
class Größe:
    maß = 5
print(Größe.maß, Größe().__class__.__name__)
print('ﬁx' in globals(), 'fix' in globals())
