# The above exception was the direct cause.
try:
    int('x')
except ValueError as error:
    raise TypeError('wrapped') from error
