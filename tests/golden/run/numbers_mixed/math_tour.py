# The math module.
import math
print(math.pi, math.e, math.tau, math.inf, math.nan, math.sqrt(2), math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.factorial(20), math.comb(10, 3), math.perm(5, 2), math.gcd(48, 36), math.lcm(4, 6, 10), math.isqrt(99), math.prod([1, 2, 3, 4]))
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(1e-10), math.sin(1), math.cos(1), math.atan2(1, -1), math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.dist((0, 0), (3, 4)))
print(math.fsum([0.1] * 10), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 3), math.modf(3.25), math.frexp(8.0), math.ldexp(0.5, 4), math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.cbrt(27), math.exp2(3), math.sumprod([1, 2], [3, 4]), math.nextafter(1, 2), math.ulp(1.0), math.log(10 ** 400))
for code in ('math.sqrt(-1)', 'math.log(0)', 'math.log(-1)', 'math.factorial(-1)', 'math.factorial(1.5)', "math.sqrt('x')", 'math.exp(1000)', 'math.acos(2)', 'math.isqrt(-1)', 'math.comb(-1, 2)', 'math.floor(math.nan)', 'math.fmod(1, 0)', 'math.gcd(1.5)'):
    try: print(eval(code))
    except Exception as e: print(code, type(e).__name__, e)
