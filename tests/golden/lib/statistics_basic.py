from statistics import *
d = [1, 2, 2, 3, 4, 7]
print(mean(d), fmean(d), median(d), median_low(d), median_high(d), mode(d), multimode("aabbc"), stdev(d), pstdev(d), variance(d), pvariance(d), quantiles(d), quantiles(d, n=10, method="inclusive"), geometric_mean([1, 2, 4]), harmonic_mean([40, 60]), median_grouped(d))
from fractions import Fraction as F
print(mean([F(1, 2), F(1, 3)]), mean([1.5, 2]), mean([1, 2]), variance([F(1), F(2)]), mean([True, False]))
print(linear_regression([1, 2, 3], [2, 4, 6.5]), correlation([1, 2, 3], [3, 2, 1]), covariance([1, 2, 3], [1, 5, 9]), correlation([1, 2, 3, 4], [1, 8, 27, 64], method="ranked"))
for bad in (lambda: mean([]), lambda: median([]), lambda: stdev([1]), lambda: mode([]), lambda: fmean([]), lambda: geometric_mean([])):
    try: bad()
    except StatisticsError as e: print(e)
n = NormalDist(10, 2); print(n, n.mean, n.cdf(12), round(n.inv_cdf(0.9), 9), n.pdf(10), n + 5, n * 2, n.zscore(14), n.overlap(NormalDist(11, 2)))
