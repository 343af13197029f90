# The order in which containers let go of their items.
class N:
    def __init__(s,n): s.n=n
    def __del__(s): print("del",s.n, end=" ")
l=[N(1),N(2),N(3)]
del l; print()
l=[N(1),N(2),N(3)]
l.clear(); print("clear")
l=[N(1),N(2),N(3)]
l[:]=[]; print("slice")
l=[N(1),N(2),N(3)]
del l[0:2]; print("del slice"); l=0; print()
l=[N(1),N(2),N(3),N(4)]
del l[::2]; print("del step"); l=0; print()
l=[N(1),N(2),N(3),N(4)]
l[::2]=[1,2]; print("set step"); l=0; print()
l=[N(1),N(2),N(3),N(4)]
l.__init__(); print("init")
d={1:N(1),2:N(2)}; d.clear(); print("dict clear")
d={1:N(1),2:N(2)}; d=None; print("dict")
t=(N(1),N(2),N(3)); t=None; print("tuple")
