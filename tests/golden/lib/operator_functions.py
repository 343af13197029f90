import operator as op
print(op.add(1, 2), op.sub(5, 3), op.mul("a", 3), op.truediv(7, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 5), op.neg(3), op.pos(-3), op.abs(-2), op.invert(5))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1), op.ne(1, 2), op.ge(1, 2), op.gt(1, 2), op.not_(0), op.truth([]), op.is_(None, None), op.is_not(1, None))
print(op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.lshift(1, 4), op.rshift(16, 2), op.concat([1], [2]), op.contains("abc", "b"), op.countOf([1, 2, 1], 1), op.indexOf("abc", "c"), op.index(True), op.length_hint(iter([1, 2, 3])))
l = [1, 2, 3]; op.setitem(l, 0, 9); op.delitem(l, 1); print(l, op.getitem(l, 0), op.iadd(l, [7]) is l, l, op.call(max, 1, 5), op.__add__(1, 1))
for bad in (lambda: op.concat(1, 2), lambda: op.indexOf("abc", "z"), lambda: op.index(1.5), lambda: op.add(1, "a")):
    try: bad()
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
