# Special methods that return the wrong type.
class W:
    __str__ = __repr__ = lambda s: 5
    __hash__ = lambda s: 'h'
    __len__ = lambda s: 1.5
    __bool__ = lambda s: 'yes'
    __int__ = __float__ = __index__ = __complex__ = lambda s: 'n'
    __iter__ = lambda s: 5
    __bytes__ = lambda s: 'b'
    __format__ = lambda s, f: 1
    __dir__ = lambda s: 5
    __contains__ = lambda s, x: []
    __length_hint__ = lambda s: 'x'
    __init_subclass__ = None
import operator
for name, f in (('str', str), ('repr', repr), ('hash', hash), ('len', len), ('bool', bool), ('int', int), ('float', float), ('index', operator.index), ('complex', complex), ('iter', iter), ('bytes', bytes), ('format', format), ('dir', dir), ('in', lambda w: 1 in w), ('fstr', lambda w: f'{w}'), ('pct', lambda w: '%s' % w), ('d', lambda w: '%d' % w), ('slice', lambda w: [1][w:]), ('mul', lambda w: [1] * w), ('range', range), ('round', round), ('abs', abs), ('print', print), ('sum', sum), ('chr', chr), ('unpack', lambda w: (lambda a, b: 0)(*w)), ('for', lambda w: [x for x in w]), ('if', lambda w: 1 if w else 2), ('not', lambda w: not w), ('isinstance', lambda w: isinstance(1, w)), ('init', lambda w: type(w)(1)), ('dict', dict), ('join', lambda w: ''.join(w)), ('sub', lambda w: type('Z', (W,), {}))):
    try: print(name, f(W()))
    except (TypeError, AttributeError) as e: print(name, '|', type(e).__name__, str(e)[:90])
