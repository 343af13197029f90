# From None hides the context.
try:
    int('x')
except ValueError:
    raise TypeError('alone') from None
