# Endless recursion raises RecursionError.
import sys
def f(n): return f(n + 1)
try: f(0)
except RecursionError as e: print(e)
class A:
    def __getattr__(self, n): return getattr(self, n + 'x')
try: A().q
except RecursionError as e: print(type(e).__name__)
depth = 0
def g():
    global depth
    depth += 1
    g()
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
try: g()
except RecursionError: print(100 < depth <= 200)
sys.setrecursionlimit(old)
def h(n): return 0 if n == 0 else 1 + h(n - 1)
print(h(500), old)
sys.setrecursionlimit(20000)
print(h(15000))
for bad in (0, -5):
    try: sys.setrecursionlimit(bad)
    except ValueError as e: print(e)
