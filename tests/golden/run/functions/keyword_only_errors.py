# Missing and unexpected keyword-only arguments.
def f(*, a, b=2): return a, b
print(f(a=1))
for c in ('f()', 'f(1)', 'f(a=1, c=3)', 'f(b=1)', 'f(1, a=2)'):
    try: eval(c)
    except TypeError as e: print(e)
