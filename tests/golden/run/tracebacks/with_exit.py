# An exception passes through a with statement.
class C:
    def __enter__(self): return self
    def __exit__(self, *a): return False
with C() as c:
    with C():
        print('inside')
        c.value
