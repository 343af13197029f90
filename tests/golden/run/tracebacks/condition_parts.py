# Carets in comparison, boolean and conditional expressions.
def check(a, b):
    if a is not None and a.size > b or len(a) == 0:
        return True
check('text', 1)
