# Messages name native classes with their modules.
import collections, decimal, fractions, datetime, re, array, itertools, functools, threading, queue
for a in (collections.deque(), collections.OrderedDict(), collections.defaultdict(int), decimal.Decimal(1), fractions.Fraction(1), datetime.date(2020,1,1), datetime.timedelta(1), datetime.datetime(2020,1,1), datetime.timezone.utc, datetime.time(1), re.compile('x'), array.array('i'), itertools.count(), functools.partial(len), threading.Lock(), queue.SimpleQueue(), collections.Counter(), collections.ChainMap()):
    for op in ('a < object()', 'a + object()', 'a[0.5]', 'a()', '-a', 'len(a)'):
        try: eval(op)
        except Exception as e: print(op, type(e).__name__, e)
