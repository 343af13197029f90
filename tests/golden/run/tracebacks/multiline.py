# An expression over many lines.
def f(a, b):
    return a + b
f(
    1,
    f(
        2,
        'x',
    ),
)
