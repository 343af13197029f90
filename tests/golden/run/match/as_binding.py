# As binds the whole of a pattern.
match {'p': [1, 2]}:
    case {'p': [int() as a, *_] as l} as d: print(a, l, d)
