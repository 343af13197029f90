# Functions of the operator module.
import operator as op
print(op.add(1, 2), op.itemgetter(1)('abc'), op.itemgetter(0, 2)([1, 2, 3]), op.attrgetter('real', 'imag')(1 + 2j), op.methodcaller('upper')('x'), op.mul('a', 3), op.contains([1], 1), op.getitem({'k': 1}, 'k'), op.not_(0), op.truth([]), op.is_(None, None), op.index(5), op.concat([1], [2]), op.countOf('aab', 'a'), op.neg(5), op.lt(1, 2), op.floordiv(7, 2), op.xor(5, 1))
l = [1, 2]; op.setitem(l, 0, 9); op.delitem(l, 1); print(l, op.iadd(l, [3]), sorted([('b', 1), ('a', 2)], key=op.itemgetter(1)), op.attrgetter('a.b')(type('X', (), {'a': type('Y', (), {'b': 5})})))
