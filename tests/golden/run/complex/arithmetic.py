# Complex numbers.
a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, a ** 2, abs(a), -a, +a, a.conjugate(), a.real, a.imag)
print(a == 3 + 4j, a != b, complex(3) == 3, hash(complex(3)) == hash(3), bool(0j), a + 1, 1 - a, 2.5 * a)
print(complex(), complex(1), complex(1, 2), complex('1+2j'), complex('-j'), complex(' 3 '), complex(1.5, -0.0), complex('infj'))
print(repr(-1j), 0j, (1 + 0j), complex(0, -1), complex(-0.0, 1), 1e20j, [1j])
print(f'{a:.2f}', f'{a:>12}', f'{a}', 2j ** 2, (1 + 1j) ** 0, 1j ** 1j)
for code in ('a < b', 'a // b', 'int(a)', 'float(a)', "complex('1 + 2j')", "complex('x')", 'a % 2', 'divmod(a, b)', "complex('1', 2)", 'a[0]', 'math.floor(a)'):
    try:
        eval(code)
    except Exception as error:
        print(type(error).__name__, error)
