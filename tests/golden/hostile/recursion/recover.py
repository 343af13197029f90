# After a RecursionError the program goes on.
def down(n):
    try: return down(n + 1)
    except RecursionError: return 'bottom'
print(down(0))
def count():
    try: return 1 + count()
    except RecursionError: return 0
print(count() > 300)
depth = 0
def cleanup():
    global depth
    depth += 1
    try: cleanup()
    finally: depth -= 1
for _ in range(3):
    try: cleanup()
    except RecursionError: print('caught', depth)
def gen(n):
    yield n
    yield from gen(n + 1)
it = gen(0); n = 0
try:
    for _ in it: n += 1
except RecursionError: print('generator', n > 100)
def a(): b()
def b(): c()
def c(): a()
try: a()
except RecursionError as e: print(str(e).startswith('maximum recursion depth exceeded'))
