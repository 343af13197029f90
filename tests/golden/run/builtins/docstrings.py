# __doc__ of modules, classes and functions.
"""Module text."""
def f():
    """First line.

    Indented line.
    """
class C:
    'class doc'
    def m(self):
        1
        """not a docstring"""
print(__doc__, f.__doc__, C.__doc__, C.m.__doc__, (lambda: 0).__doc__, sep='|')
f.__doc__ = 'changed'
print(f.__doc__, len.__doc__ is not None, C().__doc__)
