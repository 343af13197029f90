# Add_note and __notes__.
e = ValueError('v')
print(hasattr(e, '__notes__'))
e.add_note('first'); e.add_note('second')
print(e.__notes__)
try: e.add_note(5)
except TypeError as x: print(x)
try: raise e
except ValueError as f: print(f.__notes__ is e.__notes__)
