"""Averages and measures of spread.

Enters: iterables of numbers.  Leaves: numbers of the same type; sums are exact
(as fractions) and rounded once, at the end.
"""
import math
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from fractions import Fraction

__all__ = ["NormalDist", "StatisticsError", "correlation", "covariance", "fmean",
           "geometric_mean", "harmonic_mean", "linear_regression", "mean", "median",
           "median_grouped", "median_high", "median_low", "mode", "multimode", "pstdev",
           "pvariance", "quantiles", "stdev", "variance"]


class StatisticsError(ValueError):
    """Raised when data are too few or out of range."""


def _sum(data):
    """(result type, exact sum, count)."""
    total = Fraction(0)
    kind = int
    special = None
    count = 0
    for x in data:
        count += 1
        t = type(x)
        if t is not kind and t is not bool:
            kind = _wider(kind, t)
        try:
            if math.isfinite(x):
                total += Fraction(x) if t is not int else x
            else:
                special = x if special is None else special + x
        except (TypeError, ValueError, OverflowError):
            if not hasattr(x, "as_integer_ratio"):
                raise TypeError(f"can't convert type '{t.__name__}' to numerator/denominator")
            total += Fraction(*x.as_integer_ratio())
    return kind, total if special is None else special, count


def _wider(a, b):
    if a is b or issubclass(a, b):
        return a
    if issubclass(b, a) or a is int:
        return b
    if b is int or issubclass(b, int):
        return a
    if issubclass(a, Fraction) and issubclass(b, float):
        return b
    if issubclass(a, float) and issubclass(b, Fraction):
        return a
    raise TypeError(f"don't know how to coerce {a.__name__} and {b.__name__}")


def _convert(value, kind):
    if type(value) is kind:
        return value
    if issubclass(kind, int) and getattr(value, "denominator", 1) != 1:
        kind = float
    try:
        return kind(value)
    except TypeError:
        return kind(value.numerator) / kind(value.denominator)


def mean(data):
    """The arithmetic mean, exact."""
    kind, total, n = _sum(data)
    if n < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / n, kind)


def fmean(data, weights=None):
    """The arithmetic mean in floats, faster."""
    if weights is None:
        data = data if hasattr(data, "__len__") else list(data)
        if not len(data):
            raise StatisticsError("fmean requires at least one data point")
        return math.fsum(data) / len(data)
    data, weights = list(data), list(weights)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = math.fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return math.fsum([x * w for x, w in zip(data, weights)]) / total


def geometric_mean(data):
    """The n-th root of the product."""
    data = list(data)
    for x in data:
        if x < 0:
            raise StatisticsError("No negative inputs allowed", x)
    if not data:
        raise StatisticsError("Must have a non-empty dataset")
    if 0 in data:
        return 0.0
    return math.exp(math.fsum(map(math.log, data)) / len(data))


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of reciprocals."""
    data = list(data)
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if weights is None:
        weights = [1] * len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
    for x in data:
        if x < 0:
            raise StatisticsError("harmonic mean does not support negative values")
    if 0 in data:
        return 0
    kind, total, _ = _sum([Fraction(w) / Fraction(x) for x, w in zip(data, weights)])
    kind = _sum(data)[0]
    return _convert(sum(map(Fraction, weights)) / total, float if kind is int else kind)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data


def median(data):
    """The middle value; the mean of the two middle ones if the count is even."""
    data = _sorted(data)
    n = len(data)
    if n % 2:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    """The middle value, or the lower of the two."""
    data = _sorted(data)
    return data[(len(data) - 1) // 2]


def median_high(data):
    """The middle value, or the higher of the two."""
    data = _sorted(data)
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """The median of data that stand for intervals around them."""
    data = _sorted(data)
    n = len(data)
    x = data[n // 2]
    i = bisect_left(data, x)
    j = bisect_right(data, x, lo=i)
    try:
        interval, x = float(interval), float(x)
    except ValueError:
        raise TypeError("Value cannot be converted to a float")
    return x - interval / 2.0 + interval * (n / 2 - i) / (j - i)


def mode(data):
    """The most common value, the first of several."""
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    """All most common values, in the order they were met."""
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    """The cut points that divide data into n parts of equal probability."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    count = len(data)
    if count < 2:
        if count == 1:
            return data * (n - 1)
        raise StatisticsError("must have at least one data point")
    result = []
    if method == "inclusive":
        m = count - 1
        for i in range(1, n):
            j, delta = divmod(i * m, n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
        return result
    if method == "exclusive":
        m = count + 1
        for i in range(1, n):
            j = min(max(i * m // n, 1), count - 1)
            delta = i * m - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


def _squares(data, centre=None):
    """(type, exact sum of squared deviations, mean, count)."""
    data = list(data)
    kind, total, n = _sum(data)
    if not n:
        return kind, Fraction(0), Fraction(0), 0
    if centre is None:
        centre = total / n
    if isinstance(centre, float) and not math.isfinite(centre):
        return kind, centre, centre, n
    exact = Fraction(centre)
    return kind, sum([(Fraction(x) - exact) ** 2 for x in data]), centre, n


def variance(data, xbar=None):
    """The variance of a sample."""
    kind, squares, _, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(squares / (n - 1), kind)


def pvariance(data, mu=None):
    """The variance of a whole population."""
    kind, squares, _, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(squares / n, kind)


def _root(value):
    """The correctly rounded square root of a fraction."""
    if isinstance(value, float):
        return math.sqrt(value)
    n, m = value.numerator, value.denominator
    if not n:
        return 0.0
    # Scale so that the integer root has 55 bits or more, the last one sticky.
    shift = max(0, (110 - n.bit_length() + m.bit_length() + 1) // 2)
    scaled = (n << 2 * shift) // m
    root = math.isqrt(scaled)
    if root * root * m != n << 2 * shift:
        root |= 1
    return root / (1 << shift)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    _, squares, _, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(squares / (n - 1))


def pstdev(data, mu=None):
    """The standard deviation of a whole population."""
    _, squares, _, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(squares / n)


def covariance(x, y, /):
    """How two samples vary together."""
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data "
                              "points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    return math.fsum([(a - mx) * (b - my) for a, b in zip(x, y)]) / (n - 1)


def _ranks(data):
    order = sorted(range(len(data)), key=data.__getitem__)
    ranks, i = [0.0] * len(data), 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and data[order[j + 1]] == data[order[i]]:
            j += 1
        for k in range(i, j + 1):
            ranks[order[k]] = (i + j) / 2 + 1
        i = j + 1
    return ranks


def correlation(x, y, /, *, method="linear"):
    """Pearson's coefficient, or Spearman's with method='ranked'."""
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data "
                              "points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    x, y = [a - mx for a in x], [b - my for b in y]
    sxy = math.fsum([a * b for a, b in zip(x, y)])
    sxx, syy = math.fsum([a * a for a in x]), math.fsum([b * b for b in y])
    if not sxx or not syy:
        raise StatisticsError("at least one of the inputs is constant")
    return sxy / math.sqrt(sxx * syy)


LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """The line that fits best."""
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number "
                              "of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    mx = my = 0.0
    if not proportional:
        mx, my = math.fsum(x) / n, math.fsum(y) / n
        x, y = [a - mx for a in x], [b - my for b in y]
    sxy = math.fsum([a * b for a, b in zip(x, y)]) + 0.0
    sxx = math.fsum([a * a for a in x])
    if not sxx:
        raise StatisticsError("x is constant")
    slope = sxy / sxx
    return LinearRegression(slope, 0.0 if proportional else my - slope * mx)


class NormalDist:
    """A normal distribution: mean mu, standard deviation sigma."""
    __slots__ = ("_mu", "_sigma")

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu, self._sigma = float(mu), float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution that data suggest."""
        data = list(data)
        return cls(fmean(data), stdev(data))

    def samples(self, n, *, seed=None):
        """So many random values."""
        import random
        source = random.Random(seed) if seed is not None else random
        inverse = self.inv_cdf
        return [inverse(source.random()) for _ in range(n)]

    def pdf(self, x):
        """The density at x."""
        if not self._sigma:
            raise StatisticsError("pdf() not defined when sigma is zero")
        d = x - self._mu
        v = self._sigma * self._sigma
        return math.exp(d * d / (-2.0 * v)) / math.sqrt(2 * math.pi * v)

    def cdf(self, x):
        """The probability of a value up to x."""
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * math.erfc((self._mu - x) / (self._sigma * math.sqrt(2.0)))

    def inv_cdf(self, p):
        """The x whose cdf is p, by Newton's method on a rational first guess."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        tail = min(p, 1.0 - p)
        t = math.sqrt(-2.0 * math.log(tail))
        z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (
            1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
        z = -z if p < 0.5 else z
        if p == 0.5:
            z = 0.0
        for _ in range(4):
            error = (0.5 * math.erfc(-z / math.sqrt(2.0)) - p) if p < 0.5 else \
                ((1.0 - p) - 0.5 * math.erfc(z / math.sqrt(2.0)))
            step = error * math.sqrt(2 * math.pi) * math.exp(z * z / 2)
            z -= step / (1 + z * step / 2)
        return self._mu + z * self._sigma

    def quantiles(self, n=4):
        """The n - 1 cut points of equal probability."""
        return [self.inv_cdf(i / n) for i in range(1, n)]

    def overlap(self, other):
        """The area that two densities share."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        a, b = sorted((self, other), key=lambda d: (d._sigma, d._mu))
        va, vb = a.variance, b.variance
        if not va or not vb:
            raise StatisticsError("overlap() not defined when sigma is zero")
        dv, dm = vb - va, abs(b._mu - a._mu)
        if not dv:
            return math.erfc(dm / (2.0 * a._sigma * math.sqrt(2.0)))
        left = a._mu * vb - b._mu * va
        right = a._sigma * b._sigma * math.sqrt(dm * dm + dv * math.log(vb / va))
        x1, x2 = (left + right) / dv, (left - right) / dv
        return 1.0 - (abs(b.cdf(x1) - a.cdf(x1)) + abs(b.cdf(x2) - a.cdf(x2)))

    def zscore(self, x):
        """How many standard deviations x lies above the mean."""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    mean = median = mode = property(lambda self: self._mu)
    stdev = property(lambda self: self._sigma)
    variance = property(lambda self: self._sigma * self._sigma)

    def __add__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu + other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu + other, self._sigma)

    def __sub__(self, other):
        if isinstance(other, NormalDist):
            return NormalDist(self._mu - other._mu, math.hypot(self._sigma, other._sigma))
        return NormalDist(self._mu - other, self._sigma)

    def __mul__(self, other):
        return NormalDist(self._mu * other, self._sigma * abs(other))

    def __truediv__(self, other):
        return NormalDist(self._mu / other, self._sigma / abs(other))

    def __pos__(self):
        return NormalDist(self._mu, self._sigma)

    def __neg__(self):
        return NormalDist(-self._mu, self._sigma)

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return -(self - other)

    def __eq__(self, other):
        if not isinstance(other, NormalDist):
            return NotImplemented
        return self._mu == other._mu and self._sigma == other._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
