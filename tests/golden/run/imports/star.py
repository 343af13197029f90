# From module import * honours __all__ and underscores.
from lib_star_all import *
from lib_star_plain import *
print(public, listed, '_underscore' in globals(), '_listed_private' in globals(), 'not_listed' in globals(), plain, '_plain_hidden' in globals())
from pkg_zoo import *
print(cats.sound(), NAME)
try: exec('def f():\n from math import *')
except SyntaxError as e: print(e.msg)
