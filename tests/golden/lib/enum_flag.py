from enum import Flag, IntFlag, auto, KEEP, EJECT, CONFORM
class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W
print(list(Perm), Perm.R | Perm.X, repr(Perm.R | Perm.W), Perm.RW, ~Perm.R, Perm(0), repr(Perm(0)), Perm.R in Perm.RW, list(Perm.RW), len(Perm.RW), bool(Perm(0)), Perm.R ^ Perm.RW, Perm.R & Perm.W)
try: Perm(16)
except ValueError as e: print(e)
try: Perm.R | 3
except TypeError as e: print(e)
try: 3 in Perm.R
except TypeError as e: print(e)
class I(IntFlag):
    A = 1
    B = 2
print(I.A | I.B, repr(I.A | I.B), I.A | 8, repr(I.A | 8), I.A + 1, ~I.A, repr(I(0)), I.A == 1)
class C(Flag, boundary=CONFORM):
    A = 1
    B = 4
print(C(7), C(2))
class E(Flag, boundary=EJECT):
    A = 1
print(E(9), type(E(9)))
class K(Flag, boundary=KEEP):
    A = 1
print(repr(K(9)))
