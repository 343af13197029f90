# Format specifications of floats.
x = 1234.5678
for spec in ('', 'f', '.2f', '.0f', '#.0f', 'e', '.3e', 'E', 'g', '.3g', 'G', '%', '.1%', '10.2f', '<10.2f', '^12.1f', '+.1f', ' .1f', '012.2f', ',.2f', '_.1f', '.10g', '#g', 'n', '*>12.2f', '=+12.1f', '.2', '.10', '10', 'z.0f'):
    print(repr(spec), '[' + format(x, spec) + ']')
print(f'{-0.001:z.1f} {1e100:.3g} {1e-7:.3g} {0.0001:g} {1e16:g} {123456.0:g} {1234567.0:g} {float("inf"):08.2f} {float("nan"):>6} {-float("inf"):f}')
print('%f %.2f %e %g %G %5.1f|%-8.2f|%+.1f|%08.3f|%.0f' % (x, x, x, x, 1e-10, x, x, x, x, 2.5))
for spec in ('d', 's', 'x', 'c'):
    try:
        format(x, spec)
    except ValueError as error:
        print(error)
