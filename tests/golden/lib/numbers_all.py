import numbers
for v in (1, 1.5, 2j, True, "x"): print(v, [n for n in ("Number", "Complex", "Real", "Rational", "Integral") if isinstance(v, getattr(numbers, n))])
try: numbers.Real()
except TypeError as e: print(str(e)[:40])
