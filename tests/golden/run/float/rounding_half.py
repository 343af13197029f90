# Halves round to even in display.
print(round(0.125, 2), round(0.375, 2), '%.2f' % 0.125, f'{2.5:.0f}', f'{3.5:.0f}', round(1e-7, 7), round(-1.5), round(12345.678, -2))
