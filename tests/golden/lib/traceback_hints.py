import traceback
class A:
    blech = 1
    def m(self): return blech
import collections
def n():
    foobar = 1
    return foobra
for act in (lambda: A().bleck, n, A().m, lambda: collections.namedtupl, lambda: time.sleep(1), lambda: prnt(1), lambda: qqqqqq):
    try: act()
    except Exception as e: print(traceback.format_exception_only(e)[-1], end="")
try:
    from collections import ordereddict
except ImportError as e: print(traceback.format_exception_only(e)[0].partition("(")[0], traceback.format_exception_only(e)[0].rpartition(")")[2])
