# Assertions with and without messages.
def check(f):
    try: f(); print('passed')
    except AssertionError as e: print(repr(e), str(e))
def a(): assert True
def b(): assert False
def c(): assert 0, 'message'
def d(): assert [], ('a', 'tuple')
def e(): assert 1 == 1, print('never evaluated')
for f in (a, b, c, d, e): check(f)
