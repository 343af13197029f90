# Exceptions at the very end of the program.
import atexit, sys
class AtExit:
    def __del__(self): print('del at exit')
x = AtExit()
@atexit.register
def one(): print('first registered runs last')
@atexit.register
def two(): raise ValueError('in atexit')
@atexit.register
def three(): print('last registered runs first')
def gen():
    try: yield
    finally: print('generator finalised')
g = gen(); next(g)
print('end of code')
