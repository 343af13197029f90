# Methods of float.
print((0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (2.0).is_integer(), (2.5).is_integer(), (-1.5).conjugate(), (1.5).real, (1.5).imag)
print((255.5).hex(), (-0.1).hex(), (0.0).hex(), float.fromhex('0x1.8p1'), float.fromhex('0x.8'), float.fromhex('-inf'), float.fromhex('1e'))
print((1.5).__int__(), (1.5).__trunc__(), (-1.5).__floor__(), (-1.5).__ceil__(), (1.5).__divmod__(0.4) == divmod(1.5, 0.4), abs(-1.5))
for code in ("float('inf').as_integer_ratio()", "float('nan').as_integer_ratio()", "float.fromhex('zz')", "int(float('inf'))"):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
