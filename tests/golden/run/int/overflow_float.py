# Ints too large for a float say so.
for code in ('float(10 ** 400)', '10 ** 400 / 3', '10 ** 400 + 1.0', '1.0 * 10 ** 400', '2.0 ** 5000', 'int(1e400)', '10 ** 400 / 10 ** 399', '(10 ** 400) ** 0.5'):
    try:
        print(code, eval(code))
    except Exception as error:
        print(code, type(error).__name__, error)
