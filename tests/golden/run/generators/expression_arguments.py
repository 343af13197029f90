# A lone generator expression needs no parentheses.
print(sum(x for x in (1, 2)), list(x for x in 'ab'), max((x for x in (1, 3)), default=0), dict((k, 1) for k in 'x'))
