# Nested finally blocks run inside out.
def f():
    for n in 'ab':
        try:
            try: print(n); continue
            finally: print('in')
        finally: print('out')
    return 'end'
print(f())
