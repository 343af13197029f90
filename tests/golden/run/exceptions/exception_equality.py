# Exceptions compare by identity.
a, b = ValueError(1), ValueError(1); print(a == b, a == a, a.args == b.args, len({a, b}), str(a) == str(b))
