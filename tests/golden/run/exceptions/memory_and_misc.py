# A few errors of built-in calls.
import sys
for code in ("int('x')", "float('y')", "[].index(1)", "'a'.index('b')", 'list(range(3)).remove(9)', '{}.popitem()', 'next(iter([]))', 'chr(-1)', "bytes([300])", "'a'.encode('nope')", "open('/nope/nope')", "__import__('nope_module')", "int('1', 99)", 'sys.nope', "dict([1])", "max([])", "'%d' % ()", "str.join(1, 2)", "1 .__class__.__nope__", "(1).bit_length(5)", "[].sort(1)", "{}.update(1, 2)", "isinstance()", "''.join([1])", "b''.join([''])", "sorted(1)", "type('a', 5, {})", "enumerate()", "zip(5)", "range('a')", "slice()", "property(1, 2, 3, 4, 5)", "object().__init__(5)", "super().x", "complex('a')", "round('a')", "hash([])", "iter(1)", "ord('ab')"):
    try: eval(code)
    except BaseException as e: print(code, '|', type(e).__name__, e)
