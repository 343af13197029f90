"""The operators as functions.  All of them are native."""
from _operator import *
from _operator import (
    lt as __lt__, le as __le__, eq as __eq__, ne as __ne__, ge as __ge__, gt as __gt__,
    not_ as __not__, abs as __abs__, add as __add__, and_ as __and__, call as __call__,
    floordiv as __floordiv__, index as __index__, inv as __inv__, invert as __invert__,
    lshift as __lshift__, mod as __mod__, mul as __mul__, matmul as __matmul__,
    neg as __neg__, or_ as __or__, pos as __pos__, pow as __pow__, rshift as __rshift__,
    sub as __sub__, truediv as __truediv__, xor as __xor__, concat as __concat__,
    contains as __contains__, delitem as __delitem__, getitem as __getitem__,
    setitem as __setitem__, iadd as __iadd__, iand as __iand__, iconcat as __iconcat__,
    ifloordiv as __ifloordiv__, ilshift as __ilshift__, imod as __imod__,
    imul as __imul__, imatmul as __imatmul__, ior as __ior__, ipow as __ipow__,
    irshift as __irshift__, isub as __isub__, itruediv as __itruediv__, ixor as __ixor__)

__all__ = """abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge
getitem gt iadd iand iconcat ifloordiv ilshift imatmul imod imul index indexOf inv invert
ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt matmul
methodcaller mod mul ne neg not_ or_ pos pow rshift setitem sub truediv truth
xor""".split()
