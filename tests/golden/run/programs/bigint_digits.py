# Digits of pi and e with integers only.
def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m); q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return ''.join(map(str, out))
print(pi_digits(60))
def e_digits(n):
    scale = 10 ** (n + 10); total, term, k = 0, scale, 1
    while term: total += term; term //= k; k += 1
    return str(total)[:n]
print(e_digits(60)); print(2 ** 521 - 1); print(sum(int(d) for d in str(2 ** 1000)))
