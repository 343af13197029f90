# StopIteration carries the value.
try: raise StopIteration('v')
except StopIteration as s: print(s.value, s.args, repr(s))
