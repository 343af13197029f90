# The = form shows the source of the expression.
x, s = 10, 'text'
print(f'{x=}', f'{x = }', f'{ x=}', f'{s=}', f'{s=!s}', f'{s=:>8}', f'{x=:05d}', f'{x + 1 = }', f'{s.upper()=}', f'{x=!r:>5}')
print(f'{len([1, 2])=}', f'{x == 10 = }', f'{(y := 5) = }', f'{x=}{x=}', f'{"a=b"=}')
print(f'{  x  =  }')
